#include "catalog/listing.h"

#include <fmt/format.h>

#include <algorithm>

namespace sallyport::catalog {
namespace {

using SysDay = std::chrono::sys_days;
using Lines = std::vector<Listing::Line>;

std::string place_of(const Offering& offering, const VersionRange& versions, std::string_view site) {
  std::string text = offering.id;
  if (!versions.is_everything()) text += " " + versions.to_string();
  if (!site.empty()) text += fmt::format(" at {}", site);
  return text;
}

std::string_view says(const Cell& cell, SysDay on) {
  if (std::holds_alternative<Unknown>(cell.content)) return "unknown";
  if (std::holds_alternative<NotAvailable>(cell.content)) return "not available";
  return cell.until && cell.until->last() < on ? "ended" : "addresses";
}

// Its places and its end, beside those that the line has already.
void add_reason(Listing::Line& line, const Reason& reason, bool& endless) {
  line.places.push_back(place_of(reason));
  endless = endless || !reason.until;
  if (reason.until && (!line.until || *line.until < *reason.until)) line.until = reason.until;
  if (reason.entry == nullptr) return;
  for (const auto& other : reason.entry->replaced_by) line.replaced_by.push_back(other);
}

template <class T>
void make_set(std::vector<T>& list) {
  std::ranges::sort(list);
  list.erase(std::ranges::unique(list).begin(), list.end());
}

// A destination that the vendor comes from and that you go to is two lines of what was resolved, and one
// here.
Lines lines_of(const Resolved& resolved) {
  Lines lines;
  for (auto next = resolved.lines.begin(); next != resolved.lines.end();) {
    Listing::Line line{next->destination, {}, std::nullopt, {}};
    bool endless = false;
    for (; next != resolved.lines.end() && next->destination == line.destination; ++next) {
      for (const Reason& reason : next->reasons) add_reason(line, reason, endless);
    }
    if (endless) line.until.reset();
    make_set(line.places);
    make_set(line.replaced_by);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

std::string place_of(const Reason& reason) {
  std::string text = place_of(*reason.offering, reason.cell->versions, reason.site);
  if (reason.through != nullptr) text = fmt::format("{} as {}", reason.through->id, text);
  if (reason.entry == nullptr) return text;
  if (!reason.entry->feature.empty()) text += fmt::format(" with {}", reason.entry->feature);
  if (reason.entry->need == Need::recommended) text += " (recommended)";
  if (reason.entry->need == Need::optional) text += " (optional)";
  return text;
}

Listing listing_of(std::vector<net::Destination> destinations) {
  make_set(destinations);
  Listing listing;
  for (auto& destination : destinations) {
    listing.lines.push_back({std::move(destination), {}, std::nullopt, {}});
  }
  return listing;
}

Result<Listing> listing_of(const Catalog& catalog, std::chrono::sys_days on) {
  Selection everything;
  everything.on = on;
  everything.all = true;
  everything.allow_unknown = true;
  SALLYPORT_ASSIGN(const Resolved resolved, resolve(catalog, everything));
  Listing listing;
  listing.lines = lines_of(resolved);
  for (const Offering& offering : catalog.offerings) {
    for (const Cell& cell : offering.cells) {
      const auto add = [&](std::string_view site) {
        listing.cells.emplace(place_of(offering, cell.versions, site), says(cell, on));
      };
      for (const auto& site : cell.sites) add(site);
      if (cell.sites.empty()) add({});
    }
  }
  return listing;
}

}  // namespace sallyport::catalog
