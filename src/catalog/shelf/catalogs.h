// Catalogs: all catalogs of an installation, as they stood at one moment.
//
// Thread safety: immutable; any number of readers.
// Invariants: sorted by vendor, each once.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/model.h"
#include "catalog/whois/whois_index.h"

namespace sallyport::catalog {

struct HeldCatalog {
  std::shared_ptr<const Catalog> catalog;  // never null; what was resolved of it points into it
  std::string revision;                    // changes whenever what the catalog says does
  std::string fault;  // why the file, as it is now, is not what stands here: the last good one does
};

class Catalogs {
 public:
  // With the facts of `feeds` among the answers of whois(). REQUIRES: no vendor stands twice.
  static std::shared_ptr<const Catalogs> of(std::vector<HeldCatalog> catalogs,
                                            WhoisIndex::Builder feeds = {});

  const HeldCatalog* find(std::string_view vendor) const;  // null: there is none
  std::span<const HeldCatalog> all() const { return catalogs_; }
  const WhoisIndex& whois() const { return whois_; }

 private:
  std::vector<HeldCatalog> catalogs_;
  WhoisIndex whois_;
};

// For tests and scenarios, which have no files: the revision is a digest of what is written of it.
HeldCatalog held(Catalog catalog);

}  // namespace sallyport::catalog
