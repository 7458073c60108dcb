// catalog whois: whose an address, a network or a host is, over all catalogs and feeds.

#include <fmt/format.h>

#include <boost/json.hpp>

#include "app/cli/catalog_files.h"
#include "catalog/read_catalog.h"
#include "catalog/whois/feed_shelf.h"
#include "catalog/whois/whois_index.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;
using catalog::WhoisIndex;

struct Question {
  std::optional<net::Prefix> prefix;
  std::optional<net::HostPattern> host;
};

// What has a colon, or no letters, is an address. Errors: those of the parser for what was probably meant.
Result<Question> read_question(const std::string& text) {
  const bool address =
      text.find(':') != std::string::npos || text.find_first_not_of("0123456789./") == std::string::npos;
  Question question;
  if (address) {
    SALLYPORT_ASSIGN(question.prefix, net::parse_prefix(text));
  } else {
    SALLYPORT_ASSIGN(question.host, net::HostPattern::parse(text));
    if (question.host->is_wildcard()) {
      return fail(ErrorCode::malformed_host, fmt::format("'{}' is many hosts: ask for one of them", text));
    }
  }
  return question;
}

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

json::value day(const std::optional<std::chrono::sys_days>& day) {
  return day ? json::value(catalog::Day::of(*day).to_string()) : json::value(nullptr);
}

}  // namespace

int catalog_whois(Session& session, const Arguments& arguments) {
  const auto question = read_question(arguments.asked);
  if (!question) return tell(session, question.error());
  const auto index = make_index(session, arguments);
  if (!index) return tell(session, index.error());
  json::array items;
  auto place = question->prefix ? index->find(*question->prefix) : index->find(question->host->to_string());
  for (; place; place = place.wider()) {
    for (const WhoisIndex::Fact& fact : place.facts()) {
      items.push_back({{"destination", net::to_string(place.destination())},
                       {"vendor", index->name(fact.vendor)},
                       {"offering", index->name(fact.offering)},
                       {"site", index->name(fact.site)},
                       {"since", day(fact.since)},
                       {"until", day(fact.until)}});
    }
  }
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
