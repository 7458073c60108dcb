// PublishedFacts: what a catalog says of each address and host on a day, place by place: what all lists and
// feeds are made of. An offering that has the same as others has their destinations at its own place.
//
// Thread safety: pure functions. Facts point into the catalog.
#pragma once

#include <cstdint>

#include "catalog/resolve.h"

namespace sallyport::catalog {

// Where in the catalog something stands: what ids are made of. It does not depend on the order of the file.
struct PublishedPlace {
  const Offering* offering = nullptr;  // that was asked for
  std::string site;                    // empty: it has none
  const Offering* holder = nullptr;    // whose cell it is: another one's where it is the same as that
  std::string versions;                // of the holder's cell; empty: all
  std::string feature;
  Need need = Need::required;

  std::string key() const;
  // Stable as long as the place has the same name; at most 2^53, which every JSON reader can hold (RFC 8259,
  // section 6).
  std::uint64_t id(std::string_view ports) const;
};

struct PublishedFact {
  net::Destination destination;
  PublishedPlace place;
  const Entry* entry = nullptr;
};

// Everything that counts on that day: features, recommended and optional entries too. Cost:
// a resolve() for each offering and site.
std::vector<PublishedFact> published_facts(const Catalog& catalog, std::chrono::sys_days on);

// The days on which something begins, or has just ended; sorted, each once, the last kMostChangeDays of them.
inline constexpr std::size_t kMostChangeDays = 200;
std::vector<std::chrono::sys_days> change_days(const Catalog& catalog);

// The last day, not after `on`, on which the catalog says that anything changed: in what it lists, on the
// vendor's pages or in reading them; `on` where it says none. What versions and serials are made of.
std::chrono::sys_days published_version(const Catalog& catalog, std::chrono::sys_days on);

// 64 bits of a text, the same on every machine (FNV-1a, RFC 9923); `seed` makes another one.
std::uint64_t stable_hash(std::string_view text, std::uint64_t seed = 0);

// With its length, also where it is full: as feeds have it.
std::string with_length(const net::Prefix& prefix);

// Without ports, sorted and without duplicates.
std::vector<net::Destination> without_ports(const std::vector<PublishedFact>& facts);

}  // namespace sallyport::catalog
