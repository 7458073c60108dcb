// Following: an organization's list is made as its follows want it, and its members are told.
//
// Thread safety: as the change's.
#pragma once

#include <memory>

#include "catalog/shelf/catalogs.h"
#include "control/change.h"
#include "control/following/follow_plan.h"

namespace sallyport::control {

// What is changed by a follow is done by it, whoever asked for it.
inline constexpr std::string_view kCatalogActor = "catalog";

// The catalogs that are known now; null: none.
std::shared_ptr<const catalog::Catalogs> catalogs_of(const Core& core);

// Looks at all that the organization follows. One audit row for each entry that is added, changed or taken
// off; one mail for each vendor and member where there is something to tell. A follow whose catalog is gone,
// or cannot be resolved, is held, and so is one that the list has no room for: that is told once. Where no
// catalogs are known, all of them wait as they are. Returns the entries that it changed. Cost: O(the list +
// what the follows select).
Result<std::vector<FollowPlan::Step>> run_follows(Change& change, const Organization& organization,
                                                  const catalog::Catalogs* catalogs);

// Of those that are due or whose catalog is another than last time, the next few organizations, each in a
// change of its own, with the catalogs as they are then. Whether there may be more. Where one fails, the
// others are followed all the same. Errors: the first one's.
Result<bool> run_due_follows(Core& core);

}  // namespace sallyport::control
