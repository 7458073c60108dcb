// golden_resolve: what resolve() must answer, said slowly: of every way from a selected offering to an entry,
// whether it counts.
//
// Thread safety: pure. REQUIRES: few ways; they are all walked.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "catalog/resolve.h"

namespace sallyport::catalog {

// Destination and direction -> offering, site, number of the entry's purpose..., as
// "offering|site|cell|entry|through".
using GoldenLines = std::map<std::pair<std::string, Direction>, std::set<std::string>>;

struct GoldenAnswer {
  GoldenLines lines;
  std::set<std::string> unknown;        // "offering|site"
  std::set<std::string> not_available;  // the same
};

class GoldenResolve {
 public:
  GoldenResolve(const Catalog& catalog, const Selection& selection)
      : catalog_(catalog), selection_(selection) {}

  GoldenAnswer answer() {
    for (const Offering& offering : catalog_.offerings) {
      if (!selection_.offerings.empty() && !has(selection_.offerings, offering.id)) continue;
      for (const std::string& site : sites_of(offering, ""))
        walk(offering, site, selection_.version, {}, nullptr);
    }
    return answer_;
  }

 private:
  static bool has(const std::vector<std::string>& list, const std::string& id) {
    return std::count(list.begin(), list.end(), id) > 0;
  }

  // At which sites an offering is looked at, when it is reached from one.
  std::vector<std::string> sites_of(const Offering& offering, const std::string& from) const {
    if (offering.cells.front().sites.empty()) return {""};
    if (!from.empty()) return {from};
    std::vector<std::string> sites;
    for (const Site& site : catalog_.sites) {
      if (selection_.sites.empty() || has(selection_.sites, site.id)) sites.push_back(site.id);
    }
    return sites;
  }

  // One version, or all ranges (each of them must be met by what lies on all of them at once).
  static bool meets(const std::optional<Version>& version, std::vector<VersionRange> ranges,
                    const VersionRange& range) {
    if (version) return range.contains(*version);
    ranges.push_back(range);
    // Of finitely many ranges the overlap, where there is one, has a bound of one of them in it, or
    // everything.
    std::vector<Version> probes{Version::parse("0").value()};
    for (const VersionRange& each : ranges) {
      for (const auto& bound : {each.from, each.to}) {
        if (bound) probes.push_back(*bound);
      }
    }
    return std::any_of(probes.begin(), probes.end(), [&](const Version& probe) {
      return std::all_of(ranges.begin(), ranges.end(),
                         [&](const VersionRange& each) { return each.contains(probe); });
    });
  }

  void walk(const Offering& offering, const std::string& site, const std::optional<Version>& version,
            const std::vector<VersionRange>& ranges, const Offering* through) {
    bool found = false;
    for (const Cell& cell : offering.cells) {
      if (!cell.sites.empty() && !has(cell.sites, site)) continue;
      if (!meets(version, ranges, cell.versions)) continue;
      found = true;
      if (cell.until && cell.until->last() < selection_.on) continue;
      if (std::holds_alternative<NotAvailable>(cell.content))
        answer_.not_available.insert(offering.id + "|" + site);
      if (std::holds_alternative<Unknown>(cell.content)) answer_.unknown.insert(offering.id + "|" + site);
      const auto* const addresses = std::get_if<Addresses>(&cell.content);
      if (addresses == nullptr) continue;
      for (const Entry& entry : addresses->entries) take(offering, site, cell, entry, through);
      if (addresses->same_as) follow(offering, site, version, ranges, cell, *addresses->same_as, through);
    }
    if (!found) answer_.unknown.insert(offering.id + "|" + site);
  }

  void take(const Offering& offering, const std::string& site, const Cell& cell, const Entry& entry,
            const Offering* through) {
    const auto* const addresses = std::get_if<Addresses>(&cell.content);
    const bool feature = entry.feature.empty() || selection_.all || has(selection_.features, entry.feature);
    const bool need = entry.need == Need::required || selection_.all;
    const bool begun = !entry.from || entry.from->first() <= selection_.on;
    const bool over = entry.until && entry.until->last() < selection_.on;
    if (!feature || !need || !begun || over) return;
    for (const net::Destination& destination : entry.destinations) {
      answer_.lines[{net::to_string(destination), offering.direction}].insert(
          offering.id + "|" + site + "|" + std::to_string(&cell - offering.cells.data()) + "|" +
          std::to_string(&entry - addresses->entries.data()) + "|" + (through == nullptr ? "" : through->id));
    }
  }

  void follow(const Offering& offering, const std::string& site, const std::optional<Version>& version,
              std::vector<VersionRange> ranges, const Cell& cell, const SameAs& same,
              const Offering* through) {
    std::vector<std::string> targets;
    for (const std::string& id : same.offerings) {
      if (!same.chosen || has(selection_.offerings, id)) targets.push_back(id);
    }
    if (targets.empty()) targets = same.offerings;
    ranges.push_back(cell.versions);
    for (const std::string& id : targets) {
      const Offering& target = *catalog_.offering(id);
      for (const std::string& there : sites_of(target, site)) {
        if (same.versions) {
          walk(target, there, std::nullopt, {*same.versions}, through == nullptr ? &offering : through);
        } else {
          walk(target, there, version, ranges, through == nullptr ? &offering : through);
        }
      }
    }
  }

  const Catalog& catalog_;
  const Selection& selection_;
  GoldenAnswer answer_;
};

}  // namespace sallyport::catalog
