// PrefixSet: a set of addresses, as the fewest prefixes that make it up.
//
// Numbers count, as they do in every program that such a list is given to: an IPv6 prefix that spans the
// IPv4-mapped ones (::/0 to ::fffe:0:0/95) stays one where the input had it, is never made where it had not,
// and contains no IPv4 address. Where a part of it is taken away, it loses those numbers if they would stand
// alone.
//
// Thread safety: an immutable value.
// Invariants: the prefixes are sorted, disjoint, and no two of them could be one. IPv4 before IPv6.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "net/prefix.h"

namespace sallyport::net {

class PrefixSet {
 public:
  PrefixSet() = default;

  // The minimal equal set of any prefixes, in any order, with duplicates. Cost: O(n) for IPv4 and for what is
  // sorted, O(n log n) for the rest of IPv6.
  static PrefixSet of(std::vector<Prefix> prefixes);

  const std::vector<Prefix>& prefixes() const { return prefixes_; }
  std::span<const Prefix> prefixes(Family family) const noexcept;
  std::size_t size() const { return prefixes_.size(); }
  bool empty() const { return prefixes_.empty(); }

  // How many addresses it has: at most 2^32, and to 53 bits.
  std::uint64_t ipv4_addresses() const noexcept;
  double ipv6_addresses() const noexcept;

  // Cost: O(log n).
  bool contains(const Address& address) const noexcept;
  bool contains(const Prefix& prefix) const noexcept;  // all of it

  // Cost: O(n + m), and for without() what it splits: at most 128 prefixes for each of the other.
  PrefixSet united(const PrefixSet& other) const;
  PrefixSet without(const PrefixSet& other) const;
  PrefixSet common(const PrefixSet& other) const;

  friend bool operator==(const PrefixSet&, const PrefixSet&) = default;

 private:
  explicit PrefixSet(std::vector<Prefix> minimal) : prefixes_(std::move(minimal)) {}

  std::vector<Prefix> prefixes_;
};

// A wider set of at most `most` prefixes of each family, and what it lets in besides: chosen so that few
// addresses are added (the neighbours that add the least are joined first).
struct Summary {
  PrefixSet set;
  PrefixSet besides;  // in `set`, and not in what was summarised
};
// REQUIRES: most > 0. Cost: O(n log n), and the split of `besides`.
Summary summarise(const PrefixSet& set, std::size_t most);

}  // namespace sallyport::net
