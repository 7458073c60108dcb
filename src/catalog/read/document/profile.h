// Profile: where on a vendor's page what stands, in the page's own words, in each of its languages. One YAML
// file a vendor, in catalogs/profiles; docs/guides/read-a-page.md tells it to people.
//
// A page has either tables with a row (or several) for each offering and site, or sections: a heading for
// each offering, one in it for each range of versions, and destinations below.
//
// Thread safety: a value; a Profile that read_profile() made is not changed any more.
// Invariants: ids as in a catalog; each label has one meaning; each offering can be found.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/version.h"
#include "net/destination.h"

namespace sallyport::catalog {

using Labels = std::vector<std::string>;  // as page_text() has them; in any of the languages

struct ProfileSameAs {
  Labels texts;
  std::vector<std::string> offerings;
  bool chosen = false;  // see SameAs
  bool once = false;    // it stands at the first site and means those behind it too, where nothing stands
};

struct ProfileVersions {
  Labels labels;
  VersionRange range;
};

struct ProfileOffering {
  std::string id;
  Labels labels;   // none: it is the only one of its table
  Labels remarks;  // what else stands there and says nothing of addresses
  std::optional<ProfileSameAs> same_as;
  std::vector<ProfileVersions> versions;  // of a page with sections: at least one
  std::size_t table = 0;                  // index into Profile::tables
};

struct ProfileTable {
  Labels headers;  // the texts of its first row, with blanks between
};

struct ProfileSite {
  std::string id;
  Labels labels;
};

struct PortWords {
  Labels texts;  // behind a host
  net::Ports ports;
};

struct Profile {
  std::string vendor;
  std::optional<net::Ports> ports;    // of each destination
  std::vector<PortWords> port_words;  // what is open besides
  Labels not_available;
  Labels ends;  // headings behind which the table, or the section, is over
  std::vector<ProfileSite> sites;
  std::vector<ProfileTable> tables;  // none: the page has sections
  std::vector<ProfileOffering> offerings;

  bool has_sections() const { return tables.empty(); }
};

// Errors: malformed_catalog, "FILE:LINE:COLUMN: what is wrong", a line for each fault.
Result<Profile> read_profile(std::string_view yaml, const std::string& file);

// Errors: not_found where it cannot be opened; malformed_catalog.
Result<Profile> load_profile(const std::filesystem::path& file);

}  // namespace sallyport::catalog
