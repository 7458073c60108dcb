#include "catalog/shelf/catalog_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "catalog/read_catalog.h"

namespace sallyport::catalog {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".yaml";

}  // namespace

fs::path installed_catalogs() {
  std::error_code failure;
  const fs::path program = fs::read_symlink("/proc/self/exe", failure);
  if (failure || program.empty()) return {};
  return program.parent_path().parent_path() / "share" / "sallyport" / "catalogs";
}

Result<std::vector<std::string>> vendors_in(const fs::path& folder) {
  std::error_code failure;
  std::vector<std::string> vendors;
  for (fs::directory_iterator file(folder, failure), end; !failure && file != end; file.increment(failure)) {
    if (file->path().extension() == kEnding) vendors.push_back(file->path().stem().string());
  }
  if (failure) {
    return fail(ErrorCode::not_found,
                fmt::format("{} cannot be read: {}", printable(folder.string()), failure.message()));
  }
  std::ranges::sort(vendors);
  return vendors;
}

fs::path file_of(const fs::path& folder, const std::string& vendor) {
  return folder / (vendor + std::string(kEnding));
}

Result<Catalog> load_vendor(const fs::path& folder, const std::string& vendor) {
  const fs::path file = file_of(folder, vendor);
  std::error_code failure;
  if (!fs::is_regular_file(file, failure)) {  // a pipe would be waited for
    return fail(ErrorCode::not_found, fmt::format("{} is no file", printable(file.string())));
  }
  SALLYPORT_ASSIGN(auto catalog, load_catalog(file));
  if (catalog.vendor != vendor) {  // one of two names would lead nowhere
    return fail(ErrorCode::malformed_catalog,
                fmt::format("{}: it is the catalog of the vendor {}: name it {}{}", printable(file.string()),
                            catalog.vendor, catalog.vendor, kEnding));
  }
  return catalog;
}

}  // namespace sallyport::catalog
