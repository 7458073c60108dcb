// summarise(): neighbours are joined, the pair first that adds the fewest addresses.
//
// Sorted disjoint prefixes are the leaves of a binary trie. What joins two neighbours is the node above both;
// it adds at least as much as any node below it. So only nodes whose two children are leaves are ever next,
// nothing that waits in the queue becomes wrong, and each join takes one prefix away.

#include <algorithm>
#include <bit>
#include <queue>

#include "net/bits128.h"
#include "net/prefix_set.h"

namespace sallyport::net {
namespace {

// How many bits two prefixes of one family share. REQUIRES: they are disjoint.
unsigned shared_bits(const Prefix& a, const Prefix& b) {
  const std::uint64_t high = a.address().high() ^ b.address().high();
  const std::uint64_t low = a.address().low() ^ b.address().low();
  const auto equal = static_cast<unsigned>(high != 0 ? std::countl_zero(high) : 64 + std::countl_zero(low));
  return a.family() == Family::ipv4 ? equal - 96 : equal;
}

// Modulo 2^128: of ::/0 it is 0, and a difference from it is right all the same.
Bits128 addresses_in(const Prefix& prefix) {
  const unsigned bits = prefix.max_length() - prefix.length();
  return bits == 128 ? Bits128{0} : Bits128{1} << bits;
}

class Joiner {
 public:
  explicit Joiner(std::span<const Prefix> prefixes) : left_(prefixes.size()) {
    places_.reserve(prefixes.size() + 2);
    places_.push_back({});  // before the first, and after the last, stands one that shares nothing
    for (const Prefix& prefix : prefixes)
      places_.push_back({prefix, places_.size() - 1, places_.size() + 1, -1});
    places_.push_back({});
    for (std::size_t at = 1; at + 2 < places_.size(); ++at) {
      places_[at].shared = static_cast<int>(shared_bits(places_[at].prefix, places_[at + 1].prefix));
    }
    for (std::size_t at = 1; at + 2 < places_.size(); ++at) offer(at);
  }

  // Ensures: at most `most` are left, and no two that could be one.
  void join_until(std::size_t most) {
    while (!queue_.empty() && (left_ > most || queue_.top().added == 0)) {
      const std::size_t at = queue_.top().at;
      queue_.pop();
      join_with_next(at);
    }
  }

  void append_to(std::vector<Prefix>& out) const {
    for (std::size_t at = 1; at + 1 < places_.size(); at = places_[at].next)
      out.push_back(places_[at].prefix);
  }

 private:
  struct Place {
    Prefix prefix;
    std::size_t previous = 0;
    std::size_t next = 0;
    int shared = -1;  // bits, with the next one
  };
  struct Candidate {
    Bits128 added;
    int length;      // of what they become
    std::size_t at;  // the first of the two

    // The last in this order is the next to be joined.
    friend bool operator<(const Candidate& a, const Candidate& b) {
      if (a.added != b.added) return a.added > b.added;
      return a.length != b.length ? a.length < b.length : a.at > b.at;
    }
  };

  Prefix joined_at(std::size_t at) const {
    return Prefix::enclosing(places_[at].prefix.address(), static_cast<unsigned>(places_[at].shared));
  }

  // Queues the place and its next if both are leaves under one node: neither shares as much with its other
  // neighbour.
  void offer(std::size_t at) {
    const Place& place = places_[at];
    const int shared = place.shared;
    if (shared < 0 || places_[place.previous].shared >= shared || places_[place.next].shared >= shared)
      return;
    const Bits128 had = addresses_in(place.prefix) + addresses_in(places_[place.next].prefix);
    queue_.push({addresses_in(joined_at(at)) - had, shared, at});
  }

  void join_with_next(std::size_t at) {
    Place& place = places_[at];
    place.prefix = joined_at(at);
    const std::size_t gone = place.next;
    place.shared = places_[gone].shared;
    place.next = places_[gone].next;
    places_[place.next].previous = at;
    --left_;
    offer(at);
    if (place.previous != 0) offer(place.previous);
  }

  std::vector<Place> places_;
  std::priority_queue<Candidate> queue_;
  std::size_t left_;
};

}  // namespace

Summary summarise(const PrefixSet& set, std::size_t most) {
  std::vector<Prefix> fewer;
  for (const Family family : {Family::ipv4, Family::ipv6}) {
    Joiner joiner(set.prefixes(family));
    joiner.join_until(most);
    joiner.append_to(fewer);
  }
  Summary summary;
  summary.set = PrefixSet::of(std::move(fewer));
  summary.besides = summary.set.without(set);
  return summary;
}

}  // namespace sallyport::net
