// Files that hold one secret: the administrator's token, a mail server's password.
//
// Thread safety: pure functions, but for the file.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sallyport::app {

// The file's one line. Errors: not_found (there is no such file), invalid_setting (it cannot be read, it is
// empty, or it holds more than one line of printable ASCII).
Result<std::string> read_secret_file(const std::filesystem::path& file);

// Puts the secret and a line's end into the file, readable by its owner only; durable when it returns.
// Errors: unavailable.
Result<void> write_secret_file(const std::filesystem::path& file, std::string_view secret);

}  // namespace sallyport::app
