// Why a feed that was read is not taken as it is.
//
// Thread safety: pure.
#pragma once

#include "catalog/read/common_names.h"
#include "catalog/read/proposal.h"

namespace sallyport::catalog {

// Of the feed by itself: entries, empty lists, width and special use. `before`: the last good one; an empty
// feed for none.
void hold_for_content(const Feed& before, const Feed& found, Proposal& proposal);

// Against the last good one: its kind and age, what was emptied and how much went. REQUIRES: the changes are
// found.
void hold_for_changes(const Feed& before, const Feed& found, const CommonNames& names, Proposal& proposal);

// Which cells were emptied; and, where nothing is held for it yet, whether more than a tenth of the entries
// went: a service whose addresses are all in another one too can lose its own without any address being lost.
// What moved to another cell did not go.
void hold_for_cells(const Feed& before, const Feed& found, const CommonNames& names, Proposal& proposal);

// Where more than a tenth of the total went. `first` is one of what went.
void hold_for_share(double gone, double total, std::string_view what, const std::string& first,
                    std::vector<Hold>& holds);

// "a, b, c, d, e and 7 more"
std::string some_of(const std::vector<std::string>& all);

// Those of the feed, sorted and without duplicates.
std::vector<net::Prefix> distinct_prefixes(const Feed& feed);

}  // namespace sallyport::catalog
