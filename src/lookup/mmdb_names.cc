#include "lookup/mmdb_names.h"

#include <fmt/format.h>
#include <sys/stat.h>

namespace sallyport::lookup {

MmdbNames::MmdbNames(const Clock& clock, std::function<void(const std::string&)> tell)
    : clock_(clock), tell_(std::move(tell)), looked_(clock.monotonic()) {}

Result<std::shared_ptr<const MmdbNames>> MmdbNames::open(const std::vector<std::filesystem::path>& files,
                                                         const Clock& clock,
                                                         std::function<void(const std::string&)> tell) {
  std::shared_ptr<MmdbNames> names(new MmdbNames(clock, std::move(tell)));
  for (const auto& path : files) {
    File file{path, version_of(path), nullptr};
    SALLYPORT_ASSIGN(file.names, Mmdb::open(path));
    names->files_.push_back(std::move(file));
  }
  return names;
}

// Zeros where there is no such file.
MmdbNames::Version MmdbNames::version_of(const std::filesystem::path& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) return {};
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  return {status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size),
          status.st_mtim.tv_sec * kNanoseconds + status.st_mtim.tv_nsec};
}

// REQUIRES: mutex_ is held.
void MmdbNames::look_again() const {
  if (clock_.monotonic() - looked_ < kLookAgain) return;
  looked_ = clock_.monotonic();
  for (File& file : files_) {
    const Version version = version_of(file.path);
    if (version == file.version) continue;
    file.version = version;  // one that cannot be read is told of once
    auto names = Mmdb::open(file.path);
    if (names) file.names = std::move(*names);
    tell_(names ? fmt::format("{} changed and was read anew", file.path.string())
                : fmt::format("{}; what was read from it before is kept", names.error().message));
  }
}

control::NetworkName MmdbNames::name_of(const net::Address& address) const {
  std::vector<std::shared_ptr<const Mmdb>> current;
  {
    const std::lock_guard lock(mutex_);
    look_again();
    for (const File& file : files_) current.push_back(file.names);
  }
  control::NetworkName name;
  for (const auto& names : current) {
    control::NetworkName more = names->find(address);
    if (name.owner.empty()) name.owner = std::move(more.owner);
    if (name.country.empty()) name.country = std::move(more.country);
    if (!name.as_number) name.as_number = more.as_number;
  }
  return name;
}

}  // namespace sallyport::lookup
