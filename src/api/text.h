// Text at the API's border: what is UTF-8, and what may stand in HTML.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sallyport::api {

// How many bytes the UTF-8 character at the front takes; 0 where there is none (RFC 3629).
std::size_t utf8_length(std::string_view text) noexcept;
bool is_utf8(std::string_view text) noexcept;

// & < > " ' as character references: fit for an element's text and for a quoted attribute.
std::string escape_html(std::string_view text);

}  // namespace sallyport::api
