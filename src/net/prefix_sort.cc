#include "net/prefix_sort.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>

namespace sallyport::net {
namespace {

// An IPv4 prefix as a number of 38 bits whose order is that of prefixes: the address, then the length.
constexpr unsigned kLengthBits = 6;
constexpr unsigned kDigitBits = 10;  // few enough buckets for the first caches to hold all of their ends
constexpr unsigned kDigits = 4;
constexpr std::size_t kBuckets = std::size_t{1} << kDigitBits;
static_assert(kDigits * kDigitBits >= 32 + kLengthBits);

using Keys = std::vector<std::uint64_t>;

std::size_t digit_of(std::uint64_t key, unsigned digit) {
  return key >> (digit * kDigitBits) & (kBuckets - 1);
}

// Least significant digit first; each pass keeps the order that those before it made.
void radix_sort(Keys& keys) {
  std::array<std::array<std::size_t, kBuckets>, kDigits> counts{};
  for (const std::uint64_t key : keys) {
    for (unsigned digit = 0; digit < kDigits; ++digit) ++counts[digit][digit_of(key, digit)];
  }
  Keys other(keys.size());
  for (unsigned digit = 0; digit < kDigits; ++digit) {
    auto& ends = counts[digit];
    if (ends[digit_of(keys.front(), digit)] == keys.size()) continue;  // all have the same digit there
    std::size_t sum = 0;
    for (std::size_t& end : ends) end = std::exchange(sum, sum + end);
    for (const std::uint64_t key : keys) other[ends[digit_of(key, digit)]++] = key;
    keys.swap(other);
  }
}

void sort_ipv4(std::span<Prefix> prefixes) {
  constexpr std::size_t kFew = 1024;  // below, the passes over the buckets cost more than they save
  if (prefixes.size() < kFew) {
    std::ranges::sort(prefixes);
    return;
  }
  Keys keys;
  keys.reserve(prefixes.size());
  for (const Prefix& prefix : prefixes) {
    keys.push_back(std::uint64_t{prefix.address().ipv4_bits()} << kLengthBits | prefix.length());
  }
  radix_sort(keys);
  std::ranges::transform(keys, prefixes.begin(), [](std::uint64_t key) {
    return Prefix::enclosing(Address::ipv4(static_cast<std::uint32_t>(key >> kLengthBits)),
                             static_cast<unsigned>(key & ((1U << kLengthBits) - 1)));
  });
}

}  // namespace

void sort_prefixes(std::vector<Prefix>& prefixes) {
  const auto ipv6 = std::partition(prefixes.begin(), prefixes.end(),
                                   [](const Prefix& prefix) { return prefix.family() == Family::ipv4; });
  sort_ipv4({prefixes.begin(), ipv6});
  std::sort(ipv6, prefixes.end());
}

}  // namespace sallyport::net
