// Microsoft 365: https://endpoints.office.com/endpoints/worldwide, as
// learn.microsoft.com/microsoft-365/enterprise/microsoft-365-ip-web-service describes it: a list of endpoint
// sets, each with hosts, prefixes and the ports of both. Its version stands elsewhere (/version), so there is
// no serial.
//
// "*." stands for all levels under a name
// (learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges); a star elsewhere
// (autodiscover.*.onmicrosoft.com) is left out with a word, as no list can hold it.

#include <fmt/format.h>

#include "base/text.h"
#include "catalog/read/feed_values.h"
#include "catalog/read/formats.h"

namespace sallyport::catalog {
namespace {

constexpr std::size_t kMostPorts = 64;  // of one endpoint set

using PortList = std::vector<net::Ports>;

// "80,443" or "3478-3481", blanks around each.
Result<void> read_m365_ports(const JsonAt& set, net::Protocol protocol, PortList& ports) {
  const auto value = set.find(protocol == net::Protocol::tcp ? "tcpPorts" : "udpPorts");
  if (!value) return {};
  SALLYPORT_ASSIGN(auto text, value->text());
  while (true) {
    const std::size_t comma = text.find(',');
    std::string_view one = text.substr(0, comma);
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    const auto read = net::parse_ports(fmt::format("{}/{}", one, net::to_string(protocol)));
    if (!read) return refuse_value(*value, read.error());
    if (ports.size() == kMostPorts)
      return value->refuse(fmt::format("these are more than {} ports", kMostPorts));
    ports.push_back(*read);
    if (comma == std::string_view::npos) return {};
    text.remove_prefix(comma + 1);
  }
}

// No ports are all of them.
template <class What>
Result<void> add_at_ports(const What& what, FeedPlace place, const PortList& ports, FeedBuilder& builder) {
  if (ports.empty()) return builder.add(what, place);
  for (const net::Ports& each : ports) SALLYPORT_TRY(builder.add(what, place, each));
  return {};
}

Result<void> add_m365_hosts(const JsonAt& list, FeedPlace place, const PortList& ports,
                            FeedBuilder& builder) {
  SALLYPORT_ASSIGN(const auto items, list.items());
  SALLYPORT_TRY(builder.add_list(list.path(), items.empty()));
  for (const JsonAt item : items) {
    SALLYPORT_ASSIGN(const auto host, host_of(item, Star::any_depth, builder));
    if (host) SALLYPORT_TRY(add_at_ports(*host, place, ports, builder));
  }
  return {};
}

Result<void> add_m365_prefixes(const JsonAt& list, FeedPlace place, const PortList& ports,
                               FeedBuilder& builder) {
  SALLYPORT_ASSIGN(const auto items, list.items());
  SALLYPORT_TRY(builder.add_list(list.path(), items.empty()));
  for (const JsonAt item : items) {
    SALLYPORT_ASSIGN(const auto prefix, prefix_of(item));
    SALLYPORT_TRY(add_at_ports(prefix, place, ports, builder));
  }
  return {};
}

Result<void> add_m365_set(const JsonAt& set, FeedBuilder& builder) {
  SALLYPORT_ASSIGN(const auto id, set.field("id"));
  SALLYPORT_TRY(id.number());
  SALLYPORT_ASSIGN(const auto area, set.field("serviceArea"));
  SALLYPORT_ASSIGN(const auto offering, name_of(area, builder));
  PortList ports;
  SALLYPORT_TRY(read_m365_ports(set, net::Protocol::tcp, ports));
  SALLYPORT_TRY(read_m365_ports(set, net::Protocol::udp, ports));
  const FeedPlace place{.offering = offering, .site = 0};
  const auto hosts = set.find("urls");
  const auto prefixes = set.find("ips");
  if (!hosts && !prefixes) return set.refuse("it has neither urls nor ips");
  if (hosts) SALLYPORT_TRY(add_m365_hosts(*hosts, place, ports, builder));
  if (prefixes) SALLYPORT_TRY(add_m365_prefixes(*prefixes, place, ports, builder));
  return {};
}

}  // namespace

Result<Feed> read_m365(const FeedJson& json, std::size_t most) {
  FeedBuilder builder(Format::m365, most);
  SALLYPORT_ASSIGN(const auto sets, JsonAt::root(json).items());
  for (const JsonAt set : sets) SALLYPORT_TRY(add_m365_set(set, builder));
  return builder.take();
}

}  // namespace sallyport::catalog
