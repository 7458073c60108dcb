#include "catalog/shelf/file_mark.h"

#include <sys/stat.h>

namespace sallyport::catalog {

FileMark mark_of(const std::filesystem::path& file) {
  struct stat found{};
  if (::stat(file.c_str(), &found) != 0) return {};
  return {.seconds = found.st_ctim.tv_sec,
          .nanoseconds = found.st_ctim.tv_nsec,
          .size = static_cast<std::uint64_t>(found.st_size),
          .inode = found.st_ino,
          .device = found.st_dev};
}

}  // namespace sallyport::catalog
