// A list of addresses as comma separated values (RFC 4180), as programs and spreadsheets write them.
//
// Where the first line names its columns, they are prefix, note, valid_from and valid_until in any order,
// prefix at least; those that an export has besides are passed over. Without such a line the columns stand in
// this order, and those after the first may be missing. An empty one says nothing.
//
// The columns are separated by what comes first of "," and ";" outside of quotes, or by what a first line
// "sep=;" says. Blanks around a column are no part of it. Lines of empty columns say nothing, and lines that
// start with # are comments, unless the first column is another than prefix: then nobody knows. In an export
// of ours notes stand as they are, but for the apostrophe of base/spreadsheet.h.
//
// Thread safety: pure functions.
#pragma once

#include <string_view>

#include "api/handlers/new_entries.h"

namespace sallyport::api {

// `common` has the note and the validity of entries that say none. Errors: malformed_request (no entry, or a
// first line with columns that are not known), too_many_entries.
Result<NewEntries> read_bulk_csv(std::string_view text, const control::NewEntry& common);

}  // namespace sallyport::api
