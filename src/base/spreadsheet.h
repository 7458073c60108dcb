// Cells of CSV that a spreadsheet may open. It takes what begins with one of = + - @ (also in their
// full-width forms), a tab or a carriage return for a formula, and a text may come from anybody: an
// apostrophe before it makes it text.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace sallyport {

// What begins like a formula, after apostrophes or none, gets one more.
std::string guard_cell(std::string_view text);

// The inverse: for every text, unguard_cell(guard_cell(text)) is the text.
std::string_view unguard_cell(std::string_view cell);

}  // namespace sallyport
