#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "app/cli/catalog_files.h"
#include "app/cli/catalog_rows.h"
#include "catalog/read_catalog.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;
using catalog::Catalog;
using catalog::Day;
using catalog::Entry;

// The latest day that a page of it bears, or was read on.
std::string last_page(const Catalog& catalog) {
  std::optional<Day> last;
  for (const auto& source : catalog.sources) {
    const auto& day = source.dated ? source.dated : source.read;
    if (day && (!last || last->last() < day->last())) last = day;
  }
  return last ? last->to_string() : std::string();
}

// What is or will be different from some day on.
class History {
 public:
  explicit History(const Catalog& catalog) : catalog_(catalog) {}

  json::array rows(catalog::Language language) {
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
        const json::object place = place_of(offering, cell);
        if (cell.until) add(*cell.until, cell.until->last(), "all ends", place);
        const auto* const addresses = std::get_if<catalog::Addresses>(&cell.content);
        if (addresses == nullptr) continue;
        for (const Entry& entry : addresses->entries) add(entry, place);
      }
    }
    json::array rows;
    for (auto& [day, row] : rows_) rows.push_back(std::move(row));
    return rows;
  }

 private:
  static json::object place_of(const catalog::Offering& offering, const catalog::Cell& cell) {
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

int catalog_list(Session& session, const Arguments& arguments) {
  const auto folder = catalog_folder(arguments);
  if (!folder) return tell(session, folder.error());
  const auto vendors = vendors_in(*folder);
  if (!vendors) return tell(session, vendors.error());
  json::array items;
  int code = kDone;
  for (const std::string& vendor : *vendors) {
    const auto catalog = load_vendor(arguments, vendor);
    if (!catalog) {  // the others are as good as they were
      code = tell(session, catalog.error());
      continue;
    }
    json::array offerings, sites;
    for (const auto& offering : catalog->offerings) offerings.emplace_back(offering.id);
    for (const auto& site : catalog->sites) sites.emplace_back(site.id);
    items.push_back({{"vendor", catalog->vendor},
                     {"name", catalog->name.in(language_of(arguments))},
                     {"page", last_page(*catalog)},
                     {"sites", std::move(sites)},
                     {"offerings", std::move(offerings)}});
  }
  session.print_items(json::object{{"items", items}}, items,
                      {{"VENDOR", "vendor"},
                       {"NAME", "name"},
                       {"PAGE OF", "page"},
                       {"SITES", "sites"},
                       {"OFFERINGS", "offerings"}});
  return code;
}

int catalog_history(Session& session, const Arguments& arguments) {
  const auto catalog = load_vendor(arguments, arguments.vendor);
  if (!catalog) return tell(session, catalog.error());
  const auto rows = History(*catalog).rows(language_of(arguments));
  session.print_items(json::object{{"vendor", catalog->vendor}, {"items", rows}}, rows,
                      columns_in_use(session, rows,
                                     {{"ON", "on"},
                                      {"CHANGE", "change"},
                                      {"OFFERING", "offering"},
                                      {"SITES", "sites"},
                                      {"VERSIONS", "versions"},
                                      {"LINES", "lines"},
                                      {"THEN", "replaced_by"},
                                      {"LANGUAGE", "language"},
                                      {"TEXT", "text"}}));
  return kDone;
}

int catalog_validate(Session& session, const Arguments& arguments) {
  int code = kDone;
  for (const auto& file : arguments.files) {
    const auto catalog = catalog::load_catalog(file);
    if (catalog) continue;
    const int told = tell(session, catalog.error());
    code = std::max(code,
                    catalog.error().code == ErrorCode::malformed_catalog ? static_cast<int>(kRefused) : told);
  }
  return code;
}

}  // namespace sallyport::cli
