#include "catalog/random_catalog.h"

#include <array>

namespace sallyport::catalog::test {

std::optional<Version> RandomCatalog::version() {
  if (chance(2)) return std::nullopt;
  std::string text = std::to_string(below(5));
  if (chance(4)) text += "." + std::to_string(below(3));
  return Version::parse(text).value();
}

Day RandomCatalog::day() {
  constexpr std::array kDays{"2024", "2024-Q2", "2024-09", "2024-09-30", "2025", "2025-01-01", "2025-Q4"};
  return Day::parse(kDays[below(kDays.size())]).value();
}

Text RandomCatalog::text() {
  constexpr std::array kTexts{"One", "a: b # c", "\"quoted\" \\ text", "yes", "- 12", "\xe3\x83\x97 \xc3\xbc",
                              "'",   "2.10"};
  Text made;
  made.en = kTexts[below(kTexts.size())];
  if (chance(3)) made.de = kTexts[below(kTexts.size())];
  if (chance(3)) made.ja = kTexts[below(kTexts.size())];
  return made;
}

std::vector<net::Destination> RandomCatalog::destinations(bool with_ports) {
  constexpr std::array kNames{"3.6.251.95",     "3.6.251.96",     "18.195.0.0/16",  "2600:1f18::/33",
                              "a.acme.example", "b.acme.example", "*.acme.example", "**.b.acme.example"};
  std::vector<std::optional<net::Ports>> ports{std::nullopt};
  if (with_ports && chance(6)) ports = {net::Ports{443, 443, net::Protocol::tcp}};
  if (with_ports && chance(3))
    ports = {net::Ports{443, 443, net::Protocol::tcp}, net::Ports{80, 81, net::Protocol::udp}};
  std::vector<net::Destination> made;
  for (const char* name : kNames) {
    if (!chance(3) && !(made.empty() && name == kNames.back())) continue;
    for (const auto& port : ports) made.push_back({net::parse_destination(name).value().what, port});
  }
  return made;
}

Entry RandomCatalog::entry(const Offering& offering) {
  Entry made;
  made.destinations = destinations(true);
  if (chance(2)) made.need = chance(5) ? Need::optional : Need::recommended;
  if (!offering.features.empty() && chance(3))
    made.feature = offering.features[below(offering.features.size())].id;
  if (chance(2)) made.from = day();
  if (chance(2)) {
    made.until = day();
    if (made.from && made.until->last() < made.from->first()) made.from.reset();
  }
  if (chance(1)) {
    for (const net::Destination& destination : made.destinations) {
      if (!(destination.what == made.destinations.front().what)) break;
      made.replaced_by.push_back(
          {net::parse_destination("new.acme.example").value().what, destination.ports});
    }
  }
  if (chance(3)) made.purpose = text();
  if (chance(1)) made.impact = text();
  if (chance(1)) made.note = text();
  return made;
}

Addresses RandomCatalog::addresses(const Catalog& catalog, const Offering& offering, std::size_t index,
                                   std::size_t count) {
  Addresses made;
  for (auto left = below(3); left > 0; --left) made.entries.push_back(entry(offering));
  if (index + 1 < count && (made.entries.empty() || chance(4))) {
    SameAs same;
    for (std::size_t i = index + 1; i < count; ++i) {
      if (chance(4) || i == index + 1) same.offerings.push_back(catalog.offerings[i].id);
    }
    same.chosen = chance(4);
    if (chance(3)) {
      const VersionRange range{version(), version()};
      if (!range.ends_before_it_starts() && !range.is_everything()) same.versions = range;
    }
    made.same_as = same;
  }
  if (made.entries.empty() && !made.same_as) made.entries.push_back(entry(offering));
  return made;
}

void RandomCatalog::add_cells(Catalog& catalog, std::size_t index, std::size_t count) {
  Offering& offering = catalog.offerings[index];
  const auto add = [&](std::vector<std::string> sites, VersionRange versions) {
    Cell cell;
    cell.sites = std::move(sites);
    cell.versions = std::move(versions);
    cell.sources = chance(3) ? std::vector<std::string>{"en", "ja"} : std::vector<std::string>{"en"};
    if (chance(1))
      cell.content = NotAvailable();
    else if (chance(1))
      cell.content = Unknown{text()};
    else
      cell.content = addresses(catalog, offering, index, count);
    if (chance(2)) cell.until = day();
    if (const auto* const said = std::get_if<Addresses>(&cell.content); said != nullptr && cell.until) {
      for (const Entry& each : said->entries) {
        if (each.from && each.from->first() > cell.until->last()) cell.until.reset();
        if (!cell.until) break;
      }
    }
    offering.cells.push_back(std::move(cell));
  };
  const auto version_of = [](const char* text) { return Version::parse(text).value(); };
  const auto add_versions = [&](const std::vector<std::string>& sites) {
    if (index % 3 != 1) return add(sites, {});
    add(sites, {std::nullopt, version_of("1.1")});
    if (chance(7)) add(sites, {version_of("2"), version_of("2")});
    if (chance(7)) add(sites, {version_of("3.1"), std::nullopt});
  };
  if (index % 2 == 1 || catalog.sites.empty()) return add_versions({});
  if (chance(3)) {
    std::vector<std::string> all;
    for (const Site& site : catalog.sites) all.push_back(site.id);
    return add_versions(all);
  }
  for (const Site& site : catalog.sites) add_versions({site.id});
}

Catalog RandomCatalog::make() {
  Catalog catalog;
  catalog.vendor = "acme";
  catalog.name = text();
  catalog.sources = {{"en", "A page", Language::english, day(), std::nullopt, {}},
                     {"ja", "https://acme.example/?a=1#b", Language::japanese, std::nullopt, day(), text()}};
  if (chance(5)) catalog.history.push_back({day(), text(), {"ja"}});
  for (auto i = below(4); i > 0; --i)
    catalog.sites.push_back({"DC-0" + std::to_string(i), chance(5) ? text() : Text()});
  if (chance(5)) catalog.access.push_back({"console", text(), WayIn::ticket, text()});
  if (chance(5)) catalog.advice.push_back({AdviceKind::recommendation, text(), destinations(true), {"en"}});
  const std::size_t count = 1 + below(7);
  for (std::size_t i = 0; i < count; ++i) {
    Offering offering;
    offering.id = "o" + std::to_string(i);
    offering.name = text();
    if (chance(5)) offering.group = text();
    if (chance(5)) offering.ports = net::Ports{443, 443, net::Protocol::tcp};
    if (chance(5)) offering.features = {{"keys", text()}, {"files", {}}};
    if (chance(2)) offering.advice.push_back({AdviceKind::offline, text(), {}, {}});
    catalog.offerings.push_back(std::move(offering));
  }
  for (std::size_t i = 0; i < count; ++i) add_cells(catalog, i, count);
  return catalog;
}

}  // namespace sallyport::catalog::test
