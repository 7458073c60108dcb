// What the parts of a catalog's file are read with, and the destinations in them. Internal to catalog.
//
// Thread safety: none of its own.
#pragma once

#include <utility>
#include <vector>

#include "catalog/model.h"
#include "catalog/yaml_fields.h"

namespace sallyport::catalog {

inline constexpr std::size_t kMostOfferings = 2000;
inline constexpr std::size_t kMostSites = 1000;
inline constexpr std::size_t kMostCells = 10'000;  // each counted once for each of its sites
inline constexpr std::size_t kMostDestinations = 200'000;
inline constexpr std::size_t kMostPorts = 64;

// Where in the file something stands that is checked at the end.
struct CellPlaces {
  YAML::Mark cell;
  YAML::Mark versions;  // the cell's, where it has none
  YAML::Mark same_as;
};

struct YamlReading {
  explicit YamlReading(YamlFaults& told) : faults(told) {}

  YamlFaults& faults;
  Catalog catalog;
  std::vector<YAML::Mark> offerings;                         // as catalog.offerings
  std::vector<std::vector<CellPlaces>> cells;                // as catalog.offerings[i].cells
  std::vector<std::pair<net::Prefix, YAML::Mark>> prefixes;  // of entries
  std::size_t cell_count = 0;
  std::size_t destination_count = 0;
};

using PortsList = std::vector<std::optional<net::Ports>>;  // empty one: all ports

// "443/tcp", a list of those, or "any".
PortsList yaml_ports(YamlFaults& faults, const YAML::Node& node);

// What `addresses`, `hosts` and `ports` say together: each address and each host with each of the ports.
// `otherwise`: the ports where none are said. Empty where neither is there, too. `counted`: whether they are
// what a list is made of, and not only told.
std::vector<net::Destination> yaml_destinations(YamlReading& reading, const YamlFields& fields,
                                                const std::optional<net::Ports>& otherwise, bool counted);

// The addresses and hosts of one list, on those ports.
std::vector<net::Destination> yaml_replacements(YamlReading& reading, const YAML::Node& node,
                                                const PortsList& ports);

}  // namespace sallyport::catalog
