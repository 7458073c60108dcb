// What several parts of the store read out of a row.
//
// Thread safety: one thread at a time.
// Obligations: the columns stand in the order in which the comment names them.
#pragma once

#include "control/ports/store.h"
#include "store/sqlite_connection.h"

namespace sallyport::store {

// id, name, created, parent, the parent's name (empty: none)
control::Organization to_organization(const Row& row);

// prefix, kind, source, valid_from, valid_until
policy::Entry to_entry(const Row& row);

}  // namespace sallyport::store
