// What authorizing and denying do to a list, to the unauthorized addresses and to open alerts. Lists and
// Alerts share it.
//
// Thread safety: as the change's.
#pragma once

#include <vector>

#include "control/change.h"
#include "control/resolve.h"

namespace sallyport::control {

// Puts the entries in place of what stands there, with one audit record each; `kind` is authorized or denied.
// An authorization lifts the removals inside it. What was waiting for this answer has it. All or nothing.
// Errors: as Lists::import(). Cost: a few statements for few entries; otherwise one read of the list and one
// insertion each into the list and the audit.
Result<Imported> put_entries(Change& change, const Actor& actor, const Place& place, policy::EntryKind kind,
                             const std::vector<NewEntry>& entries, Existing existing);

// As Lists::authorize() and Lists::deny() say, within a change.
Result<std::vector<ListedEntry>> authorize(Change& change, const Actor& actor, const Place& place,
                                           const std::vector<NewEntry>& entries);
// Errors: also lockout_risk, unless forced.
Result<ListedEntry> deny(Change& change, const Actor& actor, const Place& place, const NewEntry& entry,
                         bool force = false);

// As Lists::remove() says, within a change; whether it locks anybody out is asked by the caller.
Result<Removal> take_off(Change& change, const Actor& actor, const Place& place, const net::Prefix& prefix,
                         std::optional<policy::EntryKind> kind);

}  // namespace sallyport::control
