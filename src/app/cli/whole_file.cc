#include "app/cli/whole_file.h"

#include <fmt/format.h>

#include <fstream>
#include <iostream>

namespace sallyport::cli {

Result<std::string> read_whole_file(const std::filesystem::path& file, std::size_t most) {
  std::ifstream opened;
  if (file != "-") {
    std::error_code failure;
    if (std::filesystem::is_directory(file, failure)) {
      return fail(ErrorCode::not_found, fmt::format("{} is a folder", file.string()));
    }
    opened.open(file, std::ios::binary);
    if (!opened) return fail(ErrorCode::not_found, fmt::format("cannot read {}", file.string()));
  }
  std::istream& in = file == "-" ? std::cin : opened;
  std::string text;
  // Not by stream iterators: these throw where reading fails.
  for (std::string part(1 << 16, '\0');
       in.read(part.data(), static_cast<std::streamsize>(part.size())) || in.gcount() > 0;) {
    text.append(part, 0, static_cast<std::size_t>(in.gcount()));
    if (text.size() > most) {
      return fail(ErrorCode::too_many_entries, fmt::format("{} is too large", file.string()));
    }
  }
  if (in.bad()) return fail(ErrorCode::not_found, fmt::format("cannot read {}", file.string()));
  return text;
}

}  // namespace sallyport::cli
