#include "catalog/answer/answer_whois.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <optional>

#include "base/text.h"

namespace sallyport::catalog {
namespace {

namespace json = boost::json;

json::value day_or_null(const std::optional<std::chrono::sys_days>& day) {
  return day ? json::value(Day::of(*day).to_string()) : json::value(nullptr);
}

}  // namespace

Result<WhoisQuestion> read_question(const std::string& text) {
  const bool address =
      text.find(':') != std::string::npos || text.find_first_not_of("0123456789./") == std::string::npos;
  if (address) {
    SALLYPORT_ASSIGN(const auto prefix, net::parse_prefix(text));
    return prefix;
  }
  SALLYPORT_ASSIGN(auto host, net::HostPattern::parse(text));
  if (host.is_wildcard()) {
    return fail(ErrorCode::malformed_host,
                fmt::format("'{}' is many hosts: ask for one of them", printable_excerpt(text)));
  }
  return host;
}

json::array whois_rows(const WhoisIndex& index, const WhoisQuestion& question) {
  const auto* const prefix = std::get_if<net::Prefix>(&question);
  auto place =
      prefix != nullptr ? index.find(*prefix) : index.find(std::get<net::HostPattern>(question).to_string());
  json::array rows;
  for (; place; place = place.wider()) {
    const std::string destination = net::to_string(place.destination());
    for (const WhoisIndex::Fact& fact : place.facts()) {
      rows.push_back({{"destination", destination},
                      {"vendor", index.name(fact.vendor)},
                      {"offering", index.name(fact.offering)},
                      {"site", index.name(fact.site)},
                      {"since", day_or_null(fact.since)},
                      {"until", day_or_null(fact.until)}});
    }
  }
  return rows;
}

}  // namespace sallyport::catalog
