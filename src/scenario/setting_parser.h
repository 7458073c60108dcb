// What `set` and `enforce` may be given: a value that control is asked for, or why no protection takes it.
//
// Thread safety: pure functions over values.
#pragma once

#include <optional>
#include <string>

#include "scenario/cursor.h"
#include "scenario/statement.h"

namespace sallyport::scenario {

// REQUIRES: the statement's first word is taken. Takes the words up to `=>`. Errors: what `set` does not
// know, or a value that is none, where no refusal is expected of it.
Parsed<Deed> parse_set(Cursor& words);
Parsed<Deed> parse_enforce(Cursor& words);

// `channel C`, as an option.
Parsed<void> read_channel(Cursor& words, std::optional<policy::Channel>& channel);

}  // namespace sallyport::scenario
