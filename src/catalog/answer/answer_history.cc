#include "catalog/answer/answer_history.h"

#include <boost/json.hpp>
#include <map>

#include "catalog/answer/answer_texts.h"

namespace sallyport::catalog {
namespace {

namespace json = boost::json;

class History {
 public:
  explicit History(const Catalog& catalog) : catalog_(catalog) {}

  json::array rows(Language language) {
    for (const auto& source : catalog_.sources) {
      const auto& day = source.dated ? source.dated : source.read;
      if (day)
        add(*day, day->first(), source.dated ? "page" : "page read",
            {{"language", to_string(source.language)}, {"text", source.page}});
    }
    for (const auto& revision : catalog_.history) {
      add(revision.on, revision.on.first(), "page changed", {{"text", revision.text.in(language)}});
    }
    for (const auto& offering : catalog_.offerings) {
      for (const auto& cell : offering.cells) {
        const json::object place = place_of_cell(offering, cell);
        if (cell.until) add(*cell.until, cell.until->last(), "all ends", place);
        const auto* const addresses = std::get_if<Addresses>(&cell.content);
        if (addresses == nullptr) continue;
        for (const Entry& entry : addresses->entries) add(entry, place);
      }
    }
    json::array rows;
    for (auto& [day, row] : rows_) rows.push_back(std::move(row));
    return rows;
  }

 private:
  static json::object place_of_cell(const Offering& offering, const Cell& cell) {
    json::object place{{"offering", offering.id}};
    if (!cell.sites.empty()) place["sites"] = array_of(cell.sites);
    if (!cell.versions.is_everything()) place["versions"] = cell.versions.to_string();
    return place;
  }

  void add(const Entry& entry, const json::object& place) {
    json::object row = place;
    row["lines"] = array_of(texts_of(entry.destinations));
    if (entry.from) add(*entry.from, entry.from->first(), "begins", row);
    if (!entry.until) return;
    if (!entry.replaced_by.empty()) row["replaced_by"] = array_of(texts_of(entry.replaced_by));
    add(*entry.until, entry.until->last(), "ends", std::move(row));
  }

  void add(const Day& day, std::chrono::sys_days at, std::string_view change, json::object row) {
    row["on"] = day.to_string();
    row["change"] = change;
    rows_.emplace(at, std::move(row));  // of one day, in the order in which they were added
  }

  const Catalog& catalog_;
  std::multimap<std::chrono::sys_days, json::object> rows_;
};

}  // namespace

json::array history_rows(const Catalog& catalog, Language language) {
  return History(catalog).rows(language);
}

}  // namespace sallyport::catalog
