// What sharing an entry comes to: who has it, and how that is told; and what Family does, within a change.
//
// Thread safety: as the reader's.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "control/change.h"
#include "control/organizations/family.h"
#include "control/ports/store.h"

namespace sallyport::control {

// Everybody who has the entry that these rows share, at any depth. REQUIRES: all rows are of one entry.
Result<std::vector<OrganizationId>> holders_of(Reader& reader, std::span<const ShareRow> rows);

// REQUIRES: there are rows, all of them of one entry.
Result<Sharing> to_sharing(Reader& reader, std::span<const ShareRow> rows, policy::EntryKind kind);

// Errors: not_found (it neither authorizes nor denies exactly this prefix).
Result<ListedEntry> need_entry_to_share(Reader& reader, const Organization& organization,
                                        const net::Prefix& prefix);

// As Family::share() and Family::unshare() say; whether the actor may, and whether it locks anybody out, is
// asked by the caller.
Result<Sharing> share(Change& change, const Actor& actor, const Organization& owner,
                      const net::Prefix& prefix, const std::vector<std::string>& with);
Result<SharedMany> share_many(Change& change, const Actor& actor, const Organization& owner,
                              const std::vector<net::Prefix>& prefixes, const std::vector<std::string>& with);
Result<void> unshare(Change& change, const Actor& actor, const Organization& owner, const net::Prefix& prefix,
                     bool keep);
// What it enforces on each channel from now on; both may stay as they are.
Result<void> put_enforcement(Change& change, const Actor& actor, const Organization& organization,
                             const Family::Enforced& enforced);

// For the audit. Enforcement: what an organization demands of those below it.
std::string sharing_json(const Sharing& sharing);
std::string enforcement_json(policy::Enforcement api, policy::Enforcement smtp);

}  // namespace sallyport::control
