// The cells of an offering, out of a catalog's file. Internal to catalog.
//
// Thread safety: none of its own.
#pragma once

#include "catalog/yaml_destinations.h"

namespace sallyport::catalog {

// One of an offering's features, or an empty entry with a fault. `fields` are those of kEntryKeys.
Entry yaml_entry(YamlReading& reading, const YAML::Node& node, const Offering& offering);

// REQUIRES: reading.catalog has its sources, its sites and all offerings (with their features), but for
// cells.
void yaml_cells(YamlReading& reading, const YAML::Node& node, std::size_t offering);

// The ids of a list that are those of one of `known` (things with ids); of each other one, a fault says which
// was probably meant. Each at most once.
template <class T>
std::vector<std::string> yaml_references(YamlFaults& faults, const std::vector<YAML::Node>& nodes,
                                         std::string_view what, const std::vector<T>& known);

std::vector<std::string> yaml_known_words(YamlFaults& faults, const std::vector<YAML::Node>& nodes,
                                          std::string_view what, const std::vector<std::string_view>& known);

template <class T>
std::vector<std::string> yaml_references(YamlFaults& faults, const std::vector<YAML::Node>& nodes,
                                         std::string_view what, const std::vector<T>& known) {
  std::vector<std::string_view> ids;
  ids.reserve(known.size());
  for (const T& thing : known) ids.push_back(thing.id);
  return yaml_known_words(faults, nodes, what, ids);
}

}  // namespace sallyport::catalog
