// What was added, removed and moved between two feeds.
//
// Thread safety: pure.
#pragma once

#include "catalog/read/common_names.h"
#include "catalog/read/proposal.h"

namespace sallyport::catalog {

// Fills added, removed and moved. Of one destination, cells that it left and cells that it came to are paired
// to moves: first those of the same offering, then the rest in their order. Cost: linear.
void find_changes(const Feed& before, const Feed& after, const CommonNames& names, Proposal& proposal);

}  // namespace sallyport::catalog
