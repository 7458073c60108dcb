#include "catalog/answer/answer_cells.h"

#include <boost/json.hpp>

#include "catalog/answer/answer_texts.h"

namespace sallyport::catalog {
namespace {

namespace json = boost::json;

json::object fields_of_cell(const Offering& offering, const Cell& cell) {
  json::object fields{{"offering", offering.id},
                      {"direction", to_string(offering.direction)},
                      {"sites", array_of(cell.sites)},
                      {"sources", array_of(cell.sources)},
                      {"versions", cell.versions.is_everything() ? "" : cell.versions.to_string()}};
  if (cell.until) fields["until"] = cell.until->to_string();
  return fields;
}

// All ports of an address, or of a host, stand in one row.
void add_entry_rows(const json::object& base, const Entry& entry, Language language, json::array& rows) {
  for (auto next = entry.destinations.begin(); next != entry.destinations.end();) {
    json::object row = base;
    const auto& what = next->what;
    json::array ports;
    for (; next != entry.destinations.end() && next->what == what; ++next) {
      if (next->ports) ports.emplace_back(net::to_string(*next->ports));
    }
    row["address"] = net::to_string(net::Destination{what, {}});
    row["ports"] = std::move(ports);
    row["says"] = "addresses";
    add_entry_fields(row, entry, language);
    if (entry.until) row["until"] = entry.until->to_string();
    rows.push_back(std::move(row));
  }
}

void add_cell_rows(const Offering& offering, const Cell& cell, Language language, json::array& rows) {
  json::object base = fields_of_cell(offering, cell);
  if (const auto* const unknown = std::get_if<Unknown>(&cell.content)) {
    base["says"] = "unknown";
    base["note"] = unknown->why.in(language);
    rows.push_back(std::move(base));
  } else if (const auto* const addresses = std::get_if<Addresses>(&cell.content)) {
    if (const auto& same = addresses->same_as) {
      json::object row = base;
      row["says"] = "same-as";
      row["same_as"] = array_of(same->offerings);
      if (same->chosen) row["chosen"] = true;
      rows.push_back(std::move(row));
    }
    for (const Entry& entry : addresses->entries) add_entry_rows(base, entry, language, rows);
  } else {
    base["says"] = "not-available";
    rows.push_back(std::move(base));
  }
}

}  // namespace

void add_entry_fields(json::object& row, const Entry& entry, Language language) {
  if (!entry.feature.empty()) row["feature"] = entry.feature;
  row["need"] = to_string(entry.need);
  if (entry.from) row["from"] = entry.from->to_string();
  if (!entry.replaced_by.empty()) row["replaced_by"] = array_of(texts_of(entry.replaced_by));
  if (!entry.purpose.empty()) row["purpose"] = entry.purpose.in(language);
  if (!entry.impact.empty()) row["impact"] = entry.impact.in(language);
  if (!entry.note.empty()) row["note"] = entry.note.in(language);
}

json::array cell_rows(const std::vector<const Offering*>& offerings, Language language) {
  json::array rows;
  for (const auto* offering : offerings) {
    for (const Cell& cell : offering->cells) add_cell_rows(*offering, cell, language, rows);
  }
  return rows;
}

}  // namespace sallyport::catalog
