// CatalogWatch: the catalogs and feeds of the daemon, looked at again and again; what cannot be read is
// logged once, and once more when it can.
//
// Thread safety: any thread; look() by one.
#pragma once

#include <memory>
#include <vector>

#include "catalog/shelf/catalog_folder.h"

namespace sallyport::daemon {

class CatalogWatch {
 public:
  // Logs what cannot be read. Errors: those of CatalogFolder::open().
  static Result<std::unique_ptr<CatalogWatch>> open(const std::filesystem::path& catalogs,
                                                    const std::filesystem::path& feeds);

  std::shared_ptr<const catalog::Catalogs> now() const { return folder_->now(); }
  // How many files, or folders, cannot be read as they are now.
  std::size_t unreadable() const { return folder_->faults().size(); }
  // Reads what changed.
  void look();

 private:
  explicit CatalogWatch(std::unique_ptr<catalog::CatalogFolder> folder) : folder_(std::move(folder)) {}
  void log_faults();

  std::unique_ptr<catalog::CatalogFolder> folder_;
  std::vector<catalog::FolderFault> told_;
};

}  // namespace sallyport::daemon
