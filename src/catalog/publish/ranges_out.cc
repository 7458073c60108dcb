// Prefixes by service and region. AWS: docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html; Google:
// www.gstatic.com/ipranges/cloud.json; JAFAR: draft-illyes-webbotauth-jafar-00; geofeeds: RFC 8805. None of
// them can say a host or a port: hosts are in endpoints.json and in the lists.

#include <fmt/format.h>

#include <boost/json.hpp>

#include "catalog/publish/formats_out.h"
#include "catalog/publish/json_text.h"

namespace sallyport::catalog {
namespace {

namespace json = boost::json;

struct RangeRow {
  net::Prefix prefix;
  std::string service;
  std::string region;  // empty: the offering has no sites

  friend auto operator<=>(const RangeRow&, const RangeRow&) = default;
};

std::set<RangeRow> range_rows(const Publication& publication) {
  std::set<RangeRow> rows;
  for (const PublishedFact& fact : publication.facts) {
    if (const auto* const prefix = fact.destination.prefix())
      rows.insert({*prefix, fact.place.offering->id, fact.place.site});
  }
  return rows;
}

std::string_view google_key(const net::Prefix& prefix) {
  return prefix.address().is_ipv4() ? "ipv4Prefix" : "ipv6Prefix";
}

std::int64_t seconds_of(std::chrono::sys_days day) {
  return std::chrono::duration_cast<std::chrono::seconds>(day.time_since_epoch()).count();
}

}  // namespace

std::string aws_ranges(const Publication& publication) {
  json::array ipv4, ipv6;
  for (const RangeRow& row : range_rows(publication)) {
    const bool four = row.prefix.address().is_ipv4();
    const std::string region = row.region.empty() ? "GLOBAL" : row.region;
    json::object object;
    object[four ? "ip_prefix" : "ipv6_prefix"] = with_length(row.prefix);
    object["region"] = region;
    object["service"] = row.service;
    object["network_border_group"] = region;
    (four ? ipv4 : ipv6).push_back(std::move(object));
  }
  if (ipv4.empty() && ipv6.empty()) return {};
  json::object root;
  root["syncToken"] = std::to_string(seconds_of(publication.version));
  root["createDate"] = to_string(publication.version) + "-00-00-00";
  root["prefixes"] = std::move(ipv4);
  root["ipv6_prefixes"] = std::move(ipv6);
  return json_text(root);
}

std::string google_ranges(const Publication& publication) {
  json::array prefixes;
  for (const RangeRow& row : range_rows(publication)) {
    json::object object;
    object[google_key(row.prefix)] = with_length(row.prefix);
    object["service"] = row.service;
    object["scope"] = row.region.empty() ? "global" : row.region;
    prefixes.push_back(std::move(object));
  }
  if (prefixes.empty()) return {};
  json::object root;
  root["syncToken"] = fmt::format("{}", seconds_of(publication.version) * 1000);
  root["creationTime"] = to_string(publication.version) + "T00:00:00";
  root["prefixes"] = std::move(prefixes);
  return json_text(root);
}

std::string jafar_ranges(const Publication& publication) {
  std::map<net::Prefix, std::set<std::string>> services;
  for (const RangeRow& row : range_rows(publication)) services[row.prefix].insert(row.service);
  if (services.empty()) return {};
  json::array prefixes;
  for (const auto& [prefix, names] : services) {
    json::object object;
    object[google_key(prefix)] = with_length(prefix);
    object["services"] = json::array(names.begin(), names.end());
    prefixes.push_back(std::move(object));
  }
  json::object root;
  root["creationTime"] = to_string(publication.version) + "T00:00:00Z";
  root["synctoken"] = std::to_string(seconds_of(publication.version));
  root["prefixes"] = std::move(prefixes);
  return json_text(root);
}

// No catalog says in which country an address is, and a guess would be worse than nothing: the fields are
// empty, which tells whoever reads it to assume no place.
std::string geofeed(const Publication& publication) {
  std::set<net::Prefix> prefixes;
  for (const RangeRow& row : range_rows(publication)) prefixes.insert(row.prefix);
  if (prefixes.empty()) return {};
  std::string text =
      fmt::format("# {}, {}: no place is known of these networks\n# prefix,country,region,city,postal\n",
                  publication.catalog.vendor, to_string(publication.version));
  for (const net::Prefix& prefix : prefixes) text += with_length(prefix) + ",,,,\n";
  return text;
}

}  // namespace sallyport::catalog
