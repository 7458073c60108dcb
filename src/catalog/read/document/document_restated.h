// What a page says of its addresses in other words than before.
//
// Thread safety: pure.
#pragma once

#include <vector>

#include "catalog/read/document/document.h"
#include "catalog/read/proposal.h"

namespace sallyport::catalog {

// Of what both have: of an address that came or went, the proposal tells anyway. Sorted by offering, place,
// destination. Nothing where one of them is no page. Ensures: what is quoted is short, and begins near the
// first difference. Cost: O(n log n) in the texts and what they are about.
std::vector<Restated> find_restated(const Document& found, const Document& last_good);

}  // namespace sallyport::catalog
