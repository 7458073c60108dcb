#include <algorithm>
#include <tuple>

#include "catalog/whois/whois_index.h"

namespace sallyport::catalog {
namespace {

using std::chrono::floor;
using std::chrono::sys_days;

// The first day that a page of the cell bears, or was read on.
std::optional<sys_days> first_told(const Catalog& catalog, const Cell& cell) {
  std::optional<sys_days> first;
  for (const std::string& id : cell.sources) {
    const Source* const source = catalog.source(id);
    if (source == nullptr) continue;
    const auto& day = source->dated ? source->dated : source->read;
    if (day && (!first || day->first() < *first)) first = day->first();
  }
  return first;
}

std::optional<sys_days> earlier(std::optional<sys_days> a, std::optional<sys_days> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

// A feed in which entries are looked up by what they say.
class FeedRevision {
 public:
  explicit FeedRevision(const Feed& feed) : feed_(feed) {}

  bool says(const net::Destination& destination, std::string_view offering, std::string_view site) const {
    const auto equal = std::ranges::equal_range(feed_.entries, destination, {}, &FeedEntry::destination);
    return std::ranges::any_of(equal, [&](const FeedEntry& entry) {
      return feed_.offering_of(entry) == offering && feed_.site_of(entry) == site;
    });
  }
  std::optional<sys_days> day() const {
    if (!feed_.made) return std::nullopt;
    return floor<std::chrono::days>(*feed_.made);
  }

 private:
  const Feed& feed_;
};

// What contains all names of the pattern, from the most specific on.
std::vector<std::string> wider_keys(const net::HostPattern& pattern) {
  std::vector<std::string> keys;
  std::string_view rest = pattern.name();
  if (pattern.depth() == net::Depth::one) keys.push_back("**." + std::string(rest));
  bool first = pattern.depth() == net::Depth::exact;
  for (std::size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
    rest.remove_prefix(dot + 1);
    if (first) keys.push_back("*." + std::string(rest));
    keys.push_back("**." + std::string(rest));
    first = false;
  }
  return keys;
}

}  // namespace

std::uint32_t WhoisIndex::Builder::name(std::string_view text) {
  const auto [place, is_new] =
      known_.try_emplace(std::string(text), static_cast<std::uint32_t>(names_.size()));
  if (is_new) names_.emplace_back(text);
  return place->second;
}

void WhoisIndex::Builder::add(const Catalog& catalog) {
  const std::uint32_t vendor = name(catalog.vendor);
  for (const Offering& offering : catalog.offerings) {
    for (const Cell& cell : offering.cells) add(catalog, vendor, offering, cell);
  }
}

void WhoisIndex::Builder::add(const Catalog& catalog, std::uint32_t vendor, const Offering& offering,
                              const Cell& cell) {
  const auto* const addresses = std::get_if<Addresses>(&cell.content);
  if (addresses == nullptr) return;
  const auto told = first_told(catalog, cell);
  std::vector<std::string> sites = cell.sites;
  if (sites.empty()) sites.emplace_back();
  for (const Entry& entry : addresses->entries) {
    Fact fact;
    fact.vendor = vendor;
    fact.offering = name(offering.id);
    fact.since = entry.from ? entry.from->first() : told;
    fact.until = earlier(entry.until ? std::optional(entry.until->last()) : std::nullopt,
                         cell.until ? std::optional(cell.until->last()) : std::nullopt);
    for (const std::string& site : sites) {
      fact.site = name(site);
      for (const net::Destination& destination : entry.destinations)
        rows_.push_back({{destination.what, {}}, fact});
    }
  }
}

void WhoisIndex::Builder::add(std::string_view vendor, std::span<const Feed> revisions) {
  const Feed& newest = revisions.back();
  const std::uint32_t vendor_name = name(vendor);
  for (const FeedEntry& entry : newest.entries) {
    const std::string& offering = newest.offering_of(entry);
    const std::string& site = newest.site_of(entry);
    std::optional<sys_days> since;
    for (auto revision = revisions.rbegin(); revision != revisions.rend(); ++revision) {
      const FeedRevision earlier_one(*revision);
      if (revision != revisions.rbegin() && !earlier_one.says(entry.destination, offering, site)) break;
      if (const auto day = earlier_one.day()) since = day;
    }
    rows_.push_back({{entry.destination.what, {}}, {vendor_name, name(offering), name(site), since, {}}});
  }
}

WhoisIndex WhoisIndex::Builder::build() && {
  const auto key = [this](const Row& row) {
    return std::tie(names_[row.fact.vendor], names_[row.fact.offering], names_[row.fact.site], row.fact.since,
                    row.fact.until);
  };
  std::ranges::sort(rows_, [&](const Row& a, const Row& b) {
    if (a.destination != b.destination) return a.destination < b.destination;
    return key(a) < key(b);
  });
  const auto same = [&](const Row& a, const Row& b) {
    return a.destination == b.destination && key(a) == key(b);
  };
  rows_.erase(std::unique(rows_.begin(), rows_.end(), same), rows_.end());

  WhoisIndex index;
  std::vector<std::uint32_t> open;  // the prefixes that may contain the next one, the widest first
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const net::Destination& destination = rows_[i].destination;
    if (i == 0 || destination != rows_[i - 1].destination) {
      const auto place = static_cast<std::uint32_t>(index.first_fact_.size());
      index.first_fact_.push_back(static_cast<std::uint32_t>(i));
      index.wider_.push_back(kNone);
      if (const auto* prefix = std::get_if<net::Prefix>(&destination.what)) {
        while (!open.empty() && !index.prefixes_[open.back()].contains(*prefix)) open.pop_back();
        if (!open.empty()) index.wider_.back() = open.back();
        open.push_back(place);
        index.prefixes_.push_back(*prefix);
      } else {
        index.hosts_.push_back(std::get<net::HostPattern>(destination.what));
        index.by_host_.emplace(index.hosts_.back().to_string(), place);
      }
    }
    index.facts_.push_back(rows_[i].fact);
  }
  index.first_fact_.push_back(static_cast<std::uint32_t>(rows_.size()));
  for (std::size_t i = 0; i < index.hosts_.size(); ++i) {
    for (const std::string& wider : wider_keys(index.hosts_[i])) {
      const auto found = index.by_host_.find(wider);
      if (found == index.by_host_.end()) continue;
      index.wider_[index.prefixes_.size() + i] = found->second;
      break;
    }
  }
  index.names_ = std::move(names_);
  index.map_ = net::PrefixMap::build(index.prefixes_);
  return index;
}

}  // namespace sallyport::catalog
