// Text from outside, made fit to stand in a mail: names that people chose may hold markup, line ends, or
// characters that turn the reading direction and so make one address look like another.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sallyport::notify {

// One line of valid UTF-8: what deceives() and bytes that are not UTF-8 become U+FFFD; what is longer than
// `most` characters is cut and ends with an ellipsis.
std::string one_line(std::string_view text, std::size_t most = 100);

}  // namespace sallyport::notify
