// What was expected and what came: compared, and said in words.
//
// Thread safety: pure functions over values.
#pragma once

#include <string>

#include "scenario/perform.h"
#include "scenario/statement.h"

namespace sallyport::scenario {

bool holds(const Expectation& expected, const Result<Outcome>& came);

std::string describe(const Expectation& expected);
std::string describe(const Result<Outcome>& came);

}  // namespace sallyport::scenario
