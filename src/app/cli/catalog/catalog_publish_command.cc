// catalog publish: a catalog's pages, feeds and lists into a folder that a web server serves.

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "app/cli/catalog/catalog_files.h"
#include "app/cli/catalog/catalog_rows.h"
#include "catalog/publish/publish_folder.h"
#include "catalog/read_catalog.h"

namespace sallyport::cli {
namespace {

// A vendor, or a file with its catalog.
Result<catalog::Catalog> catalog_to_publish(const Arguments& arguments) {
  const std::string& name = arguments.vendor;
  const bool file = name.find('/') != std::string::npos || name.ends_with(".yaml") || name.ends_with(".yml");
  return file ? catalog::load_catalog(name) : load_vendor(arguments, name);
}

// Whoever looks at the version first would not see what else changed.
bool is_unseen_change(const catalog::PublishedChanges& changes) {
  const auto has = [](const std::vector<std::string>& paths, std::string_view path) {
    return std::ranges::find(paths, path) != paths.end();
  };
  return has(changes.untouched, "version.json") &&
         (has(changes.written, "endpoints.json") || has(changes.written, "lists/all.txt"));
}

}  // namespace

int catalog_publish(Session& session, const Arguments& arguments) {
  const auto catalog = catalog_to_publish(arguments);
  if (!catalog) return tell(session, catalog.error());
  const auto on = parse_day(arguments.on);
  if (!on) return tell(session, on.error());
  const auto changes =
      catalog::publish_folder(arguments.to, catalog->vendor, catalog::publish(*catalog, *on));
  if (!changes) return tell(session, changes.error());
  for (const std::string& sentence : catalog::left_out_of_files(*catalog, *on)) {
    session.print_note("left out: " + sentence);
  }
  if (is_unseen_change(*changes)) {
    session.print_note(
        "what is published changed, and no date in the catalog did: whoever looks at the version first does "
        "not "
        "see it; add a line to its history");
  }
  if (session.format() == Format::json) {
    session.print_json({{"written", array_of(changes->written)},
                        {"untouched", array_of(changes->untouched)},
                        {"removed", array_of(changes->removed)}});
    return kDone;
  }
  for (const std::string& path : changes->written) session.print_line((arguments.to / path).string());
  session.print_note(fmt::format("{} written, {} untouched, {} removed", changes->written.size(),
                                 changes->untouched.size(), changes->removed.size()));
  return kDone;
}

}  // namespace sallyport::cli
