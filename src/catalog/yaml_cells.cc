#include "catalog/yaml_cells.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"
#include "catalog/yaml_keys.h"

namespace sallyport::catalog {
namespace {

std::optional<Version> read_version(YamlFaults& faults, const YAML::Node& node) {
  const std::string word = yaml_word(faults, node, "a version");
  if (word.empty()) return std::nullopt;
  auto version = Version::parse(word);
  if (version) return std::move(*version);
  faults.add(node, version.error().message);
  return std::nullopt;
}

VersionRange read_versions(YamlFaults& faults, const YAML::Node& node) {
  const YamlFields fields(faults, node, "a range of versions", kVersionsKeys);
  VersionRange range;
  if (const auto from = fields.find("from")) range.from = read_version(faults, *from);
  if (const auto to = fields.find("to")) range.to = read_version(faults, *to);
  if (node.IsMap() && !fields.has("from") && !fields.has("to")) {
    faults.add(node, "a range of versions has 'from', 'to' or both; leave 'versions' out for all of them");
  }
  if (range.ends_before_it_starts()) {
    faults.add(node, fmt::format("this range ends with {} before it starts with {}: exchange the two",
                                 range.to->to_string(), range.from->to_string()));
    return {};
  }
  return range;
}

SameAs read_same_as(YamlReading& reading, const YAML::Node& node) {
  YamlFaults& faults = reading.faults;
  SameAs same;
  if (!node.IsMap()) {
    same.offerings = yaml_references(faults, yaml_items(faults, node), "offering", reading.catalog.offerings);
    return same;
  }
  const YamlFields fields(faults, node, "same-as", kSameAsKeys);
  if (const auto offerings = fields.require("offerings")) {
    same.offerings =
        yaml_references(faults, yaml_items(faults, *offerings), "offering", reading.catalog.offerings);
  }
  if (const auto versions = fields.find("versions")) same.versions = read_versions(faults, *versions);
  if (const auto chosen = fields.find("chosen")) same.chosen = yaml_true(faults, *chosen, "chosen");
  return same;
}

std::vector<std::string> read_cell_sites(YamlReading& reading, const YamlFields& fields) {
  const std::vector<YAML::Node> nodes = fields.one_or_many("site", "sites");
  if (nodes.size() == 1 && nodes[0].IsScalar() && nodes[0].Scalar() == kEverySite) {
    std::vector<std::string> all;
    for (const Site& site : reading.catalog.sites) all.push_back(site.id);
    if (all.empty()) reading.faults.add(nodes[0], "this catalog has no sites");
    return all;
  }
  return yaml_references(reading.faults, nodes, "site", reading.catalog.sites);
}

bool has_own_entry(const YamlFields& fields) { return fields.has("addresses") || fields.has("hosts"); }

Addresses read_addresses(YamlReading& reading, const YamlFields& fields, const Offering& offering) {
  Addresses addresses;
  Entry own;
  own.destinations = yaml_destinations(reading, fields, offering.ports, true);
  if (has_own_entry(fields)) addresses.entries.push_back(std::move(own));
  if (const auto entries = fields.find("entries")) {
    if (has_own_entry(fields)) {
      reading.faults.add(*entries,
                         "'entries' stands beside 'addresses' or 'hosts': make an entry of those, too");
    }
    for (const YAML::Node& item : yaml_items(reading.faults, *entries)) {
      addresses.entries.push_back(yaml_entry(reading, item, offering));
    }
  }
  if (const auto same = fields.find("same-as")) addresses.same_as = read_same_as(reading, *same);
  return addresses;
}

// A cell says one thing.
void read_content(YamlReading& reading, const YamlFields& fields, const Offering& offering, Cell& cell) {
  const auto unavailable = fields.find("not-available");
  const auto unknown = fields.find("unknown");
  const bool addresses = has_own_entry(fields) || fields.has("entries") || fields.has("same-as");
  if ((unavailable ? 1 : 0) + (unknown ? 1 : 0) + (addresses ? 1 : 0) > 1) {
    reading.faults.add(
        fields.node(),
        "this cell says more than one thing: it has addresses (or hosts, entries, same-as), or it is "
        "not-available, or it is unknown");
  }
  if (unavailable) {
    yaml_true(reading.faults, *unavailable, "not-available");
    cell.content = NotAvailable();
  } else if (unknown) {
    cell.content = Unknown{yaml_text(reading.faults, *unknown)};
  } else if (addresses) {
    cell.content = read_addresses(reading, fields, offering);
  } else if (fields.node().IsMap()) {
    reading.faults.add(
        fields.node(),
        "this cell says nothing: give it addresses, hosts, entries or same-as, or say 'not-available: "
        "true' or 'unknown: WHY'");
  }
}

// What ends with its cell cannot start after it.
void check_cell_end(YamlReading& reading, const YAML::Node& node, const Cell& cell) {
  const auto* const addresses = std::get_if<Addresses>(&cell.content);
  if (!cell.until || addresses == nullptr) return;
  for (const Entry& entry : addresses->entries) {
    if (!entry.from || entry.from->first() <= cell.until->last()) continue;
    reading.faults.add(node, fmt::format("this cell ends on {}, before its entry starts on {}",
                                         to_string(cell.until->last()), to_string(entry.from->first())));
  }
}

void read_cell(YamlReading& reading, const YAML::Node& node, std::size_t index) {
  YamlFaults& faults = reading.faults;
  Offering& offering = reading.catalog.offerings[index];
  const YamlFields fields(faults, node, "a cell", kCellKeys);
  CellPlaces places{node.Mark(), node.Mark(), node.Mark()};
  Cell cell;
  cell.line = places.cell.line + 1;
  cell.sites = read_cell_sites(reading, fields);
  reading.cell_count += std::max<std::size_t>(cell.sites.size(), 1);
  if (reading.cell_count > kMostCells) return;  // refused at the end
  if (const auto versions = fields.find("versions")) {
    cell.versions = read_versions(faults, *versions);
    places.versions = versions->Mark();
  }
  if (const auto until = fields.find("until")) cell.until = yaml_day(faults, *until);
  cell.sources =
      yaml_references(faults, fields.one_or_many("source", "sources"), "source", reading.catalog.sources);
  if (node.IsMap() && !fields.has("source") && !fields.has("sources")) {
    faults.add(node, "a cell needs 'source': the page that says so");
  }
  if (const auto same = fields.find("same-as")) places.same_as = same->Mark();
  read_content(reading, fields, offering, cell);
  if (const auto until = fields.find("until")) check_cell_end(reading, *until, cell);
  offering.cells.push_back(std::move(cell));
  reading.cells[index].push_back(places);
}

}  // namespace

std::vector<std::string> yaml_known_words(YamlFaults& faults, const std::vector<YAML::Node>& nodes,
                                          std::string_view what, const std::vector<std::string_view>& known) {
  std::vector<std::string> words;
  std::set<std::string, std::less<>> taken;
  for (const YAML::Node& node : nodes) {
    std::string word = yaml_word(faults, node, fmt::format("the id of a {}", what));
    if (word.empty()) continue;
    if (std::ranges::find(known, word) == known.end()) {
      faults.add(node, no_such(what, word, known));
    } else if (!taken.insert(word).second) {
      faults.add(node, fmt::format("'{}' stands here twice", word));
    } else {
      words.push_back(std::move(word));
    }
  }
  return words;
}

void yaml_cells(YamlReading& reading, const YAML::Node& node, std::size_t offering) {
  for (const YAML::Node& item : yaml_items(reading.faults, node)) {
    if (reading.cell_count > kMostCells) return;
    read_cell(reading, item, offering);
    if (reading.cell_count > kMostCells) {
      reading.faults.add(
          item,
          fmt::format("a catalog has at most {} cells, each counted once for each of its sites", kMostCells));
    }
  }
}

}  // namespace sallyport::catalog
