// compare: what differs between two lists, or between what a catalog says on two days or in two revisions.
//
// Thread safety: pure functions.
#pragma once

#include "catalog/listing.h"

namespace sallyport::catalog {

struct Difference {
  enum class Kind {
    added,
    removed,
    moved,     // the same destination, at other places and no longer at some
    rescoped,  // the same destination, at more or fewer places, with other ports, or allowed by other lines
    restated,  // a cell says another thing: its addresses became not available, unknown, ...
  } kind = Kind::added;
  std::string what;    // the destination, or the place of the cell
  std::string before;  // the places that it left, its ports, what the cell said; empty: nothing
  std::string after;   // the places that it came to, ...
  std::vector<net::Destination> replaced_by;
};
std::string_view to_string(Difference::Kind kind);

// Sorted by kind, then as the lists are. Cost: O(n log n), and for hosts that are not in both lists, O(those
// x wildcards).
std::vector<Difference> compare(const Listing& before, const Listing& after);

}  // namespace sallyport::catalog
