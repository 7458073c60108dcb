// What stands behind `=>`, for each kind of statement.
//
// Thread safety: pure functions over values.
#pragma once

#include "scenario/cursor.h"
#include "scenario/statement.h"

namespace sallyport::scenario {

// REQUIRES: the deed's own words are taken. Takes the rest of the line.
// Errors: an expectation that this deed has none of, or that is missing where the deed only asks.
Parsed<Expectation> parse_expectation(const Deed& deed, Cursor& words);

}  // namespace sallyport::scenario
