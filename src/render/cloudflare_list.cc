// Cloudflare IP lists, for WAF custom rules ("ip.src in $NAME"): the items, as the API takes them.
//
// Limits (Cloudflare docs, "Custom lists"): 10,000 items over all lists of an account below Enterprise;
// IPv4 from /8 to /32, IPv6 from /12 to /64. A wider prefix is written as those that it consists of; an
// IPv6 prefix longer than /64 is refused, or widened to its /64 where a summary is asked for.
// Loading: PUT .../rules/lists/LIST_ID/items replaces all items of the list at once.
#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>

#include "render/json_text.h"
#include "render/parts.h"
#include "render/prefixes.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

constexpr std::size_t kMostCloudflareItems = 10'000;
constexpr unsigned kShortestIpv4 = 8;
constexpr unsigned kShortestIpv6 = 12;
constexpr unsigned kLongestIpv6 = 64;

bool is_too_long(const net::Prefix& prefix) {
  return prefix.family() == net::Family::ipv6 && prefix.length() > kLongestIpv6;
}

net::PrefixSet widened(const net::PrefixSet& set) {
  std::vector<net::Prefix> prefixes = set.prefixes();
  for (auto& prefix : prefixes) {
    if (is_too_long(prefix)) prefix = net::Prefix::enclosing(prefix.address(), kLongestIpv6);
  }
  return net::PrefixSet::of(std::move(prefixes));
}

// The prefixes of the shortest length that one wider than it consists of: at most 4096.
void append_pieces(std::vector<net::Prefix>& out, const net::Prefix& prefix) {
  const bool ipv4 = prefix.family() == net::Family::ipv4;
  const unsigned shortest = ipv4 ? kShortestIpv4 : kShortestIpv6;
  if (prefix.length() >= shortest) {
    out.push_back(prefix);
    return;
  }
  for (std::uint64_t i = 0; i < std::uint64_t{1} << (shortest - prefix.length()); ++i) {
    const net::Address address = ipv4 ? net::Address::ipv4(prefix.address().ipv4_bits() |
                                                           static_cast<std::uint32_t>(i << (32 - shortest)))
                                      : net::Address::ipv6(prefix.address().high() | i << (64 - shortest), 0);
    out.push_back(net::Prefix::enclosing(address, shortest));
  }
}

std::vector<net::Prefix> cloudflare_items(const net::PrefixSet& set) {
  std::vector<net::Prefix> items;
  for (const auto& prefix : set.prefixes()) append_pieces(items, prefix);
  return items;
}

// Of both families together. REQUIRES: most > 1.
net::Summary summarise_to(const net::PrefixSet& set, std::size_t most) {
  const auto [ipv4, ipv6] = by_family(set);
  if (ipv4.size() + ipv6.size() <= most) return {set, {}};
  const std::size_t smaller = std::min(ipv4.size(), ipv6.size());
  return net::summarise(set, smaller <= most / 2 ? most - smaller : most / 2);
}

}  // namespace

Result<Rendered> write_cloudflare_list(const List& list, const Options& options) {
  std::vector<std::string> notes;
  const net::PrefixSet wide = widened(list.prefixes);
  if (const net::PrefixSet besides = wide.without(list.prefixes); !besides.empty()) {
    const auto first = *std::ranges::find_if(list.prefixes.prefixes(), is_too_long);
    if (!options.summarise) {
      return fail(
          ErrorCode::cannot_say,
          fmt::format(
              "cloudflare-list takes IPv6 prefixes up to /64, and {} is longer; --summarise makes them "
              "/64, and lets in {} besides",
              first.to_string(), count_of_addresses(besides)));
    }
    notes.push_back(fmt::format("IPv6 prefixes longer than /64 made /64, which lets in {} besides",
                                count_of_addresses(besides)));
  }
  const net::Summary summary = summarise_to(wide, kMostCloudflareItems);
  if (!summary.besides.empty()) {
    const std::string too_many = fmt::format("an account has room for {} items, and there are {}",
                                             kMostCloudflareItems, wide.prefixes().size());
    const std::string besides = count_of_addresses(summary.besides);
    if (!options.summarise) {
      return fail(ErrorCode::too_many_entries,
                  fmt::format("{}; --summarise makes them fit, and lets in {} besides", too_many, besides));
    }
    notes.push_back(fmt::format("{}: summarised, which lets in {} besides", too_many, besides));
  }
  const std::vector<net::Prefix> prefixes = cloudflare_items(summary.set);
  if (prefixes.size() > kMostCloudflareItems) {
    return fail(
        ErrorCode::too_many_entries,
        fmt::format("written as /8 and /12, the shortest that Cloudflare takes, these are {} items, and an "
                    "account has room for {}",
                    prefixes.size(), kMostCloudflareItems));
  }
  boost::json::array items;
  items.reserve(prefixes.size());
  for (const auto& prefix : prefixes) items.push_back(boost::json::object{{"ip", prefix.to_string()}});
  const std::string file = options.name + ".json";
  notes.push_back(
      fmt::format("load it with: curl -X PUT -H \"Authorization: Bearer $TOKEN\" -H \"Content-Type: "
                  "application/json\" --data @{} "
                  "https://api.cloudflare.com/client/v4/accounts/ACCOUNT_ID/rules/lists/LIST_ID/items",
                  file));
  notes.push_back("it replaces all items of the list, of kind \"ip\"; a rule says: ip.src in $" +
                  options.name);
  return Rendered{.files = {{file, json_text(items)}}, .notes = std::move(notes)};
}

}  // namespace sallyport::render
