#include "catalog/publish/endpoint_sets.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace sallyport::catalog {
namespace {

// Of one place: by destination, its ports.
struct PortsThere {
  std::set<net::Ports> ports;
  bool every = false;
  std::vector<const Entry*> entries;
};

using PlaceKey = std::string;
using Destinations = std::map<net::Destination, PortsThere>;

std::string ports_key(const std::vector<net::Ports>& ports) {
  std::string key;
  for (const net::Ports& each : ports) key += net::to_string(each) + ",";
  return key;
}

void add_entry(std::vector<const Entry*>& entries, const Entry* entry) {
  if (std::ranges::find(entries, entry) == entries.end()) entries.push_back(entry);
}

void add_difference(const std::set<net::Destination>& of, const std::set<net::Destination>& without,
                    std::vector<net::Destination>& difference) {
  std::ranges::set_difference(of, without, std::back_inserter(difference));
}

std::vector<net::Destination> replacements(const EndpointSet& set,
                                           const std::vector<net::Destination>& gone) {
  std::set<net::Destination> list;
  for (const Entry* const entry : set.entries) {
    const bool ends = std::ranges::any_of(entry->destinations, [&gone](const net::Destination& destination) {
      return std::ranges::find(gone, net::Destination{destination.what, {}}) != gone.end();
    });
    if (!ends) continue;
    for (const net::Destination& other : entry->replaced_by) list.insert({other.what, {}});
  }
  return {list.begin(), list.end()};
}

}  // namespace

EndpointSets endpoint_sets(const Catalog& catalog, std::chrono::sys_days on) {
  std::map<PlaceKey, std::pair<PublishedPlace, Destinations>> places;
  for (PublishedFact& fact : published_facts(catalog, on)) {
    auto& [place, destinations] = places[fact.place.key()];
    PortsThere& there = destinations[{fact.destination.what, {}}];
    if (fact.destination.ports) {
      there.ports.insert(*fact.destination.ports);
    } else {
      there.every = true;
    }
    add_entry(there.entries, fact.entry);
    place = std::move(fact.place);
  }
  EndpointSets sets;
  for (const auto& [key, there] : places) {
    for (const auto& [destination, ports] : there.second) {
      std::vector<net::Ports> list;
      if (!ports.every) list.assign(ports.ports.begin(), ports.ports.end());
      const std::uint64_t id = there.first.id(ports_key(list));
      EndpointSet& set = sets[id];
      if (set.id == 0) set = {id, there.first, std::move(list), {}, {}};
      set.destinations.insert(destination);
      for (const Entry* const entry : ports.entries) add_entry(set.entries, entry);
    }
  }
  return sets;
}

std::uint64_t PublishedChange::id() const {
  return stable_hash(fmt::format("{}|{}", set.id, on.time_since_epoch().count())) %
             ((std::uint64_t{1} << 53) - 1) +
         1;
}

std::vector<PublishedChange> published_changes(const Catalog& catalog) {
  std::vector<PublishedChange> changes;
  for (const auto day : change_days(catalog)) {
    const EndpointSets before = endpoint_sets(catalog, day - std::chrono::days(1));
    const EndpointSets after = endpoint_sets(catalog, day);
    std::set<std::uint64_t> ids;
    for (const auto& [id, set] : before) ids.insert(id);
    for (const auto& [id, set] : after) ids.insert(id);
    static const std::set<net::Destination> kNothing;
    for (const std::uint64_t id : ids) {
      const auto old = before.find(id);
      const auto now = after.find(id);
      const auto& was = old == before.end() ? kNothing : old->second.destinations;
      const auto& is = now == after.end() ? kNothing : now->second.destinations;
      PublishedChange change{day, now == after.end() ? old->second : now->second, {}, {}, {}};
      add_difference(is, was, change.added);
      add_difference(was, is, change.removed);
      if (change.added.empty() && change.removed.empty()) continue;
      if (old != before.end()) change.replaced_by = replacements(old->second, change.removed);
      changes.push_back(std::move(change));
    }
  }
  return changes;
}

}  // namespace sallyport::catalog
