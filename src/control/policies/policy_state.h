// What of the state that is there is policy: what exports write, what pruning takes, and what is told.
//
// Thread safety: as the reader's.
#pragma once

#include <map>
#include <vector>

#include "control/ports/store.h"

namespace sallyport::control {

using Shares = std::map<net::Prefix, std::vector<ShareRow>>;
Result<Shares> shares_of(Reader& reader, OrganizationId organization);

// Whether an export writes it. Removals are no policy but a memory. Learned entries come by themselves, and
// those of catalogs by what is followed; a person shared those that are shared.
bool is_policy(const ListedEntry& listed, bool shared);

// Whether pruning takes it off a list that does not name it.
bool is_pruned(const ListedEntry& listed, bool prune_learned);

}  // namespace sallyport::control
