// The scripts of completion before their marks (@NAME@ and others) are filled in, and what they are made
// with.
//
// Thread safety: pure functions.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/word_tree.h"

namespace sallyport::cli {

// A word and the words that lead to it: "", "address", "address list".
using WordVisit = std::function<void(const std::string& path, const app::Word& word)>;
void each_word(const app::Word& word, const std::string& path, const WordVisit& visit);

// In single quotes, for all three shells: help is plain text, and nothing in it ends the quotes.
std::string in_shell_quotes(std::string_view text);
std::string joined_words(const std::vector<std::string>& words);

std::string bash_script();
std::string zsh_script(const app::Word& program);
std::string fish_script(const app::Word& program);

}  // namespace sallyport::cli
