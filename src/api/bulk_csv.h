// A list of addresses as comma separated values (RFC 4180).
//
// Where the first line names its columns, they are prefix, note, valid_from and valid_until in any order,
// prefix at least; those that an export has besides are passed over. Without such a line the columns stand in
// this order, and those after the first may be missing. An empty one says nothing.
//
// Thread safety: pure functions.
#pragma once

#include <string_view>

#include "api/new_entries.h"

namespace sallyport::api {

// `common` has the note and the validity of entries that say none. Errors: malformed_request (no entry, or a
// first line with columns that are not known), too_many_entries.
Result<NewEntries> read_bulk_csv(std::string_view text, const control::NewEntry& common);

}  // namespace sallyport::api
