// The headings of `catalog show`, in the languages that catalogs are in. What it says of cells and days are
// the words of the published page: catalog/publish/page_words.h.
//
// Thread safety: constants.
#pragma once

#include <string>
#include <string_view>

#include "catalog/publish/page_words.h"

namespace sallyport::cli {

struct Phrases {
  std::string_view offering, site, versions, address, ports, when, meaning;
  std::string_view all_sites;
};
const Phrases& phrases(catalog::Language language);

// "16 and later", in that language; empty: all versions.
std::string versions_in_words(catalog::Language language, const catalog::VersionRange& versions);

}  // namespace sallyport::cli
