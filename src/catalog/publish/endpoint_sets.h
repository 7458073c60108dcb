// EndpointSets: what belongs together: the same place and the same ports. The unit of Microsoft 365's web
// service (learn.microsoft.com/microsoft-365/enterprise/microsoft-365-ip-web-service), and of what changed.
//
// Thread safety: pure functions.
#pragma once

#include <map>
#include <set>

#include "catalog/publish/published_facts.h"

namespace sallyport::catalog {

struct EndpointSet {
  std::uint64_t id = 0;
  PublishedPlace place;
  std::vector<net::Ports> ports;            // sorted; empty: all of them
  std::set<net::Destination> destinations;  // without ports
  std::vector<const Entry*> entries;        // that are in it, each once, in the order of the destinations
};

// By id.
using EndpointSets = std::map<std::uint64_t, EndpointSet>;
EndpointSets endpoint_sets(const Catalog& catalog, std::chrono::sys_days on);

// What begins or ends in a set on a day.
struct PublishedChange {
  std::chrono::sys_days on;  // the first day of what is added, the day after the last one of what is removed
  EndpointSet set;           // as it is from that day on; where nothing is left, as it was
  std::vector<net::Destination> added;
  std::vector<net::Destination> removed;
  std::vector<net::Destination> replaced_by;  // of what is removed, as the catalog says

  std::uint64_t id() const;  // stable
};
// Sorted by day, then by set. The last kMostChangeDays days.
std::vector<PublishedChange> published_changes(const Catalog& catalog);

}  // namespace sallyport::catalog
