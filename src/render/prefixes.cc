#include "render/prefixes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sallyport::render {
namespace {

constexpr std::uint64_t kMappedLow = 0xffff'0000'0000ULL;  // of ::ffff:0:0/96; its upper half is 0

// The bit of the address counted from the most significant one.
bool bit_of_mapped(unsigned bit) { return bit >= 64 && (kMappedLow >> (127 - bit) & 1) != 0; }

// Whether the prefix, taken as bits alone, is around ::ffff:0:0/96.
bool is_around_mapped(const net::Prefix& prefix) {
  if (prefix.family() != net::Family::ipv6 || prefix.length() > 95 || prefix.address().high() != 0)
    return false;
  if (prefix.length() <= 64) return prefix.address().low() == 0;
  return prefix.address().low() == (kMappedLow & ~std::uint64_t{0} << (128 - prefix.length()));
}

// Its halves, but for the one with ::ffff:0:0/96 in it, which is taken apart in turn.
void append_apart(std::vector<net::Prefix>& out, const net::Prefix& prefix) {
  for (unsigned length = prefix.length() + 1; length <= 96; ++length) {
    const unsigned last = length - 1;  // the bit in which the two halves differ
    std::uint64_t high = 0;
    std::uint64_t low = last <= 64 ? 0 : kMappedLow & ~std::uint64_t{0} << (128 - last);
    if (!bit_of_mapped(last)) {
      if (last < 64) {
        high |= std::uint64_t{1} << (63 - last);
      } else {
        low |= std::uint64_t{1} << (127 - last);
      }
    }
    out.push_back(net::Prefix::enclosing(net::Address::ipv6(high, low), length));
  }
}

std::string count_text(double count, std::string_view family) {
  const std::string addresses = fmt::format("{} {}", family, count == 1 ? "address" : "addresses");
  if (count < 0x1p53) return fmt::format("{} {}", static_cast<std::uint64_t>(count), addresses);
  return fmt::format("about 2^{} {}", std::lround(std::log2(count)), addresses);
}

}  // namespace

Families by_family(std::span<const net::Prefix> sorted) {
  const auto split = std::ranges::partition_point(
      sorted, [](const net::Prefix& prefix) { return prefix.family() == net::Family::ipv4; });
  const auto ipv4 = static_cast<std::size_t>(split - sorted.begin());
  return {sorted.first(ipv4), sorted.subspan(ipv4)};
}

std::vector<net::Prefix> apart_from_ipv4(std::span<const net::Prefix> prefixes) {
  std::vector<net::Prefix> out;
  out.reserve(prefixes.size());
  for (const net::Prefix& prefix : prefixes) {
    if (is_around_mapped(prefix)) {
      append_apart(out, prefix);
    } else {
      out.push_back(prefix);
    }
  }
  std::ranges::sort(out);
  return out;
}

std::vector<net::Prefix> without_length_0(std::span<const net::Prefix> prefixes) {
  std::vector<net::Prefix> out;
  out.reserve(prefixes.size());
  for (const net::Prefix& prefix : prefixes) {
    if (prefix.length() > 0) {
      out.push_back(prefix);
      continue;
    }
    const bool ipv4 = prefix.family() == net::Family::ipv4;
    out.push_back(net::Prefix::enclosing(prefix.address(), 1));
    out.push_back(net::Prefix::enclosing(
        ipv4 ? net::Address::ipv4(0x8000'0000U) : net::Address::ipv6(std::uint64_t{1} << 63, 0), 1));
  }
  return out;
}

std::string count_of_addresses(const net::PrefixSet& set) {
  std::string ipv4 = count_text(static_cast<double>(set.ipv4_addresses()), "IPv4");
  std::string ipv6 = count_text(set.ipv6_addresses(), "IPv6");
  if (set.prefixes(net::Family::ipv6).empty()) return ipv4;
  if (set.prefixes(net::Family::ipv4).empty()) return ipv6;
  return ipv4 + " and " + ipv6;
}

void append_lines(std::string& out, std::span<const net::Prefix> prefixes, std::string_view before,
                  std::string_view after) {
  out.reserve(out.size() + prefixes.size() * (before.size() + after.size() + 20));
  for (const net::Prefix& prefix : prefixes) {
    fmt::format_to(std::back_inserter(out), "{}{}{}\n", before, prefix.to_string(), after);
  }
}

}  // namespace sallyport::render
