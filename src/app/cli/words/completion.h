// Completion for bash, zsh and fish, out of the program's words.
//
// Each script looks at the words before the cursor: words that the program knows lead down its tree, options
// are passed over together with their values, and what is left are arguments. Then it offers what may stand
// there: words, options, or the choices of an option or an argument.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "app/word_tree.h"

namespace sallyport::cli {

// Empty for a shell that is none of them.
std::string completion(std::string_view shell, const app::Word& program);

}  // namespace sallyport::cli
