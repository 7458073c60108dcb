// Text from elsewhere, fit for a terminal.
//
// Thread safety: pure functions over values.
#pragma once

#include <string>
#include <string_view>

namespace sallyport::scenario {

// Control characters (C0, DEL and C1) and bytes that are not UTF-8 as escapes; everything else as it is.
std::string printable(std::string_view text);

// The same, cut to a length fit for a message.
std::string printable_excerpt(std::string_view text);

}  // namespace sallyport::scenario
