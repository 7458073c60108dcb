#include "catalog/check_catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "net/prefix_set.h"

namespace sallyport::catalog {
namespace {

using CellsOfSite = std::map<std::string_view, std::vector<std::size_t>>;

// A sixteenth of IPv4, and as much of IPv6 as a whole /16: nobody's list has more, and together with the
// bound of a single prefix no set of them comes near everything.
constexpr std::uint64_t kMostIpv4 = std::uint64_t{1} << 28;
constexpr double kMostIpv6 = 0x1p112;

std::string place_name(const Offering& offering, std::string_view site) {
  return site.empty() ? offering.id : fmt::format("{} at {}", offering.id, site);
}

CellsOfSite by_site(const Offering& offering) {
  CellsOfSite sites;
  for (std::size_t i = 0; i < offering.cells.size(); ++i) {
    const Cell& cell = offering.cells[i];
    if (cell.sites.empty()) sites[""].push_back(i);
    for (const std::string& site : cell.sites) sites[site].push_back(i);
  }
  return sites;
}

// Sorted by their start, ranges overlap where two neighbours do.
void check_versions(YamlReading& reading, std::size_t index, std::string_view site,
                    std::vector<std::size_t> cells) {
  const Offering& offering = reading.catalog.offerings[index];
  std::ranges::sort(cells, [&](std::size_t a, std::size_t b) {
    const auto& left = offering.cells[a].versions.from;
    const auto& right = offering.cells[b].versions.from;
    return left && right ? *left < *right : !left && right;
  });
  for (std::size_t i = 1; i < cells.size(); ++i) {
    const Cell& a = offering.cells[cells[i - 1]];
    const Cell& b = offering.cells[cells[i]];
    if (!a.versions.overlaps(b.versions)) continue;
    const std::size_t later = std::max(cells[i - 1], cells[i]);
    const int other = offering.cells[std::min(cells[i - 1], cells[i])].line;
    const bool whole = a.versions.is_everything() && b.versions.is_everything();
    reading.faults.add(
        reading.cells[index][later].versions,
        whole ? fmt::format("{} stands in two cells, here and in line {}: keep one",
                            place_name(offering, site), other)
              : fmt::format("the ranges of versions of {} overlap: {} and {} (line {})",
                            place_name(offering, site), offering.cells[later].versions.to_string(),
                            offering.cells[std::min(cells[i - 1], cells[i])].versions.to_string(), other));
  }
}

void check_sites(YamlReading& reading, std::size_t index) {
  const Offering& offering = reading.catalog.offerings[index];
  const CellsOfSite sites = by_site(offering);
  if (sites.contains("") && sites.size() > 1) {
    for (const std::size_t cell : sites.at("")) {
      reading.faults.add(
          reading.cells[index][cell].cell,
          fmt::format("this cell has no 'site', and other cells of {} have: name its sites, or write "
                      "'sites: all'",
                      offering.id));
    }
    return;
  }
  for (const auto& [site, cells] : sites) check_versions(reading, index, site, cells);
  if (sites.contains("")) return;
  for (const Site& site : reading.catalog.sites) {
    if (sites.contains(site.id)) continue;
    reading.faults.add(
        reading.offerings[index],
        fmt::format("{} says nothing of {}: give it a cell, with 'not-available: true' where the vendor "
                    "says so, or 'unknown: WHY'",
                    offering.id, site.id));
  }
}

void check_coverage(YamlReading& reading) {
  std::vector<net::Prefix> prefixes;
  prefixes.reserve(reading.prefixes.size());
  for (const auto& [prefix, place] : reading.prefixes) prefixes.push_back(prefix);
  const net::PrefixSet set = net::PrefixSet::of(std::move(prefixes));
  const auto refuse = [&](net::Family family, std::string_view how_much) {
    const std::pair<net::Prefix, YAML::Mark>* widest = nullptr;
    for (const auto& entry : reading.prefixes) {
      if (entry.first.family() != family) continue;
      if (widest == nullptr || entry.first.length() < widest->first.length()) widest = &entry;
    }
    reading.faults.add(
        widest->second,
        fmt::format("the addresses of this vendor are {} together, as this {}: no list should let so many in",
                    how_much, widest->first.to_string()));
  };
  if (set.ipv4_addresses() > kMostIpv4) refuse(net::Family::ipv4, "more than a sixteenth of IPv4");
  if (set.ipv6_addresses() > kMostIpv6) refuse(net::Family::ipv6, "more than a /16 of IPv6");
}

}  // namespace

void check_catalog(YamlReading& reading) {
  for (std::size_t i = 0; i < reading.catalog.offerings.size(); ++i) check_sites(reading, i);
  if (reading.faults.empty()) check_same_as(reading);
  check_coverage(reading);
}

}  // namespace sallyport::catalog
