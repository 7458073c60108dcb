#include "catalog/read_catalog.h"

#include <fmt/format.h>

#include <fstream>

#include "base/text.h"
#include "catalog/check_catalog.h"
#include "catalog/yaml_cells.h"
#include "catalog/yaml_keys.h"

namespace sallyport::catalog {
namespace {

using Ids = std::set<std::string, std::less<>>;

std::vector<std::string> read_sources_of(YamlReading& reading, const YamlFields& fields) {
  return yaml_references(reading.faults, fields.one_or_many("source", "sources"), "source",
                         reading.catalog.sources);
}

void read_source(YamlReading& reading, const YAML::Node& node, Ids& ids) {
  YamlFaults& faults = reading.faults;
  const YamlFields fields(faults, node, "a source", kSourceKeys);
  Source source;
  if (const auto id = fields.require("id")) source.id = yaml_id(faults, *id, ids);
  if (const auto page = fields.require("page")) source.page = yaml_line(faults, *page);
  if (const auto language = fields.require("language")) {
    source.language = yaml_one_of(faults, *language, "a language", kLanguages).value_or(Language::english);
  }
  if (const auto dated = fields.find("dated")) source.dated = yaml_day(faults, *dated);
  if (const auto read = fields.find("read")) source.read = yaml_day(faults, *read);
  if (const auto note = fields.find("note")) source.note = yaml_text(faults, *note);
  reading.catalog.sources.push_back(std::move(source));
}

void read_revision(YamlReading& reading, const YAML::Node& node) {
  const YamlFields fields(reading.faults, node, "an entry of the history", kRevisionKeys);
  const auto on = fields.require("date");
  const auto day = on ? yaml_day(reading.faults, *on) : std::nullopt;
  const auto text = fields.require("text");
  Text said = text ? yaml_text(reading.faults, *text) : Text();
  auto sources = read_sources_of(reading, fields);
  if (day) reading.catalog.history.push_back({*day, std::move(said), std::move(sources)});
}

void read_site(YamlReading& reading, const YAML::Node& node, Ids& ids) {
  Site site;
  if (node.IsMap()) {
    const YamlFields fields(reading.faults, node, "a site", kSiteKeys);
    if (const auto id = fields.require("id")) site.id = yaml_site_id(reading.faults, *id, ids);
    if (const auto name = fields.find("name")) site.name = yaml_text(reading.faults, *name);
  } else {
    site.id = yaml_site_id(reading.faults, node, ids);
  }
  reading.catalog.sites.push_back(std::move(site));
}

void read_access(YamlReading& reading, const YAML::Node& node, Ids& ids) {
  YamlFaults& faults = reading.faults;
  const YamlFields fields(faults, node, "an access", kAccessKeys);
  Access access;
  if (const auto id = fields.require("id")) access.id = yaml_id(faults, *id, ids);
  if (const auto name = fields.require("name")) access.name = yaml_text(faults, *name);
  if (const auto how = fields.require("how")) {
    constexpr std::array kWays{WayIn::self_service, WayIn::ticket, WayIn::not_offered};
    access.how = yaml_one_of(faults, *how, "a way in", kWays).value_or(WayIn::not_offered);
  }
  if (const auto steps = fields.find("steps")) access.steps = yaml_text(faults, *steps);
  reading.catalog.access.push_back(std::move(access));
}

Advice read_advice(YamlReading& reading, const YAML::Node& node, const std::optional<net::Ports>& ports) {
  YamlFaults& faults = reading.faults;
  const YamlFields fields(faults, node, "an advice", kAdviceKeys);
  Advice advice;
  if (const auto kind = fields.require("kind")) {
    constexpr std::array kKinds{AdviceKind::prerequisite, AdviceKind::recommendation, AdviceKind::topology,
                                AdviceKind::offline, AdviceKind::caution};
    advice.kind = yaml_one_of(faults, *kind, "a kind of advice", kKinds).value_or(AdviceKind::caution);
  }
  if (const auto text = fields.require("text")) advice.text = yaml_text(faults, *text);
  advice.destinations = yaml_destinations(reading, fields, ports, false);
  advice.sources = read_sources_of(reading, fields);
  return advice;
}

void read_feature(YamlReading& reading, const YAML::Node& node, Offering& offering, Ids& ids) {
  Feature feature;
  if (node.IsMap()) {
    const YamlFields fields(reading.faults, node, "a feature", kFeatureKeys);
    if (const auto id = fields.require("id")) feature.id = yaml_id(reading.faults, *id, ids);
    if (const auto name = fields.find("name")) feature.name = yaml_text(reading.faults, *name);
  } else {
    feature.id = yaml_id(reading.faults, node, ids);
  }
  offering.features.push_back(std::move(feature));
}

// All of an offering but its cells, which may name offerings that stand below.
std::optional<YAML::Node> read_offering(YamlReading& reading, const YAML::Node& node, Ids& ids) {
  YamlFaults& faults = reading.faults;
  const YamlFields fields(faults, node, "an offering", kOfferingKeys);
  Offering offering;
  if (const auto id = fields.require("id")) offering.id = yaml_id(faults, *id, ids);
  if (const auto name = fields.require("name")) offering.name = yaml_text(faults, *name);
  if (const auto group = fields.find("group")) offering.group = yaml_text(faults, *group);
  if (const auto direction = fields.require("direction")) {
    constexpr std::array kDirections{Direction::from_vendor, Direction::to_vendor};
    offering.direction =
        yaml_one_of(faults, *direction, "a direction", kDirections).value_or(Direction::from_vendor);
  }
  if (const auto ports = fields.find("ports")) {
    const PortsList list = yaml_ports(faults, *ports);
    const bool every = list.size() == 1 && !list.front();
    if (list.size() > 1 || every) {
      faults.add(*ports, "an offering has one default port, as 443/tcp: say others, or any, at the entries");
    }
    if (!list.empty()) offering.ports = list.front();
  }
  if (const auto features = fields.find("features")) {
    Ids taken;
    for (const YAML::Node& item : yaml_items(faults, *features)) read_feature(reading, item, offering, taken);
  }
  if (const auto advice = fields.find("advice")) {
    for (const YAML::Node& item : yaml_items(faults, *advice)) {
      offering.advice.push_back(read_advice(reading, item, offering.ports));
    }
  }
  reading.catalog.offerings.push_back(std::move(offering));
  reading.offerings.push_back(node.Mark());
  return fields.require("cells");
}

void read_offerings(YamlReading& reading, const YAML::Node& node) {
  Ids ids;
  std::vector<std::optional<YAML::Node>> cells;
  for (const YAML::Node& item : yaml_items(reading.faults, node)) {
    if (cells.size() == kMostOfferings) {
      reading.faults.add(item, fmt::format("a catalog has at most {} offerings", kMostOfferings));
      break;
    }
    cells.push_back(read_offering(reading, item, ids));
  }
  reading.cells.resize(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i]) yaml_cells(reading, *cells[i], i);
  }
}

void read_sites(YamlReading& reading, const YAML::Node& node) {
  Ids ids;
  for (const YAML::Node& item : yaml_items(reading.faults, node)) {
    if (reading.catalog.sites.size() == kMostSites) {
      reading.faults.add(item, fmt::format("a catalog has at most {} sites", kMostSites));
      return;
    }
    read_site(reading, item, ids);
  }
}

// What others refer to is read first, wherever it stands.
void read_document(YamlReading& reading, const YAML::Node& document) {
  YamlFaults& faults = reading.faults;
  const YamlFields fields(faults, document, "a catalog", kCatalogKeys);
  Ids vendor_ids, source_ids, access_ids;
  if (const auto vendor = fields.require("vendor"))
    reading.catalog.vendor = yaml_id(faults, *vendor, vendor_ids);
  if (const auto name = fields.require("name")) reading.catalog.name = yaml_text(faults, *name);
  if (const auto sources = fields.require("sources")) {
    for (const YAML::Node& item : yaml_items(faults, *sources)) read_source(reading, item, source_ids);
  }
  if (const auto history = fields.find("history")) {
    for (const YAML::Node& item : yaml_items(faults, *history)) read_revision(reading, item);
  }
  if (const auto sites = fields.find("sites")) read_sites(reading, *sites);
  if (const auto access = fields.find("access")) {
    for (const YAML::Node& item : yaml_items(faults, *access)) read_access(reading, item, access_ids);
  }
  if (const auto advice = fields.find("advice")) {
    for (const YAML::Node& item : yaml_items(faults, *advice)) {
      reading.catalog.advice.push_back(read_advice(reading, item, std::nullopt));
    }
  }
  if (const auto offerings = fields.require("offerings")) read_offerings(reading, *offerings);
}

}  // namespace

Result<Catalog> read_catalog(std::string_view yaml, const std::string& file) {
  const std::string text(yaml);
  YamlFaults faults(text, file);
  const auto document = yaml::load(text);
  if (!document) {
    return fail(ErrorCode::malformed_catalog,
                fault_line(file, document.error().place, printable(document.error().why)));
  }
  YamlReading reading(faults);
  read_document(reading, *document);
  if (faults.empty()) check_catalog(reading);
  if (!faults.empty()) return std::unexpected(faults.error());
  return std::move(reading.catalog);
}

Result<Catalog> load_catalog(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::size_t most = yaml::Limits().bytes + 1;  // one more shows that it is too large
  std::string text(most, '\0');
  in.read(text.data(), static_cast<std::streamsize>(most));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (!in.is_open() || in.bad()) {
    return fail(ErrorCode::not_found, fmt::format("the catalog {} cannot be read", file.string()));
  }
  return read_catalog(text, file.string());
}

}  // namespace sallyport::catalog
