// CatalogFolder: the catalogs and feeds of an installation, kept true to their files.
//
// A file that cannot be read takes nothing away: what was last read of it stands, with its fault. A file that
// is gone takes its catalog with it. What is refused for what it says is read again when it changes; what
// could not be read at all, each time.
//
// Thread safety: all but open() may be called by any thread; now() never waits for a reload().
// Invariants: a Catalogs that was handed out does not change.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "catalog/shelf/catalogs.h"
#include "catalog/shelf/file_mark.h"

namespace sallyport::catalog {

// A file, or folder, that cannot be read as it is now.
struct FolderFault {
  std::filesystem::path file;
  std::string text;  // with the file's name, for a log

  friend bool operator==(const FolderFault&, const FolderFault&) = default;
};

class CatalogFolder {
 public:
  // Reads both; `feeds` may be empty: then there are none. Errors: not_found, where either is no folder. What
  // in them cannot be read is among the faults.
  static Result<std::unique_ptr<CatalogFolder>> open(std::filesystem::path catalogs,
                                                     std::filesystem::path feeds);

  std::shared_ptr<const Catalogs> now() const;  // never null
  std::vector<FolderFault> faults() const;      // sorted by file

  // Reads what may have changed since it was read. Returns whether now() is another one for it. Cost: a look
  // at each file; where a catalog changed, the index is made anew.
  bool reload();

 private:
  struct Held {
    FileMark mark;                            // all zero: it is to be read again
    std::shared_ptr<const HeldCatalog> good;  // null: it never was
    std::string fault;
  };
  using FeedMarks = std::map<std::filesystem::path, FileMark>;

  CatalogFolder(std::filesystem::path catalogs, std::filesystem::path feeds)
      : catalogs_(std::move(catalogs)), feeds_(std::move(feeds)) {}
  bool reload_catalogs();
  bool reload_feeds();
  void tell();

  const std::filesystem::path catalogs_;
  const std::filesystem::path feeds_;

  std::mutex reloading_;  // guards these
  std::map<std::string, Held> held_;
  std::string folder_fault_;
  std::optional<FeedMarks> feed_marks_;  // empty: to be read again
  WhoisIndex::Builder feed_facts_;
  std::string feeds_fault_;

  mutable std::mutex mutex_;  // guards these, never while anything is read
  std::shared_ptr<const Catalogs> now_;
  std::vector<FolderFault> faults_;
};

}  // namespace sallyport::catalog
