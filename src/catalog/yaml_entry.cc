#include <fmt/format.h>

#include <algorithm>

#include "catalog/yaml_cells.h"
#include "catalog/yaml_keys.h"

namespace sallyport::catalog {
namespace {

// The ports of an entry's destinations, each once.
PortsList ports_of_entry(const Entry& entry) {
  PortsList ports;
  for (const net::Destination& destination : entry.destinations) {
    if (!(destination.what == entry.destinations.front().what)) break;
    ports.push_back(destination.ports);
  }
  return ports;
}

void read_replacement(YamlReading& reading, const YAML::Node& node, Entry& entry) {
  entry.replaced_by = yaml_replacements(reading, node, ports_of_entry(entry));
  for (const net::Destination& destination : entry.replaced_by) {
    if (std::ranges::find(entry.destinations, destination) != entry.destinations.end()) {
      reading.faults.add(node, fmt::format("{} would be replaced by itself", net::to_string(destination)));
    }
  }
}

}  // namespace

Entry yaml_entry(YamlReading& reading, const YAML::Node& node, const Offering& offering) {
  YamlFaults& faults = reading.faults;
  const YamlFields fields(faults, node, "an entry", kEntryKeys);
  Entry entry;
  entry.destinations = yaml_destinations(reading, fields, offering.ports, true);
  if (node.IsMap() && !fields.has("addresses") && !fields.has("hosts")) {
    faults.add(node, "an entry needs 'addresses' or 'hosts'");
  }
  if (const auto need = fields.find("need")) {
    constexpr std::array kNeeds{Need::required, Need::recommended, Need::optional};
    entry.need = yaml_one_of(faults, *need, "a need", kNeeds).value_or(Need::required);
  }
  if (const auto feature = fields.find("feature")) {
    const auto known = yaml_references(faults, {*feature}, "feature of " + offering.id, offering.features);
    if (!known.empty()) entry.feature = known.front();
  }
  if (const auto from = fields.find("from")) entry.from = yaml_day(faults, *from);
  if (const auto until = fields.find("until")) {
    entry.until = yaml_day(faults, *until);
    if (entry.from && entry.until && entry.until->last() < entry.from->first()) {
      faults.add(*until, fmt::format("this ends on {}, before it starts on {}",
                                     to_string(entry.until->last()), to_string(entry.from->first())));
    }
  }
  if (const auto other = fields.find("replaced-by")) read_replacement(reading, *other, entry);
  if (const auto purpose = fields.find("purpose")) entry.purpose = yaml_text(faults, *purpose);
  if (const auto impact = fields.find("impact")) entry.impact = yaml_text(faults, *impact);
  if (const auto note = fields.find("note")) entry.note = yaml_text(faults, *note);
  return entry;
}

}  // namespace sallyport::catalog
