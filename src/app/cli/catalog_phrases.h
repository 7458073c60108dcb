// What `catalog show` says around a catalog's texts, in the languages that those are in.
//
// Thread safety: constants.
#pragma once

#include <string>
#include <string_view>

#include "catalog/model.h"

namespace sallyport::cli {

struct Phrases {
  std::string_view offering, site, versions, address, ports, when, meaning;  // headings
  std::string_view from_vendor, to_vendor;                                   // {}: the vendor's name
  std::string_view not_available, unknown, same_as, only_chosen, all_sites;
  std::string_view from_version, to_version, between_versions;
  std::string_view from, until, with, instead, recommended, optional, if_blocked;
  std::string_view to_know, prerequisite, recommendation, topology, offline, caution, allows;
  std::string_view your_addresses, self_service, ticket, not_offered;
  std::string_view pages, read;
};
const Phrases& phrases(catalog::Language language);

// The phrase with the value at its {}.
std::string with(std::string_view phrase, std::string_view value);

// "16 and later", in that language; empty: all versions.
std::string describe(const Phrases& words, const catalog::VersionRange& versions);
std::string_view describe(const Phrases& words, catalog::AdviceKind kind);
std::string_view describe(const Phrases& words, catalog::WayIn way);

}  // namespace sallyport::cli
