// usage_error: what is wrong with a command line that CLI11 did not take, in words of ours.
//
// Thread safety: pure.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "app/word_tree.h"

namespace sallyport::cli {

// The commands that were read before the error, from the program down: "sallyport", "address", "list".
std::vector<const CLI::App*> commands_read(const CLI::App& program);

// A sentence that says what is wrong, and how the command is used. REQUIRES: `program` was parsed and threw
// `error`.
std::string usage_error(const CLI::App& program, const CLI::ParseError& error, int count, char** words);

}  // namespace sallyport::cli
