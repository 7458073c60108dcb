#include "app/daemon/catalog_watch.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace sallyport::daemon {

Result<std::unique_ptr<CatalogWatch>> CatalogWatch::open(const std::filesystem::path& catalogs,
                                                         const std::filesystem::path& feeds) {
  SALLYPORT_ASSIGN(auto folder, catalog::CatalogFolder::open(catalogs, feeds));
  std::unique_ptr<CatalogWatch> watch(new CatalogWatch(std::move(folder)));
  watch->log_faults();
  return watch;
}

void CatalogWatch::look() {
  if (folder_->reload()) spdlog::info("catalogs changed; there are {}", folder_->now()->all().size());
  log_faults();
}

void CatalogWatch::log_faults() {
  auto faults = folder_->faults();
  for (const auto& fault : faults) {
    if (std::ranges::find(told_, fault) != told_.end()) continue;
    spdlog::error("cannot be read, so what it said before stays: {}", fault.text);
  }
  for (const auto& told : told_) {
    if (std::ranges::find(faults, told.file, &catalog::FolderFault::file) == faults.end()) {
      spdlog::info("no trouble any more with {}", told.file.string());
    }
  }
  told_ = std::move(faults);
}

}  // namespace sallyport::daemon
