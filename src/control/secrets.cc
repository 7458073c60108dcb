#include "control/secrets.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <span>

namespace sallyport::control {
namespace {

// A file descriptor that is closed with its scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

using FileBytes = std::array<std::byte, sizeof(Secrets)>;
static_assert(sizeof(Secrets) == 64);

std::unexpected<Error> fail_system(const std::filesystem::path& file, std::string_view what) {
  return fail(ErrorCode::unavailable,
              fmt::format("cannot {} the file of keys {}: {}", what, file.string(), std::strerror(errno)));
}

bool write_all(int descriptor, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

// Under another name first, so that the file is whole as soon as it is there.
Result<Secrets> make(const std::filesystem::path& file) {
  const Secrets secrets = Secrets::random();
  std::filesystem::path unfinished = file;
  unfinished += ".new";
  const Descriptor out(
      ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!out.is_open()) return fail_system(file, "make");
  const bool written =
      write_all(out.number(), secrets.fingerprint_key) && write_all(out.number(), secrets.answer_key);
  if (!written || ::fsync(out.number()) != 0) return fail_system(file, "write");
  // link() and not rename(): it never replaces keys that another process made meanwhile.
  if (::link(unfinished.c_str(), file.c_str()) != 0) return fail_system(file, "make");
  ::unlink(unfinished.c_str());
  const auto directory_name = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const Descriptor directory(::open(directory_name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.is_open() || ::fsync(directory.number()) != 0) return fail_system(file, "keep");
  return secrets;
}

}  // namespace

Secrets Secrets::random() {
  Secrets secrets;
  randombytes_buf(secrets.fingerprint_key.data(), secrets.fingerprint_key.size());
  randombytes_buf(secrets.answer_key.data(), secrets.answer_key.size());
  return secrets;
}

Result<Secrets> load_secrets(const std::filesystem::path& file, bool create) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!in.is_open() && errno == ENOENT) {
    if (create) return make(file);
    return fail(ErrorCode::not_found,
                fmt::format("there is no file of keys {}: restore it from a backup, since "
                            "without it no known credential is recognised",
                            file.string()));
  }
  if (!in.is_open()) return fail_system(file, "open");
  struct stat status{};
  if (::fstat(in.number(), &status) != 0) return fail_system(file, "look at");
  if ((status.st_mode & 077) != 0) {
    return fail(ErrorCode::forbidden,
                fmt::format("others may read the keys in {}: run chmod 600 on it", file.string()));
  }
  FileBytes bytes{};
  std::size_t size = 0;
  ssize_t count = 0;
  while (size < bytes.size() && (count = ::read(in.number(), bytes.data() + size, bytes.size() - size)) > 0) {
    size += static_cast<std::size_t>(count);
  }
  if (count < 0) return fail_system(file, "read");
  if (size != bytes.size() || status.st_size != static_cast<off_t>(bytes.size())) {
    return fail(
        ErrorCode::corrupted,
        fmt::format("the file of keys {} has not the right size: restore it from a backup", file.string()));
  }
  Secrets secrets;
  std::memcpy(secrets.fingerprint_key.data(), bytes.data(), 32);
  std::memcpy(secrets.answer_key.data(), bytes.data() + 32, 32);
  sodium_memzero(bytes.data(), bytes.size());
  return secrets;
}

}  // namespace sallyport::control
