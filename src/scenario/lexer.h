// Lexer: one line of a scenario as words.
//
// A word is bare (it ends at white space) or quoted ("..." with \" and \\ for the two characters themselves).
// In a list a comma may touch a quote: `"a b","c d"` is a quoted word, a comma, and a quoted word.
// `#` outside quotes starts a comment. `=>` is a word of its own and has white space around it.
//
// Thread safety: a pure function over values.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace sallyport::scenario {

struct Word {
  std::string text;
  bool quoted = false;  // a quoted word is never a keyword
};

// Errors: why the line is malformed.
std::expected<std::vector<Word>, std::string> split_words(std::string_view line);

}  // namespace sallyport::scenario
