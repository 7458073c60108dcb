// Asks for a password: on a terminal without showing it; otherwise it is the first line of standard input.
//
// Thread safety: one thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace sallyport::cli {

// Errors: invalid_setting (there is none, or it is longer than 1024 bytes).
Result<std::string> ask_password(std::string_view prompt);

}  // namespace sallyport::cli
