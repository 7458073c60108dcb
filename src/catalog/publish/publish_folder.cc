#include "catalog/publish/publish_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <set>
#include <system_error>

#include "base/text.h"

namespace sallyport::catalog {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTemporary = ".sallyport-publishing";
constexpr std::string_view kManifestHead = "# published by sallyport: ";
constexpr std::size_t kLargestManifest = std::size_t{64} << 20;

std::string shown(const fs::path& path) { return printable(path.string()); }

std::unexpected<Error> cannot(std::string_view what, const fs::path& path, const std::error_code& why) {
  return fail(ErrorCode::invalid_setting,
              fmt::format("{} cannot be {}: {}", shown(path), what, why.message()));
}
std::error_code last_error() { return {errno, std::generic_category()}; }

// A path as publish() makes them: it stays inside the folder, and is no file of ours.
bool is_published_path(std::string_view path) {
  bool begins = true;
  for (const char c : path) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (begins && !letter) return false;
    if (!letter && c != '.' && c != '_' && c != '-' && c != '/') return false;
    begins = c == '/';
  }
  return !begins;
}

std::optional<std::string> read_file(const fs::path& path, std::size_t most) {
  std::ifstream in(path, std::ios::binary);
  if (!in.is_open()) return std::nullopt;
  std::string text(std::istreambuf_iterator<char>(in), {});
  if (in.bad() || text.size() > most) return std::nullopt;
  return text;
}

class Folder {
 public:
  explicit Folder(fs::path path) : path_(std::move(path)) {}
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    if (descriptor_ < 0) return;
    std::error_code ignored;
    fs::remove_all(path_ / kTemporary, ignored);
    ::close(descriptor_);
  }

  // Only one publisher may hold it. What one that was killed left behind is cleared.
  Result<void> open() {
    std::error_code failure;
    if (!fs::exists(path_, failure)) {
      fs::create_directory(path_, failure);
      if (failure) {
        return fail(ErrorCode::not_found,
                    fmt::format("{} cannot be made: {}", shown(path_), failure.message()));
      }
    }
    if (!fs::is_directory(path_, failure)) {
      return fail(ErrorCode::not_found, fmt::format("{} is no folder", shown(path_)));
    }
    const int descriptor = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return cannot("opened", path_, last_error());
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      ::close(descriptor);
      return fail(ErrorCode::unavailable, fmt::format("another one publishes to {} just now", shown(path_)));
    }
    descriptor_ = descriptor;
    fs::remove_all(path_ / kTemporary, failure);
    if (failure) return cannot("cleared", path_ / kTemporary, failure);
    return {};
  }

  Result<void> read_manifest(const std::string& vendor) {
    const fs::path file = path_ / kPublishManifest;
    std::error_code failure;
    if (!fs::exists(fs::symlink_status(file, failure))) return {};
    const auto text = read_file(file, kLargestManifest);
    if (!text) return fail(ErrorCode::corrupted, fmt::format("{} cannot be read", shown(file)));
    std::string_view rest = *text;
    bool first = true;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      if (first && line.starts_with(kManifestHead)) {
        const std::string_view other = line.substr(kManifestHead.size());
        if (other != vendor) {
          return fail(ErrorCode::duplicate,
                      fmt::format("{} has what was published of {}: take another folder for {}", shown(path_),
                                  printable_excerpt(other), vendor));
        }
      } else if (first || !is_published_path(line)) {
        return fail(ErrorCode::corrupted,
                    fmt::format("{} is none that was written here: {} should not stand in it", shown(file),
                                printable_excerpt(line)));
      } else {
        ours_.emplace(line);
      }
      first = false;
    }
    return {};
  }

  // Whether the file is there with that text already. Errors: it is there and is not ours, or no file.
  Result<bool> is_same(const PublishedFile& file) const {
    const fs::path path = path_ / file.path;
    SALLYPORT_TRY(check_way(file.path));
    std::error_code failure;
    const fs::file_status status = fs::symlink_status(path, failure);
    if (!fs::exists(status)) return false;
    if (fs::is_regular_file(status)) {
      if (fs::file_size(path, failure) == file.text.size() && read_file(path, file.text.size()) == file.text)
        return true;
      if (ours_.contains(file.path)) return false;
    }
    return fail(
        ErrorCode::duplicate,
        fmt::format("{} is there already and was not published from here: take an empty folder, or move it",
                    shown(path)));
  }

  // Those paths, beside what is ours already.
  Result<void> name_as_ours(const std::string& vendor, const std::set<std::string>& paths) {
    std::set<std::string> all = ours_;
    all.insert(paths.begin(), paths.end());
    return write_manifest(vendor, all);
  }

  Result<void> write_manifest(const std::string& vendor, const std::set<std::string>& paths) {
    std::string text = std::string(kManifestHead) + vendor + "\n";
    for (const std::string& path : paths) text += path + "\n";
    const PublishedFile manifest{std::string(kPublishManifest), {}, std::move(text)};
    if (read_file(path_ / kPublishManifest, kLargestManifest) == manifest.text) return {};
    return replace({&manifest});
  }

  // Writes all of them beside, brings them to the disk, and renames each.
  Result<void> replace(const std::vector<const PublishedFile*>& files) {
    if (files.empty()) return {};
    const fs::path temporary = path_ / kTemporary;
    std::error_code failure;
    fs::create_directory(temporary, failure);
    if (failure) return cannot("made", temporary, failure);
    for (std::size_t i = 0; i < files.size(); ++i) {
      const fs::path file = temporary / std::to_string(i);
      std::ofstream out(file, std::ios::binary | std::ios::trunc);
      out << files[i]->text << std::flush;
      if (!out) return cannot("written", file, last_error());
    }
    if (::syncfs(descriptor_) != 0) return cannot("brought to the disk", path_, last_error());
    for (std::size_t i = 0; i < files.size(); ++i) {
      const fs::path target = path_ / files[i]->path;
      fs::create_directories(target.parent_path(), failure);
      if (!failure) fs::rename(temporary / std::to_string(i), target, failure);
      if (failure) return cannot("written", target, failure);
    }
    if (::syncfs(descriptor_) != 0) return cannot("brought to the disk", path_, last_error());
    return {};
  }

  // What the manifest names and is no longer made; folders that are empty then go too.
  Result<std::vector<std::string>> remove_others(const std::set<std::string>& made) {
    std::vector<std::string> removed;
    for (const std::string& path : ours_) {
      if (made.contains(path) || !check_way(path)) continue;
      std::error_code failure;
      const fs::path file = path_ / path;
      if (!fs::is_regular_file(fs::symlink_status(file, failure))) continue;
      fs::remove(file, failure);
      if (failure) return cannot("removed", file, failure);
      removed.push_back(path);
      for (fs::path above = fs::path(path).parent_path(); !above.empty(); above = above.parent_path()) {
        if (::rmdir((path_ / above).c_str()) != 0) break;  // it is not empty
      }
    }
    return removed;
  }

 private:
  // Errors: a part of the way is no folder, or a link that could lead out of it.
  Result<void> check_way(const std::string& path) const {
    std::error_code failure;
    for (fs::path above = fs::path(path).parent_path(); !above.empty(); above = above.parent_path()) {
      const fs::file_status status = fs::symlink_status(path_ / above, failure);
      if (fs::exists(status) && !fs::is_directory(status)) {
        return fail(ErrorCode::duplicate, fmt::format("{} is no folder: move it", shown(path_ / above)));
      }
    }
    return {};
  }

  fs::path path_;
  int descriptor_ = -1;
  std::set<std::string> ours_;
};

}  // namespace

Result<PublishedChanges> publish_folder(const fs::path& path, const std::string& vendor,
                                        const std::vector<PublishedFile>& files) {
  Folder folder(path);
  SALLYPORT_TRY(folder.open());
  SALLYPORT_TRY(folder.read_manifest(vendor));
  PublishedChanges changes;
  std::set<std::string> made;
  std::vector<const PublishedFile*> changed;
  for (const PublishedFile& file : files) {
    SALLYPORT_ASSIGN(const bool same, folder.is_same(file));
    made.insert(file.path);
    (same ? changes.untouched : changes.written).push_back(file.path);
    if (!same) changed.push_back(&file);
  }
  // Named before they are written: what a publisher that is killed wrote is still known as ours.
  SALLYPORT_TRY(folder.name_as_ours(vendor, made));
  SALLYPORT_TRY(folder.replace(changed));
  SALLYPORT_ASSIGN(changes.removed, folder.remove_others(made));
  SALLYPORT_TRY(folder.write_manifest(vendor, made));
  return changes;
}

}  // namespace sallyport::catalog
