// What the manual and --help tell of each command beyond its words: examples, and how it can end.
//
// Thread safety: pure functions.
#pragma once

#include "app/word_tree.h"

namespace sallyport::cli {

// Puts them into each command of the tree.
void add_notes(app::Word& program);

}  // namespace sallyport::cli
