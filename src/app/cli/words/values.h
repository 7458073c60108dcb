// Checks of values, which say what is wrong and what was probably meant.
//
// CLI11's own name types of C++, and sets without saying which of their members is near.
//
// Thread safety: pure functions.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sallyport::cli {

// One of these words. `hints` are sentences for words that are none of them, but that people try. Completion
// and the manual know the words from it.
CLI::Validator one_of(std::vector<std::string> words, std::map<std::string, std::string> hints = {});

inline constexpr std::uint64_t kAnyNumber = std::numeric_limits<std::int64_t>::max();

// A whole number in decimal digits.
CLI::Validator whole_number(std::uint64_t least, std::uint64_t most);
CLI::Validator number(double least, double most);

// What one_of() says of a word that is none of those.
std::string none_of_them(std::string_view word, const std::vector<std::string>& words);

}  // namespace sallyport::cli
