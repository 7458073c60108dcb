// How many columns of a terminal a text takes.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <string_view>

namespace sallyport::cli {

// Two for wide characters (East Asian scripts, emoji), none for marks that stand on the character before.
// REQUIRES: the text is printable() (base/text.h).
std::size_t display_width(std::string_view text);

}  // namespace sallyport::cli
