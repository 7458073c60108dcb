#include "app/cli/catalog/catalog_rows.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "app/cli/catalog/catalog_phrases.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;
using catalog::Catalog;
using catalog::Cell;
using catalog::Entry;
using catalog::Offering;

// What belongs together stands in one column.
class Rows {
 public:
  Rows(const Catalog& catalog, catalog::Language language)
      : catalog_(catalog), language_(language), words_(catalog::page_words(language)) {}

  void add(const Offering& offering) {
    for (const Cell& cell : offering.cells) add(offering, cell);
  }
  json::array take() { return std::move(rows_); }

 private:
  void add(const Offering& offering, const Cell& cell) {
    const bool all = cell.sites.size() > 1 && cell.sites.size() == catalog_.sites.size();
    json::object base{{"offering", offering.id},
                      {"site", all ? std::string(phrases(language_).all_sites) : joined(cell.sites)},
                      {"versions", versions_in_words(language_, cell.versions)}};
    if (cell.until) base["when"] = catalog::page_phrase(words_.until, cell.until->to_string());
    if (const auto* unknown = std::get_if<catalog::Unknown>(&cell.content)) {
      base["address"] = words_.unknown;
      base["meaning"] = unknown->why.in(language_);
      rows_.push_back(std::move(base));
    } else if (const auto* addresses = std::get_if<catalog::Addresses>(&cell.content)) {
      if (addresses->same_as) add_same(base, *addresses->same_as);
      for (const Entry& entry : addresses->entries) add_entry(base, cell, entry);
    } else {
      base["address"] = words_.not_available;
      rows_.push_back(std::move(base));
    }
  }

  void add_same(json::object row, const catalog::SameAs& same) {
    std::string text = catalog::page_phrase(words_.same_as, joined(same.offerings));
    if (same.versions) text += ", " + catalog::page_word(words_, *same.versions);
    if (same.chosen) text += fmt::format(" ({})", words_.only_chosen);
    row["address"] = text;
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
      row["ports"] = joined(ports);
      row["when"] = joined(when_of(cell, entry));
      row["meaning"] = joined(meaning_of(entry), " ");
      rows_.push_back(std::move(row));
    }
  }

  std::vector<std::string> when_of(const Cell& cell, const Entry& entry) const {
    std::vector<std::string> when;
    if (!entry.feature.empty()) when.push_back(catalog::page_phrase(words_.with, entry.feature));
    if (entry.need == catalog::Need::recommended) when.emplace_back(words_.recommended);
    if (entry.need == catalog::Need::optional) when.emplace_back(words_.optional);
    if (entry.from) when.push_back(catalog::page_phrase(words_.from, entry.from->to_string()));
    if (entry.until) {
      when.push_back(catalog::page_phrase(words_.until, entry.until->to_string()));
    } else if (cell.until) {
      when.push_back(catalog::page_phrase(words_.until, cell.until->to_string()));
    }
    if (!entry.replaced_by.empty())
      when.push_back(catalog::page_phrase(words_.instead, joined(texts_of(entry.replaced_by))));
    return when;
  }

  std::vector<std::string> meaning_of(const Entry& entry) const {
    std::vector<std::string> meaning;
    if (!entry.purpose.empty()) meaning.push_back(entry.purpose.in(language_));
    if (!entry.impact.empty())
      meaning.push_back(catalog::page_phrase(words_.if_blocked, entry.impact.in(language_)));
    if (!entry.note.empty()) meaning.push_back(entry.note.in(language_));
    return meaning;
  }

  const Catalog& catalog_;
  const catalog::Language language_;
  const catalog::PageWords& words_;
  json::array rows_;
};

}  // namespace

json::array rows_for_people(const Catalog& catalog, const std::vector<const Offering*>& offerings,
                            catalog::Language language) {
  Rows rows(catalog, language);
  for (const auto* offering : offerings) rows.add(*offering);
  return rows.take();
}

}  // namespace sallyport::cli
