// Catalog: a vendor's published addresses, as data. One YAML file a vendor; spec/catalog.schema.json has its
// shape, docs/guides/write-a-catalog.md tells it to people.
//
// Thread safety: values; a Catalog that read_catalog() made is not changed any more.
// Invariants (held by read_catalog(), which refuses with file, line and column): ids are unique and of the
// form [a-z0-9]+(-[a-z0-9]+)*; sites are [A-Za-z0-9][A-Za-z0-9._-]*; every reference names something that is
// there; same-as has no cycle; of one offering, all cells have sites or none has, each site of the catalog is
// in one at least, and version ranges of one site do not overlap; validity does not end before it starts;
// prefixes are neither special-use nor wider than /8, of IPv6 /19; a cell says exactly one of: entries (and
// cells it shares with), not available, unknown. Nothing is ever empty to say "none".
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "catalog/day.h"
#include "catalog/text.h"
#include "catalog/version.h"
#include "net/destination.h"

namespace sallyport::catalog {

// Who connects: the vendor to you, or you to the vendor.
enum class Direction : std::uint8_t { from_vendor, to_vendor };
enum class Need : std::uint8_t { required, recommended, optional };

// As they stand in the file: "from-vendor", "not-offered", ...
std::string_view to_string(Direction direction);
std::string_view to_string(Need need);

// A page of the vendor, as it stood on a day, in one language: where what the catalog says was read.
struct Source {
  std::string id;
  std::string page;  // its address, or its title where no address is known
  Language language = Language::english;
  std::optional<Day> dated;  // what the page says of itself
  std::optional<Day> read;   // when it was read
  Text note;

  friend bool operator==(const Source&, const Source&) = default;
};

// What the vendor changed, and when.
struct Revision {
  Day on;
  Text text;
  std::vector<std::string> sources;

  friend bool operator==(const Revision&, const Revision&) = default;
};

// Addresses, or hosts and ports, that belong together: all of them have the same ports.
struct Entry {
  // At least one, and each once: addresses, then hosts, in the file's order, each with all ports. No ports:
  // all of them (an entry that says none has its offering's).
  std::vector<net::Destination> destinations;
  Need need = Need::required;
  std::string feature;       // only with this feature of the offering; empty: always
  std::optional<Day> from;   // the first day on which it counts
  std::optional<Day> until;  // the last one
  std::vector<net::Destination> replaced_by;
  Text purpose;
  Text impact;  // if blocked
  Text note;

  friend bool operator==(const Entry&, const Entry&) = default;
};

// The cells of other offerings whose addresses this one uses too.
struct SameAs {
  std::vector<std::string> offerings;
  std::optional<VersionRange> versions;  // of them; empty: what is asked for, among the cell's own
  bool chosen = false;  // only those of `offerings` that are selected too; all of them where none is

  friend bool operator==(const SameAs&, const SameAs&) = default;
};

struct Addresses {
  std::vector<Entry> entries;     // at least one of
  std::optional<SameAs> same_as;  // the two

  friend bool operator==(const Addresses&, const Addresses&) = default;
};
struct NotAvailable {
  friend bool operator==(const NotAvailable&, const NotAvailable&) = default;
};
struct Unknown {
  Text why;

  friend bool operator==(const Unknown&, const Unknown&) = default;
};

struct Cell {
  std::vector<std::string> sites;  // empty: the offering has no sites
  VersionRange versions;           // both bounds open: all, or the offering has no versions
  std::optional<Day> until;        // the last day on which the vendor serves it
  std::variant<Unknown, NotAvailable, Addresses> content;  // the zero value is unknown
  std::vector<std::string> sources;
  int line = 0;  // in the file; not compared

  bool is_at(std::string_view site) const;  // one without sites is at each
  friend bool operator==(const Cell& a, const Cell& b);
};

struct Feature {
  std::string id;
  Text name;

  friend bool operator==(const Feature&, const Feature&) = default;
};

// What else a person has to know or do.
enum class AdviceKind : std::uint8_t { prerequisite, recommendation, topology, offline, caution };
std::string_view to_string(AdviceKind kind);
struct Advice {
  AdviceKind kind = AdviceKind::caution;
  Text text;
  std::vector<net::Destination> destinations;  // what a recommendation would allow; as in an Entry
  std::vector<std::string> sources;

  friend bool operator==(const Advice&, const Advice&) = default;
};

struct Offering {
  std::string id;
  Text name;
  Text group;  // the heading under which the vendor's page has it
  Direction direction = Direction::from_vendor;
  std::optional<net::Ports> ports;  // what an entry without ports means
  std::vector<Feature> features;
  std::vector<Advice> advice;
  std::vector<Cell> cells;

  bool has_sites() const { return !cells.empty() && !cells.front().sites.empty(); }
  friend bool operator==(const Offering&, const Offering&) = default;
};

struct Site {
  std::string id;
  Text name;

  friend bool operator==(const Site&, const Site&) = default;
};

// Where the customer's own addresses can be listed at the vendor's.
enum class WayIn : std::uint8_t { self_service, ticket, not_offered };
std::string_view to_string(WayIn way);
struct Access {
  std::string id;
  Text name;
  WayIn how = WayIn::not_offered;
  Text steps;

  friend bool operator==(const Access&, const Access&) = default;
};

struct Catalog {
  std::string vendor;
  Text name;
  std::vector<Source> sources;
  std::vector<Revision> history;  // in the order of the file
  std::vector<Site> sites;
  std::vector<Access> access;
  std::vector<Advice> advice;
  std::vector<Offering> offerings;  // in the order of the page

  const Offering* offering(std::string_view id) const;
  const Site* site(std::string_view id) const;
  const Source* source(std::string_view id) const;

  friend bool operator==(const Catalog&, const Catalog&) = default;
};

}  // namespace sallyport::catalog
