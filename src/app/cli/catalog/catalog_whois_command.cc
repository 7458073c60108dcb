// catalog whois: whose an address, a network or a host is, over all catalogs and feeds.

#include <fmt/format.h>

#include <boost/json.hpp>

#include "app/cli/catalog/catalog_files.h"
#include "catalog/answer/answer_whois.h"
#include "catalog/whois/feed_shelf.h"
#include "catalog/whois/whois_index.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;
using catalog::WhoisIndex;

// A catalog that is unsound is told, and left out: the others are as good as they were.
Result<WhoisIndex> make_index(Session& session, const Arguments& arguments) {
  WhoisIndex::Builder builder;
  SALLYPORT_ASSIGN(const auto folder, catalog_folder(arguments));
  SALLYPORT_ASSIGN(const auto vendors, vendors_in(folder));
  for (const std::string& vendor : vendors) {
    const auto catalog = load_vendor(arguments, vendor);
    if (catalog) {
      builder.add(*catalog);
    } else {
      session.print_note(catalog.error().message);
    }
  }
  if (!arguments.feeds_folder.empty()) {
    SALLYPORT_ASSIGN(const auto shelf, catalog::read_shelf(arguments.feeds_folder));
    for (const auto& shelved : shelf) builder.add(shelved.vendor, shelved.revisions);
  }
  return std::move(builder).build();
}

}  // namespace

int catalog_whois(Session& session, const Arguments& arguments) {
  const auto question = catalog::read_question(arguments.asked);
  if (!question) return tell(session, question.error());
  const auto index = make_index(session, arguments);
  if (!index) return tell(session, index.error());
  const json::array items = catalog::whois_rows(*index, *question);
  session.print_items(json::object{{"items", items}}, items,
                      {{"DESTINATION", "destination"},
                       {"VENDOR", "vendor"},
                       {"OFFERING", "offering"},
                       {"SITE", "site"},
                       {"SINCE", "since"},
                       {"UNTIL", "until"}});
  if (!items.empty()) return kDone;
  session.print_note(
      fmt::format("no catalog{} has {}", arguments.feeds_folder.empty() ? "" : " or feed", arguments.asked));
  return kRefused;
}

}  // namespace sallyport::cli
