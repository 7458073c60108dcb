// unknown_word: what is wrong with a command line on which a word or an option stands that no command has.
//
// CLI11 only says that a subcommand is required, or complains of what comes after.
//
// Thread safety: pure.
#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <string>

namespace sallyport::cli {

// A sentence with the first such word, and what was probably meant; empty where another thing is wrong.
std::optional<std::string> unknown_word(const CLI::App& program, int count, char** words);

}  // namespace sallyport::cli
