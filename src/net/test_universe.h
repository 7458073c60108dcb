// Universe: all prefixes inside a small one, and sets of addresses as bitmaps: what PrefixSet is compared
// with.
//
// Thread safety: immutable after construction.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <span>
#include <string_view>
#include <vector>

#include "net/prefix_set.h"
#include "net/test_addresses.h"

namespace sallyport::net::test {

// A bit for each prefix of the longest length, by its number: IPv4-mapped numbers have bits as all others.
using Bitmap = std::uint64_t;

class Universe {
 public:
  // REQUIRES: at most 64 prefixes of the longest length; an IPv6 one has its differences in the low 64 bits.
  Universe(std::string_view whole, unsigned longest) : whole_(prefix(whole)), longest_(longest) {
    for (unsigned length = whole_.length(); length <= longest; ++length) {
      for (std::uint64_t i = 0; i < std::uint64_t{1} << (length - whole_.length()); ++i) {
        const Address first = Address::ipv6(whole_.address().high(),
                                            whole_.address().low() + (i << (whole_.max_length() - length)));
        if (first.family() == whole_.family()) prefixes_.push_back(Prefix::enclosing(first, length));
      }
    }
  }

  unsigned units() const { return 1U << (longest_ - whole_.length()); }
  const std::vector<Prefix>& prefixes() const { return prefixes_; }

  Bitmap bits(const Prefix& prefix) const {
    const unsigned shift = whole_.max_length() - longest_;
    const std::uint64_t first = (prefix.address().low() - whole_.address().low()) >> shift;
    const std::uint64_t count = std::uint64_t{1} << (longest_ - prefix.length());
    return (count == 64 ? ~Bitmap{0} : (Bitmap{1} << count) - 1) << first;
  }
  Bitmap bits(std::span<const Prefix> prefixes) const {
    Bitmap all = 0;
    for (const Prefix& each : prefixes) all |= bits(each);
    return all;
  }
  Bitmap bits(const PrefixSet& set) const { return bits(std::span(set.prefixes())); }

  // The bits of the IPv4-mapped numbers among an IPv6 universe's.
  Bitmap mapped() const {
    Bitmap hole = 0;
    for (unsigned unit = 0; unit < units(); ++unit) {
      if (first_of(unit).family() != whole_.family()) hole |= Bitmap{1} << unit;
    }
    return hole;
  }
  Address first_of(unsigned unit) const {
    const std::uint64_t step = std::uint64_t{unit} << (whole_.max_length() - longest_);
    return Address::ipv6(whole_.address().high(), whole_.address().low() + step);
  }

  // A number of prefixes, in no order, some of them twice.
  std::vector<Prefix> draw(std::size_t count, std::mt19937_64& random) const {
    std::vector<Prefix> drawn;
    while (drawn.size() < count) drawn.push_back(prefixes_[random() % prefixes_.size()]);
    return drawn;
  }

 private:
  Prefix whole_;
  unsigned longest_;
  std::vector<Prefix> prefixes_;
};

}  // namespace sallyport::net::test
