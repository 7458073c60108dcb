// FileLock: that one process at most has the data open. The kernel lets it go when the process ends, however
// it ends.
//
// Thread safety: a value that can be moved.
#pragma once

#include <filesystem>
#include <utility>

#include "base/result.h"

namespace sallyport::store {

class FileLock {
 public:
  // Makes the file where there is none. Errors: already_running, unavailable.
  static Result<FileLock> acquire(const std::filesystem::path& file);

  FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace sallyport::store
