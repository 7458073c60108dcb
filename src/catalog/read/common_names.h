// CommonNames: the names of two feeds, numbered together, so that their cells can be compared as numbers.
//
// Thread safety: an immutable value. Invariants: the order of each feed's own numbers is kept.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "catalog/read/feed.h"

namespace sallyport::catalog {

using CellNumbers = std::pair<std::uint32_t, std::uint32_t>;  // offering, site

class CommonNames {
 public:
  CommonNames(const Feed& before, const Feed& after);

  CellNumbers before(const FeedEntry& entry) const { return {before_[entry.offering], before_[entry.site]}; }
  CellNumbers after(const FeedEntry& entry) const { return {after_[entry.offering], after_[entry.site]}; }

 private:
  std::vector<std::uint32_t> before_;
  std::vector<std::uint32_t> after_;
};

}  // namespace sallyport::catalog
