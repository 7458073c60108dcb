// What a page says around a catalog's texts, in the languages that those are in.
//
// Thread safety: constants.
#pragma once

#include <string>
#include <string_view>

#include "catalog/model.h"

namespace sallyport::catalog {

struct PageWords {
  std::string_view title, intro, other_languages, as_of;  // {}: the vendor's name; {}: a day
  std::string_view from_vendor, to_vendor;                // {}: the vendor's name
  std::string_view to_know, lists, lists_text, changes, your_addresses, sources;
  std::string_view offering, versions, addresses, conditions, meaning, way, steps, day, what, page;
  std::string_view caption_sites, caption_versions;  // {}: what the table is about
  std::string_view no_offerings_group;
  std::string_view not_available, unknown, same_as, only_chosen;
  std::string_view all_versions, from_version, to_version, between_versions;
  std::string_view from, until, ended, with, instead, recommended, optional, if_blocked, every_port;
  std::string_view prerequisite, recommendation, topology, offline, caution, allows;
  std::string_view self_service, ticket, not_offered;
  std::string_view dated, read, begins, ends, comma, stop;
};
const PageWords& page_words(Language language);

// The phrase with the value at its {}.
std::string page_phrase(std::string_view phrase, std::string_view value);

std::string page_word(const PageWords& words, const VersionRange& versions);
std::string_view page_word(const PageWords& words, AdviceKind kind);
std::string_view page_word(const PageWords& words, WayIn way);
std::string_view language_name(Language language);  // in itself

}  // namespace sallyport::catalog
