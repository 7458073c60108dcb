#include "catalog/shelf/catalogs.h"

#include <algorithm>
#include <utility>

#include "catalog/read_catalog.h"
#include "catalog/shelf/digest.h"

namespace sallyport::catalog {

std::shared_ptr<const Catalogs> Catalogs::of(std::vector<HeldCatalog> catalogs, WhoisIndex::Builder feeds) {
  auto made = std::make_shared<Catalogs>();
  std::ranges::sort(catalogs, {},
                    [](const HeldCatalog& held) -> std::string_view { return held.catalog->vendor; });
  for (const HeldCatalog& held : catalogs) feeds.add(*held.catalog);
  made->catalogs_ = std::move(catalogs);
  made->whois_ = std::move(feeds).build();
  return made;
}

const HeldCatalog* Catalogs::find(std::string_view vendor) const {
  const auto found = std::ranges::lower_bound(
      catalogs_, vendor, {},
      [](const HeldCatalog& held) -> std::string_view { return held.catalog->vendor; });
  return found == catalogs_.end() || found->catalog->vendor != vendor ? nullptr : &*found;
}

HeldCatalog held(Catalog catalog) {
  std::string revision = digest_of(write_catalog(catalog));
  return {std::make_shared<const Catalog>(std::move(catalog)), std::move(revision), {}};
}

}  // namespace sallyport::catalog
