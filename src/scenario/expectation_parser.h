// What stands behind `=>`, for each kind of statement.
//
// Thread safety: pure functions over values.
#pragma once

#include "scenario/cursor.h"
#include "scenario/statement.h"

namespace sallyport::scenario {

// REQUIRES: the deed's own words are taken. Takes the rest of the line.
// Without `=>` the deed must succeed. Errors: an expectation that this deed has none of.
Parsed<Expectation> parse_expectation(const Deed& deed, Cursor& words);

}  // namespace sallyport::scenario
