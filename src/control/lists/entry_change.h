// What changes about an entry that stays where it is: its note and its validity.
//
// Thread safety: as the change's.
#pragma once

#include "control/change.h"
#include "control/resolve.h"

namespace sallyport::control {

// The entry for exactly this prefix, of that kind where one is given. Errors: not_found (the message says
// what covers the prefix, or which list it is on).
Result<ListedEntry> need_entry(Reader& reader, const Place& place, const net::Prefix& prefix,
                               std::optional<policy::EntryKind> kind);

// Whether a new entry may have this note and this validity. Errors: malformed_request, invalid_setting.
Result<void> check_new_entry(const NewEntry& entry, Existing existing, Timestamp now);

// Whether an entry stands on the list as one of that kind, so that putting it there again changes nothing.
bool stands_already(const policy::Entry& found, policy::EntryKind kind, Existing existing, Timestamp now);

// As Lists::change() says, within a change; whether it locks anybody out is asked by the caller.
Result<ListedEntry> change_entry(Change& change, const Actor& actor, const Place& place,
                                 const net::Prefix& prefix, policy::EntryKind kind,
                                 const EntryChange& wanted);

}  // namespace sallyport::control
