// FileMark: what tells whether a file may be another one than it was, without reading it.
//
// Thread safety: values; looks at files.
#pragma once

#include <cstdint>
#include <filesystem>

namespace sallyport::catalog {

// All zero: it is not there. The time is that of the last change of anything about it: one that is copied
// with its old date, or may be read now, is another one too.
struct FileMark {
  std::int64_t seconds = 0;
  std::int64_t nanoseconds = 0;
  std::uint64_t size = 0;
  std::uint64_t inode = 0;
  std::uint64_t device = 0;

  friend auto operator<=>(const FileMark&, const FileMark&) = default;
};

// Of what links lead to.
FileMark mark_of(const std::filesystem::path& file);

}  // namespace sallyport::catalog
