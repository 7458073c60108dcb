// What is wrong with a file of settings, for people. CLI11 reads it, and says only that a line is unknown.
//
// Thread safety: pure functions.
#pragma once

#include <istream>
#include <span>
#include <string>
#include <string_view>

namespace sallyport::daemon {

// "settings.ini:3: there is no setting 'gat': did you mean 'gate'?", of the first line that names none of
// `known`; empty where every line does.
std::string find_unknown_setting(std::istream& lines, std::string_view file,
                                 std::span<const std::string_view> known);

// Passes over the byte-order mark of UTF-8, which editors put before a text. False where only a part of one
// stands there, which is read then too.
bool skip_byte_order_mark(std::istream& text);

}  // namespace sallyport::daemon
