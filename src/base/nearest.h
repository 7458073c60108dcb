// nearest: what was probably meant by a word that is none of those that a place knows.
//
// Thread safety: pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace sallyport {

// The known word that was probably meant, whatever the case; empty where none is near. Cost: O(known words x
// their length).
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

// "there is no site 'DC-7': did you mean 'DC-07'? There are DC-01, DC-07". `what` as in "site". Of many known
// words, the first are named.
std::string no_such(std::string_view what, std::string_view word, std::span<const std::string_view> known);

}  // namespace sallyport
