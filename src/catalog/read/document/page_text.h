// Texts of pages, made comparable: see page.h.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/read/document/page.h"

namespace sallyport::catalog {

// With single blanks between words, and nothing unseen at the ends.
std::string page_text(std::string_view text);

// Whether there is a character in it that nobody sees, or that turns how others are read.
bool has_unseen(std::string_view text);
std::string without_unseen(std::string_view text);

// A block of one text.
Block page_block(BlockKind kind, std::string text, int line);
PageField page_field(std::vector<Piece> pieces);

Error too_large_page(std::string_view what);

}  // namespace sallyport::catalog
