// Text from outside: whether it is UTF-8, what in it would deceive a reader, and how it is shown on a
// terminal or a page.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sallyport {

struct Utf8Character {
  char32_t code_point = 0;
  std::size_t length = 0;  // in bytes; 0: what stands there is not UTF-8
};

// The character at the front (RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF).
Utf8Character first_character(std::string_view text) noexcept;
bool is_utf8(std::string_view text) noexcept;

// Whether the character changes how the text around it is read without being seen itself: controls (C0, DEL,
// C1), marks that turn the direction of writing, separators of lines and paragraphs, U+FEFF.
bool deceives(char32_t code_point) noexcept;

// For a terminal or a log: what deceives and what is not UTF-8 as \xNN escapes, everything else as it is.
std::string printable(std::string_view text);
// The same, cut to a length fit for a message.
std::string printable_excerpt(std::string_view text);

// For HTML: & < > " ' as character references, fit for an element's text and for a quoted attribute.
std::string escape_html(std::string_view text);

}  // namespace sallyport
