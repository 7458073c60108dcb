#include "store/file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace sallyport::store {

Result<FileLock> FileLock::acquire(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) {
    const int error = errno;
    if (error == ENOSPC || error == EDQUOT) {
      return fail(ErrorCode::storage_full, "the disk is full: free some space", file.string());
    }
    return fail(
        ErrorCode::unavailable,
        fmt::format("cannot open the lock file {}: check that its directory exists and may be written",
                    file.string()),
        std::strerror(error));
  }
  FileLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    return fail(ErrorCode::already_running,
                fmt::format("another process has the data open (it holds {}): stop it first", file.string()));
  }
  return lock;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace sallyport::store
