// GoldenPrefixMap: the slow, obvious twin of PrefixMap, which defines what is right. For tests.
//
// Thread safety: immutable after construction.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "net/prefix_map.h"

namespace sallyport::net {

class GoldenPrefixMap {
 public:
  explicit GoldenPrefixMap(std::span<const Prefix> prefixes) : prefixes_(prefixes.begin(), prefixes.end()) {}

  // The index of the longest prefix that contains the address, or PrefixMapView::kNone. Cost: O(n).
  std::uint32_t find(const Address& address) const {
    std::uint32_t best = PrefixMapView::kNone;
    for (std::uint32_t i = 0; i < prefixes_.size(); ++i) {
      if (!prefixes_[i].contains(address)) continue;
      if (best == PrefixMapView::kNone || prefixes_[i].length() > prefixes_[best].length()) best = i;
    }
    return best;
  }

 private:
  std::vector<Prefix> prefixes_;
};

}  // namespace sallyport::net
