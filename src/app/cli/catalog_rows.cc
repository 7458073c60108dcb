#include "app/cli/catalog_rows.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "app/cli/catalog_phrases.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;
using catalog::Catalog;
using catalog::Cell;
using catalog::Entry;
using catalog::Offering;

// Rows of one catalog. For people, what belongs together stands in one column.
class Rows {
 public:
  Rows(const Catalog& catalog, catalog::Language language, bool for_people)
      : catalog_(catalog), language_(language), words_(phrases(language)), for_people_(for_people) {}

  void add(const Offering& offering) {
    for (const Cell& cell : offering.cells) add(offering, cell);
  }
  json::array take() { return std::move(rows_); }

 private:
  void add(const Offering& offering, const Cell& cell) {
    json::object base;
    base["offering"] = offering.id;
    if (for_people_) {
      const bool all = cell.sites.size() > 1 && cell.sites.size() == catalog_.sites.size();
      base["site"] = all ? std::string(words_.all_sites) : joined(cell.sites);
    } else {
      base["direction"] = to_string(offering.direction);
      base["sites"] = array_of(cell.sites);
      base["sources"] = array_of(cell.sources);
    }
    base["versions"] = describe(words_, cell.versions);
    if (cell.until) base[for_people_ ? "when" : "until"] = until(*cell.until);
    if (const auto* unknown = std::get_if<catalog::Unknown>(&cell.content)) {
      base[for_people_ ? "address" : "says"] = for_people_ ? words_.unknown : "unknown";
      base[for_people_ ? "meaning" : "note"] = unknown->why.in(language_);
      rows_.push_back(std::move(base));
    } else if (const auto* addresses = std::get_if<catalog::Addresses>(&cell.content)) {
      if (addresses->same_as) add_same(base, *addresses->same_as);
      for (const Entry& entry : addresses->entries) add_entry(base, cell, entry);
    } else {
      base[for_people_ ? "address" : "says"] = for_people_ ? words_.not_available : "not-available";
      rows_.push_back(std::move(base));
    }
  }

  void add_same(json::object row, const catalog::SameAs& same) {
    if (for_people_) {
      std::string text = with(words_.same_as, joined(same.offerings));
      if (same.versions) text += ", " + describe(words_, *same.versions);
      if (same.chosen) text += fmt::format(" ({})", words_.only_chosen);
      row["address"] = text;
    } else {
      row["says"] = "same-as";
      row["same_as"] = array_of(same.offerings);
      if (same.chosen) row["chosen"] = true;
    }
    rows_.push_back(std::move(row));
  }

  // All ports of an address, or of a host, stand in one row.
  void add_entry(const json::object& base, const Cell& cell, const Entry& entry) {
    for (auto next = entry.destinations.begin(); next != entry.destinations.end();) {
      json::object row = base;
      const auto& what = next->what;
      std::vector<std::string> ports;
      for (; next != entry.destinations.end() && next->what == what; ++next) {
        if (next->ports) ports.push_back(net::to_string(*next->ports));
      }
      row["address"] = net::to_string(net::Destination{what, {}});
      row["ports"] = for_people_ ? json::value(joined(ports)) : json::value(array_of(ports));
      for_people_ ? add_for_people(row, cell, entry) : add_fields(row, entry);
      rows_.push_back(std::move(row));
    }
  }

  void add_for_people(json::object& row, const Cell& cell, const Entry& entry) {
    std::vector<std::string> when;
    if (!entry.feature.empty()) when.push_back(with(words_.with, entry.feature));
    if (entry.need == catalog::Need::recommended) when.emplace_back(words_.recommended);
    if (entry.need == catalog::Need::optional) when.emplace_back(words_.optional);
    if (entry.from) when.push_back(with(words_.from, entry.from->to_string()));
    if (entry.until) {
      when.push_back(with(words_.until, entry.until->to_string()));
    } else if (cell.until) {
      when.push_back(with(words_.until, cell.until->to_string()));
    }
    if (!entry.replaced_by.empty()) when.push_back(with(words_.instead, joined(texts_of(entry.replaced_by))));
    row["when"] = joined(when);
    std::vector<std::string> meaning;
    if (!entry.purpose.empty()) meaning.push_back(entry.purpose.in(language_));
    if (!entry.impact.empty())
      meaning.push_back(fmt::format("{} {}", words_.if_blocked, entry.impact.in(language_)));
    if (!entry.note.empty()) meaning.push_back(entry.note.in(language_));
    row["meaning"] = joined(meaning, " ");
  }

  void add_fields(json::object& row, const Entry& entry) {
    row["says"] = "addresses";
    if (!entry.feature.empty()) row["feature"] = entry.feature;
    row["need"] = to_string(entry.need);
    if (entry.from) row["from"] = entry.from->to_string();
    if (entry.until) row["until"] = entry.until->to_string();
    if (!entry.replaced_by.empty()) row["replaced_by"] = array_of(texts_of(entry.replaced_by));
    if (!entry.purpose.empty()) row["purpose"] = entry.purpose.in(language_);
    if (!entry.impact.empty()) row["impact"] = entry.impact.in(language_);
    if (!entry.note.empty()) row["note"] = entry.note.in(language_);
  }

  std::string until(const catalog::Day& day) const {
    return for_people_ ? with(words_.until, day.to_string()) : day.to_string();
  }

  const Catalog& catalog_;
  const catalog::Language language_;
  const Phrases& words_;
  const bool for_people_;
  json::array rows_;
};

}  // namespace

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  return fmt::format("{}", fmt::join(parts, between));
}

json::array array_of(const std::vector<std::string>& values) {
  return json::array(values.begin(), values.end());
}

std::vector<std::string> texts_of(const std::vector<net::Destination>& destinations) {
  std::vector<std::string> texts;
  for (const auto& destination : destinations) texts.push_back(net::to_string(destination));
  return texts;
}

json::array rows_of(const Catalog& catalog, const std::vector<const Offering*>& offerings,
                    catalog::Language language, bool for_people) {
  Rows rows(catalog, language, for_people);
  for (const auto* offering : offerings) rows.add(*offering);
  return rows.take();
}

}  // namespace sallyport::cli
