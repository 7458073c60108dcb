#include "catalog/shelf/catalog_folder.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "catalog/read_catalog.h"
#include "catalog/shelf/catalog_files.h"
#include "catalog/shelf/digest.h"
#include "catalog/whois/feed_shelf.h"

namespace sallyport::catalog {
namespace {

namespace fs = std::filesystem;

// Whether a file that is refused so says what it says, and would be refused again. What else goes wrong, as
// without a free descriptor, may be over at the next look.
bool is_of_its_text(const Error& error) {
  return error.code == ErrorCode::malformed_catalog || error.code == ErrorCode::malformed_feed ||
         error.code == ErrorCode::too_many_entries;
}

Result<void> expect_folder(const fs::path& folder, std::string_view what) {
  std::error_code failure;
  if (fs::is_directory(folder, failure)) return {};
  return fail(ErrorCode::not_found, fmt::format("{} is no folder with {}", printable(folder.string()), what));
}

}  // namespace

Result<std::unique_ptr<CatalogFolder>> CatalogFolder::open(fs::path catalogs, fs::path feeds) {
  SALLYPORT_TRY(expect_folder(catalogs, "catalogs"));
  if (!feeds.empty()) SALLYPORT_TRY(expect_folder(feeds, "feeds"));
  std::unique_ptr<CatalogFolder> folder(new CatalogFolder(std::move(catalogs), std::move(feeds)));
  folder->now_ = Catalogs::of({});
  folder->reload();
  return folder;
}

std::shared_ptr<const Catalogs> CatalogFolder::now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

std::vector<FolderFault> CatalogFolder::faults() const {
  const std::lock_guard lock(mutex_);
  return faults_;
}

bool CatalogFolder::reload() {
  const std::lock_guard lock(reloading_);
  const bool catalogs = reload_catalogs();
  const bool feeds = reload_feeds();
  if (catalogs || feeds) {
    std::vector<HeldCatalog> all;
    for (const auto& [vendor, held] : held_) {
      if (held.good) all.push_back({held.good->catalog, held.good->revision, held.fault});
    }
    auto made = Catalogs::of(std::move(all), feed_facts_);
    const std::lock_guard swap(mutex_);
    now_.swap(made);
  }
  tell();
  return catalogs || feeds;
}

bool CatalogFolder::reload_catalogs() {
  const auto vendors = vendors_in(catalogs_);
  if (!vendors) {  // a disk that is away takes no catalog away
    folder_fault_ = vendors.error().message;
    return false;
  }
  folder_fault_.clear();
  bool changed = false;
  std::erase_if(held_, [&](const auto& item) {
    const bool gone = !std::ranges::binary_search(*vendors, item.first);
    changed = changed || (gone && item.second.good);
    return gone;
  });
  for (const std::string& vendor : *vendors) {
    Held& held = held_[vendor];
    // Before it is read: where it changes meanwhile, it is read again the next time.
    const FileMark mark = mark_of(file_of(catalogs_, vendor));
    if (mark == held.mark && mark != FileMark{}) continue;
    auto catalog = load_vendor(catalogs_, vendor);
    held.mark = catalog || is_of_its_text(catalog.error()) ? mark : FileMark{};
    const std::string fault = catalog ? std::string() : catalog.error().message;
    changed = changed || (held.good && fault != held.fault);
    held.fault = fault;
    if (!catalog) continue;
    std::string revision = digest_of(write_catalog(*catalog));
    if (held.good && held.good->revision == revision) continue;  // only its comments are others
    held.good = std::make_shared<const HeldCatalog>(
        HeldCatalog{std::make_shared<const Catalog>(*std::move(catalog)), std::move(revision), {}});
    changed = true;
  }
  return changed;
}

bool CatalogFolder::reload_feeds() {
  if (feeds_.empty()) return false;
  FeedMarks marks;
  for (const fs::path& file : feed_files(feeds_)) marks[file] = mark_of(file);
  if (feed_marks_ && marks == *feed_marks_) return false;
  feed_marks_ = std::move(marks);
  const auto shelf = read_shelf(feeds_);
  feeds_fault_ = shelf ? std::string() : shelf.error().message;
  if (!shelf) {
    if (!is_of_its_text(shelf.error())) feed_marks_.reset();
    return false;
  }
  WhoisIndex::Builder facts;
  for (const auto& shelved : *shelf) facts.add(shelved.vendor, shelved.revisions);
  feed_facts_ = std::move(facts);
  return true;
}

void CatalogFolder::tell() {
  std::vector<FolderFault> faults;
  if (!folder_fault_.empty()) faults.push_back({catalogs_, folder_fault_});
  if (!feeds_fault_.empty()) faults.push_back({feeds_, feeds_fault_});
  for (const auto& [vendor, held] : held_) {
    if (!held.fault.empty()) faults.push_back({file_of(catalogs_, vendor), held.fault});
  }
  std::ranges::sort(faults, {}, &FolderFault::file);
  const std::lock_guard lock(mutex_);
  faults_ = std::move(faults);
}

}  // namespace sallyport::catalog
