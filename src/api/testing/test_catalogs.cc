#include "api/testing/test_catalogs.h"

#include <filesystem>

#include "catalog/shelf/catalog_folder.h"

namespace sallyport::api::testing {

std::shared_ptr<const catalog::Catalogs> real_catalogs() {
  static const auto folder =
      catalog::CatalogFolder::open(std::filesystem::path(SALLYPORT_SOURCE) / "catalogs", {}).value();
  return folder->now();
}

}  // namespace sallyport::api::testing
