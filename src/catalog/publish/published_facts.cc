#include "catalog/publish/published_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace sallyport::catalog {
namespace {

using SysDay = std::chrono::sys_days;
constexpr std::chrono::days kNextDay{1};

PublishedPlace place_from(const Reason& reason, const Offering& offering, const std::string& site) {
  PublishedPlace place;
  place.offering = &offering;
  place.holder = reason.offering;
  place.site = site;
  if (!reason.cell->versions.is_everything()) place.versions = reason.cell->versions.to_string();
  place.feature = reason.entry->feature;
  place.need = reason.entry->need;
  return place;
}

// Of one offering at one site: what another one has without sites counts at each site of those that have the
// same, and resolve() of all of them together would not say at which.
void add_facts(const Catalog& catalog, const Offering& offering, const std::string& site, SysDay on,
               std::vector<PublishedFact>& facts) {
  Selection selection;
  selection.offerings = {offering.id};
  if (!site.empty()) selection.sites = {site};
  selection.on = on;
  selection.all = true;
  selection.allow_unknown = true;
  const auto resolved = resolve(catalog, selection);
  if (!resolved) return;  // cannot be: nothing is named that could be missing
  for (const ResolvedLine& line : resolved->lines) {
    for (const Reason& reason : line.reasons) {
      facts.push_back({line.destination, place_from(reason, offering, site), reason.entry});
    }
  }
}

// Calls visit(day) for each day on which something listed begins, or has just ended.
template <class Visit>
void each_listed_day(const Catalog& catalog, const Visit& visit) {
  for (const Offering& offering : catalog.offerings) {
    for (const Cell& cell : offering.cells) {
      if (cell.until) visit(cell.until->last() + kNextDay);
      const auto* const addresses = std::get_if<Addresses>(&cell.content);
      if (addresses == nullptr) continue;
      for (const Entry& entry : addresses->entries) {
        if (entry.from) visit(entry.from->first());
        if (entry.until) visit(entry.until->last() + kNextDay);
      }
    }
  }
}

}  // namespace

std::string PublishedPlace::key() const {
  return fmt::format("{}|{}|{}|{}|{}|{}", offering->id, site, holder->id, versions, feature, to_string(need));
}

std::uint64_t PublishedPlace::id(std::string_view ports) const {
  constexpr std::uint64_t kLargest = (std::uint64_t{1} << 53) - 1;
  return stable_hash(fmt::format("{}|{}", key(), ports)) % kLargest + 1;
}

std::vector<PublishedFact> published_facts(const Catalog& catalog, SysDay on) {
  std::vector<PublishedFact> facts;
  for (const Offering& offering : catalog.offerings) {
    if (!offering.has_sites()) add_facts(catalog, offering, {}, on, facts);
    for (const Site& site : catalog.sites) {
      if (offering.has_sites()) add_facts(catalog, offering, site.id, on, facts);
    }
  }
  return facts;
}

std::vector<SysDay> change_days(const Catalog& catalog) {
  std::set<SysDay> days;
  each_listed_day(catalog, [&](SysDay day) {
    days.insert(day);
    if (days.size() > kMostChangeDays) days.erase(days.begin());
  });
  return {days.begin(), days.end()};
}

SysDay published_version(const Catalog& catalog, SysDay on) {
  std::optional<SysDay> last;
  const auto look_at = [&](SysDay day) {
    if (day <= on && (!last || *last < day)) last = day;
  };
  each_listed_day(catalog, look_at);
  for (const Revision& revision : catalog.history) look_at(revision.on.first());
  for (const Source& source : catalog.sources) {
    if (source.dated) look_at(source.dated->first());
    if (source.read) look_at(source.read->first());
  }
  return last.value_or(on);
}

std::uint64_t stable_hash(std::string_view text, std::uint64_t seed) {
  std::uint64_t hash = 0xCBF29CE484222325U ^ seed;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

std::string with_length(const net::Prefix& prefix) {
  return fmt::format("{}/{}", prefix.address().to_string(), prefix.length());
}

std::vector<net::Destination> without_ports(const std::vector<PublishedFact>& facts) {
  std::vector<net::Destination> list;
  list.reserve(facts.size());
  for (const PublishedFact& fact : facts) list.push_back({fact.destination.what, {}});
  std::ranges::sort(list);
  list.erase(std::ranges::unique(list).begin(), list.end());
  return list;
}

}  // namespace sallyport::catalog
