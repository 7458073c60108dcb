// Text from outside, made fit to stand in a mail: names that people chose may hold markup, line ends, or
// characters that turn the reading direction and so make one address look like another.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sallyport::notify {

// How many bytes the UTF-8 character at the front takes; 0 where there is none (RFC 3629: no overlong forms,
// no surrogates, nothing beyond U+10FFFF).
std::size_t utf8_length(std::string_view text) noexcept;

// One line of valid UTF-8: control characters, bidirectional controls, line separators and bytes that are not
// UTF-8 become U+FFFD; what is longer than `most` characters is cut and ends with an ellipsis.
std::string one_line(std::string_view text, std::size_t most = 100);

// & < > " ' as character references: fit for an element's text and for a quoted attribute.
std::string escape_html(std::string_view text);

}  // namespace sallyport::notify
