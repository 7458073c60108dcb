// Mail into a folder: for machines without a mail server, and for tests that read what a person would get.

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "notify/mail_notifier.h"

namespace sallyport::notify {
namespace {

Result<void> failed(const char* what, const std::filesystem::path& path) {
  const int reason = errno;
  return fail(reason == ENOSPC || reason == EDQUOT ? ErrorCode::storage_full : ErrorCode::unavailable,
              "the mail could not be written to its folder; it will be tried again",
              fmt::format("{} {}: {}", what, path.string(), std::strerror(reason)));
}

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// The part of the Message-ID before '@', which render() keeps to letters that a file name may have.
std::string file_name(const Mail& mail) {
  std::string name = mail.message_id.substr(0, mail.message_id.find('@')).substr(0, 200);
  for (char& c : name) {
    if (c == '/' || c == '\0') c = '-';
  }
  if (name.empty() || name.front() == '.') name.insert(0, 1, '_');
  return name + ".eml";
}

class DirectoryTransport final : public Transport {
 public:
  explicit DirectoryTransport(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Whoever looks into the folder sees a whole message or none, also after a power loss.
  Result<void> deliver(const Mail& mail) override {
    SALLYPORT_TRY(check_addresses(mail));
    std::error_code ignored;  // what could not be created shows when it is opened
    std::filesystem::create_directories(folder_, ignored);
    const std::filesystem::path target = folder_ / file_name(mail);
    const std::filesystem::path temporary = folder_ / ("." + file_name(mail) + ".part");
    {
      // Readable by the owner only: the links in it are worth as much as the password of who may press them.
      const File file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
      if (file.get() < 0) return failed("open", temporary);
      if (!write_all(file.get(), compose(mail))) return failed("write", temporary);
      if (::fsync(file.get()) != 0) return failed("fsync", temporary);
    }
    if (std::rename(temporary.c_str(), target.c_str()) != 0) return failed("rename", target);
    const File folder(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.get() < 0 || ::fsync(folder.get()) != 0) return failed("fsync", folder_);
    return {};
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace

std::unique_ptr<Transport> make_directory_transport(std::filesystem::path folder) {
  return std::make_unique<DirectoryTransport>(std::move(folder));
}

}  // namespace sallyport::notify
