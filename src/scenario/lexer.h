// Lexer: one line of a scenario as words.
//
// A word is bare (it ends at white space) or quoted ("..." with \" and \\ for the two characters themselves).
// A slash joins two words where one of them is quoted: `"a b"/"c d"` is the quoted word `a b/c d`.
// In a list a comma may touch a quote: `"a b","c d"` is a quoted word, a comma, and a quoted word.
// `#` outside quotes starts a comment. `=>` outside quotes is a word of its own, wherever it stands.
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
