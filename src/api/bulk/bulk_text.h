// A list of addresses as people paste it.
//
//   text = *( item / separator )
//   separator = line end / "," / ";"          a line ends with LF or CRLF
//   item = a prefix, with blanks around it; what follows a "#" up to the end of its line is a comment
//
// A byte order mark at the start is passed over. Thread safety: pure functions.
#pragma once

#include <string_view>

#include "api/handlers/new_entries.h"

namespace sallyport::api {

// `common` has the note and the validity of all. Errors: malformed_request (there is no entry),
// too_many_entries.
Result<NewEntries> read_bulk_text(std::string_view text, const control::NewEntry& common);

// net::parse_prefix(), and for what stands in lists of other programs how to make it one of ours.
Result<net::Prefix> read_listed_prefix(std::string_view item);

// Without the blanks around it.
std::string_view without_blanks(std::string_view text);

// What an editor may put before a text.
std::string_view without_byte_order_mark(std::string_view text);

}  // namespace sallyport::api
