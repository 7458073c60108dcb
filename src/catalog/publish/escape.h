// What a catalog's texts become where they could be taken for markup: the only way from a text into a page or
// an XML feed. Whoever made the catalog may have meant harm.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sallyport::catalog {

// One line: line ends and tabs are blanks; what deceives a reader, is not UTF-8, or cannot stand in XML 1.0
// (section 2.2) is U+FFFD.
std::string one_line(std::string_view text);

// For an element or a quoted attribute of HTML or XML.
std::string for_markup(std::string_view text);

// For running text of CommonMark 0.31 with GitHub's tables and links: nothing in it is markup, neither at the
// beginning of a line nor within.
std::string for_markdown(std::string_view text);

// The address as it can stand behind a link in HTML (quoted, through for_markup()), XML and Markdown; nothing
// where it is none of http or https. What RFC 3986 has no place for is percent-encoded.
std::optional<std::string> link_of(std::string_view address);

}  // namespace sallyport::catalog
