#include "net/prefix_set.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

#include "net/prefix_sort.h"

namespace sallyport::net {
namespace {

// The prefix of which both are the halves. REQUIRES: they are disjoint.
std::optional<Prefix> whole_of(const Prefix& a, const Prefix& b) {
  if (a.length() != b.length() || a.length() == 0) return std::nullopt;
  const Prefix whole = Prefix::enclosing(a.address(), a.length() - 1);
  return whole.contains(b) ? std::optional(whole) : std::nullopt;
}

// The minimal equal set of sorted prefixes, in their place.
void join(std::vector<Prefix>& sorted) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    // Those that are kept are disjoint and in order: what is inside one of them is inside the last.
    if (kept > 0 && sorted[kept - 1].contains(sorted[i])) continue;
    Prefix grown = sorted[i];
    for (; kept > 0; --kept) {
      const auto whole = whole_of(sorted[kept - 1], grown);
      if (!whole) break;
      grown = *whole;
    }
    sorted[kept++] = grown;
  }
  sorted.resize(kept);
}

// The half of a prefix that has the next bit set; none where its numbers are those of the IPv4-mapped
// addresses. REQUIRES: more than one address.
std::optional<Prefix> upper_half(const Prefix& prefix) {
  const Address& first = prefix.address();
  const unsigned bit = prefix.max_length() - 1 - prefix.length();
  const Address middle = Address::ipv6(first.high() | (bit < 64 ? 0 : std::uint64_t{1} << (bit - 64)),
                                       first.low() | (bit < 64 ? std::uint64_t{1} << bit : 0));
  if (middle.family() != first.family()) return std::nullopt;
  return Prefix::enclosing(middle, prefix.length() + 1);
}

// REQUIRES: `cuts` are sorted, disjoint, and each overlaps the prefix.
void append_without(const Prefix& prefix, std::span<const Prefix> cuts, std::vector<Prefix>& out) {
  if (cuts.empty()) {
    out.push_back(prefix);
    return;
  }
  if (cuts.front().contains(prefix)) return;
  const auto upper = upper_half(prefix);
  const auto below = upper ? std::ranges::lower_bound(cuts, *upper) - cuts.begin()
                           : static_cast<std::ptrdiff_t>(cuts.size());
  append_without(Prefix::enclosing(prefix.address(), prefix.length() + 1),
                 cuts.first(static_cast<std::size_t>(below)), out);
  if (upper) append_without(*upper, cuts.subspan(static_cast<std::size_t>(below)), out);
}

}  // namespace

PrefixSet PrefixSet::of(std::vector<Prefix> prefixes) {
  if (!std::ranges::is_sorted(prefixes)) sort_prefixes(prefixes);
  join(prefixes);
  return PrefixSet(std::move(prefixes));
}

std::span<const Prefix> PrefixSet::prefixes(Family family) const noexcept {
  const auto first_ipv6 = std::ranges::partition_point(
      prefixes_, [](const Prefix& each) { return each.family() == Family::ipv4; });
  if (family == Family::ipv4) return {prefixes_.begin(), first_ipv6};
  return {first_ipv6, prefixes_.end()};
}

std::uint64_t PrefixSet::ipv4_addresses() const noexcept {
  std::uint64_t sum = 0;
  for (const Prefix& prefix : prefixes(Family::ipv4)) sum += std::uint64_t{1} << (32 - prefix.length());
  return sum;
}

double PrefixSet::ipv6_addresses() const noexcept {
  double sum = 0;
  for (const Prefix& prefix : prefixes(Family::ipv6))
    sum += std::ldexp(1.0, 128 - static_cast<int>(prefix.length()));
  return sum;
}

bool PrefixSet::contains(const Address& address) const noexcept {
  const auto after = std::ranges::upper_bound(prefixes_, address, {}, &Prefix::address);
  return after != prefixes_.begin() && std::prev(after)->contains(address);
}

bool PrefixSet::contains(const Prefix& prefix) const noexcept {
  // Were it made up by several, these could have been joined.
  const auto after = std::ranges::upper_bound(prefixes_, prefix);
  return after != prefixes_.begin() && std::prev(after)->contains(prefix);
}

PrefixSet PrefixSet::united(const PrefixSet& other) const {
  std::vector<Prefix> all;
  all.reserve(prefixes_.size() + other.prefixes_.size());
  std::ranges::merge(prefixes_, other.prefixes_, std::back_inserter(all));
  join(all);
  return PrefixSet(std::move(all));
}

// The pieces of one prefix are as large as they can be, and those of two could be joined only where these
// could.
PrefixSet PrefixSet::without(const PrefixSet& other) const {
  std::vector<Prefix> rest;
  auto first = other.prefixes_.begin();
  for (const Prefix& prefix : prefixes_) {
    const Address last = prefix.last();
    while (first != other.prefixes_.end() && first->last() < prefix.address()) ++first;
    auto end = first;
    while (end != other.prefixes_.end() && end->address() <= last) ++end;
    append_without(prefix, {first, end}, rest);
    if (end != first) first = std::prev(end);  // it may be wider than this prefix, and overlap the next
  }
  return PrefixSet(std::move(rest));
}

PrefixSet PrefixSet::common(const PrefixSet& other) const {
  std::vector<Prefix> both;
  auto mine = prefixes_.begin();
  auto theirs = other.prefixes_.begin();
  while (mine != prefixes_.end() && theirs != other.prefixes_.end()) {
    if (mine->contains(*theirs)) {
      both.push_back(*theirs++);
    } else if (theirs->contains(*mine)) {
      both.push_back(*mine++);
    } else {
      ++(*mine < *theirs ? mine : theirs);
    }
  }
  return PrefixSet(std::move(both));
}

}  // namespace sallyport::net
