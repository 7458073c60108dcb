// TemporaryFolder: a folder of a test's own, for its owner only, that goes with its scope.
//
// Thread safety: an object belongs to one thread; its path may be read by any.
#pragma once

#include <stdlib.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace sallyport {

class TemporaryFolder {
 public:
  // Throws std::system_error where none can be made.
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "sallyport-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
      throw std::system_error(errno, std::generic_category(), "no temporary folder " + name);
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code nobody_hears;
    std::filesystem::remove_all(path_, nobody_hears);
  }

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::filesystem::path& inside) const { return path_ / inside; }

 private:
  std::filesystem::path path_;
};

}  // namespace sallyport
