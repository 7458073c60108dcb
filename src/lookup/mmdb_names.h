// MmdbNames: the NetworkNames port over one or several .mmdb files, each read anew when it changes.
//
// Thread safety: any thread. Invariants: where a file cannot be read any more, what was read last is kept.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "lookup/mmdb.h"

namespace sallyport::lookup {

class MmdbNames final : public control::NetworkNames {
 public:
  static constexpr Milliseconds kLookAgain = std::chrono::seconds(10);

  // `tell` hears what became of files that changed, a line each. REQUIRES: the clock outlives it.
  // Errors: not_found, corrupted, unavailable: of the first file that cannot be read.
  static Result<std::shared_ptr<const MmdbNames>> open(const std::vector<std::filesystem::path>& files,
                                                       const Clock& clock,
                                                       std::function<void(const std::string&)> tell);

  // Of each of its parts, the first file that knows it. Looks whether the files changed, where it did not for
  // 10 s: then it takes as long as reading them.
  control::NetworkName name_of(const net::Address& address) const override;

 private:
  struct Version {  // a file that was replaced or written differs in one of these
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t size = 0;
    std::int64_t written = 0;
    friend bool operator==(const Version&, const Version&) = default;
  };
  struct File {
    std::filesystem::path path;
    Version version;
    std::shared_ptr<const Mmdb> names;
  };

  MmdbNames(const Clock& clock, std::function<void(const std::string&)> tell);
  static Version version_of(const std::filesystem::path& file);
  void look_again() const;

  const Clock& clock_;
  const std::function<void(const std::string&)> tell_;
  mutable std::mutex mutex_;  // guards what stands below
  mutable Milliseconds looked_;
  mutable std::vector<File> files_;
};

}  // namespace sallyport::lookup
