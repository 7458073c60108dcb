// A file that a person names, as a whole.
//
// Thread safety: one thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "base/result.h"

namespace sallyport::cli {

// Standard input where the file is "-". Errors, which name the file: not_found (it cannot be read, or is a
// folder), too_many_entries (it has more than `most` bytes). Reads no more than a little beyond these.
Result<std::string> read_whole_file(const std::filesystem::path& file, std::size_t most);

}  // namespace sallyport::cli
