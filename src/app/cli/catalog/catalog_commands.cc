#include <algorithm>
#include <boost/json.hpp>

#include "app/cli/catalog/catalog_files.h"
#include "catalog/answer/answer_history.h"
#include "catalog/answer/answer_list.h"
#include "catalog/read_catalog.h"

namespace sallyport::cli {

namespace json = boost::json;

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
    items.push_back(catalog::list_item(*catalog, language_of(arguments)));
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
  const auto rows = catalog::history_rows(*catalog, language_of(arguments));
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
