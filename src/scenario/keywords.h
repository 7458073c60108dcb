// Keywords: what is said about a word that is none of those that a place knows.
//
// Thread safety: pure functions over values.
#pragma once

#include <array>
#include <expected>
#include <span>
#include <string>
#include <string_view>

namespace sallyport::scenario {

// Of protections, in all versions of the language.
inline constexpr std::array<std::string_view, 4> kModes = {"off", "learning", "automatic", "blocking"};

// Errors: the word is none of them; says which there are, and which was probably meant. `what` as in "a
// mode".
std::expected<void, std::string> require_one_of(std::string_view word, std::string_view what,
                                                std::span<const std::string_view> known);

}  // namespace sallyport::scenario
