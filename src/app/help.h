// What --help prints of a program or of one of its commands, for a terminal of 80 columns.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <vector>

#include "app/manual.h"
#include "app/word_tree.h"

namespace sallyport::app {

// `path` are the words that lead to the command; none: the program. Empty where there is no such command.
std::string help(const Word& program, const About& about, const std::vector<std::string>& path);

}  // namespace sallyport::app
