// What authorizing and denying do to a list, to the unauthorized addresses and to open alerts. Lists and
// Alerts share it.
//
// Thread safety: as the change's.
#pragma once

#include <vector>

#include "control/change.h"
#include "control/resolve.h"

namespace sallyport::control {

// As Lists::authorize() and Lists::deny() say, within a change.
Result<std::vector<ListedEntry>> authorize(Change& change, const Actor& actor, const Place& place,
                                           const std::vector<NewEntry>& entries);
Result<ListedEntry> deny(Change& change, const Actor& actor, const Place& place, const NewEntry& entry);

}  // namespace sallyport::control
