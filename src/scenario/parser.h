// Parser: the text of a scenario file as statements. It refuses what it does not know, and passes over
// nothing.
//
// Thread safety: a pure function over values.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/statement.h"

namespace sallyport::scenario {

struct FileError {
  std::size_t line = 0;  // from 1; 0 where it concerns the whole file
  std::string message;
};

// Errors: the first line that is malformed, and why.
std::expected<std::vector<Statement>, FileError> parse(std::string_view text);

}  // namespace sallyport::scenario
