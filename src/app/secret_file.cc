#include "app/secret_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace sallyport::app {
namespace {

constexpr std::size_t kLargest = 4096;

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  int value() const { return value_; }

 private:
  int value_;
};

std::unexpected<Error> fail_read(const std::filesystem::path& file) {
  if (errno == ENOENT || errno == ENOTDIR) {
    return fail(ErrorCode::not_found, fmt::format("there is no file {}", file.string()));
  }
  return fail(ErrorCode::invalid_setting,
              fmt::format("cannot read {}: {}", file.string(), std::generic_category().message(errno)));
}

std::unexpected<Error> fail_write(const std::filesystem::path& file) {
  return fail(ErrorCode::unavailable,
              fmt::format("cannot write {}: {}", file.string(), std::generic_category().message(errno)));
}

}  // namespace

Result<std::string> read_secret_file(const std::filesystem::path& file) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (in.value() < 0) return fail_read(file);
  std::string text(kLargest + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = ::read(in.value(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_read(file);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  if (size > kLargest) {
    return fail(ErrorCode::invalid_setting, fmt::format("{} is too large to hold a secret", file.string()));
  }
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  const bool printable = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
  if (text.empty() || !printable) {
    return fail(ErrorCode::invalid_setting,
                fmt::format("{} must hold the secret on one line, in printable ASCII, and nothing else",
                            file.string()));
  }
  return text;
}

Result<void> write_secret_file(const std::filesystem::path& file, std::string_view secret) {
  auto temporary = file;
  temporary += ".new";
  const std::string text = std::string(secret) + '\n';
  {
    ::unlink(temporary.c_str());  // left by a process that was killed
    const Descriptor out(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (out.value() < 0) return fail_write(temporary);
    if (::write(out.value(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
      return fail_write(temporary);
    }
    if (::fsync(out.value()) != 0) return fail_write(temporary);
  }
  if (::rename(temporary.c_str(), file.c_str()) != 0) return fail_write(file);
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.value() < 0 || ::fsync(directory.value()) != 0) return fail_write(folder);
  return {};
}

}  // namespace sallyport::app
