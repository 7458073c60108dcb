#include "render/bounds.h"

#include <fmt/format.h>

namespace sallyport::render {
namespace {

constexpr std::size_t kMebibyte = std::size_t{1} << 20;

// "32 MiB", or bytes where it is less than one.
std::string size_text(std::size_t bytes) {
  return bytes < kMebibyte ? fmt::format("{} bytes", bytes) : fmt::format("{} MiB", bytes / kMebibyte);
}

}  // namespace

Result<void> expect_bytes(std::size_t written, const Options& options) {
  if (written <= options.most_bytes) return {};
  return fail(ErrorCode::too_many_entries,
              fmt::format("what is written would be larger than {}: make the list shorter, or list the same "
                          "ranges of ports for more of its lines",
                          size_text(options.most_bytes)));
}

Result<void> expect_work(std::size_t work, const Options& options) {
  if (work <= options.most_work) return {};
  return fail(ErrorCode::too_many_entries,
              fmt::format("the ranges of ports overlap in too many ways, which takes more than {} entries: "
                          "list the same ranges for more of the lines",
                          options.most_work));
}

}  // namespace sallyport::render
