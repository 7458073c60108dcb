#include "catalog/yaml_destinations.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "catalog/yaml_keys.h"
#include "net/special_use.h"

namespace sallyport::catalog {
namespace {

using What = decltype(net::Destination::what);

constexpr unsigned kWidestIpv4 = 8;
constexpr unsigned kWidestIpv6 = 19;  // the widest that a registry ever gave to one network

const net::Prefix& global_unicast() {  // RFC 4291 section 2.4; IANA's "IPv6 Address Space"
  static const net::Prefix prefix = net::Prefix::parse("2000::/3").value();
  return prefix;
}

// Why no vendor's list has it, or nothing.
std::string wrong_with_prefix(const net::Prefix& prefix) {
  const unsigned widest = prefix.address().is_ipv4() ? kWidestIpv4 : kWidestIpv6;
  if (prefix.length() < widest) {
    return fmt::format("{} is too wide for a vendor's list: the widest that is taken is a /{}",
                       prefix.to_string(), widest);
  }
  if (const auto* const use = net::find_special_use(prefix)) {
    return fmt::format("{} is {} {} ({}, {}): no vendor comes from there", prefix.to_string(),
                       use->prefix == prefix || !use->prefix.contains(prefix) ? "or has in it" : "in",
                       use->prefix.to_string(), use->name, use->source);
  }
  if (!prefix.address().is_ipv4() && !global_unicast().contains(prefix)) {
    return fmt::format("{} is not in {}, the addresses of the Internet: no vendor comes from there",
                       prefix.to_string(), global_unicast().to_string());
  }
  return {};
}

std::optional<net::Prefix> read_prefix(YamlReading& reading, const YAML::Node& node, bool counted) {
  const std::string word = yaml_word(reading.faults, node, "an address");
  if (word.empty()) return std::nullopt;
  const auto prefix = net::parse_prefix(word);
  if (!prefix) {
    const bool host = net::HostPattern::parse(word).has_value();
    reading.faults.add(
        node, host ? fmt::format("{} is a host: write it under 'hosts'", word) : prefix.error().message);
    return std::nullopt;
  }
  if (auto wrong = wrong_with_prefix(*prefix); !wrong.empty()) {
    reading.faults.add(node, std::move(wrong));
    return std::nullopt;
  }
  if (counted) reading.prefixes.emplace_back(*prefix, node.Mark());
  return *prefix;
}

std::optional<net::HostPattern> read_host(YamlReading& reading, const YAML::Node& node) {
  const std::string word = yaml_word(reading.faults, node, "a host");
  if (word.empty()) return std::nullopt;
  auto host = net::HostPattern::parse(word);
  if (host) return std::move(*host);
  const bool address = net::parse_prefix(word).has_value();
  reading.faults.add(node, address ? fmt::format("{} is an address: write it under 'addresses'", word)
                                   : host.error().message);
  return std::nullopt;
}

bool looks_like_a_prefix(std::string_view word) {
  return word.find_first_of("/:") != std::string_view::npos ||
         word.find_first_not_of("0123456789.") == std::string_view::npos;
}

// Takes it, unless it stands there already.
void take(YamlReading& reading, const YAML::Node& node, std::vector<What>& list,
          std::set<net::Destination>& seen, What what) {
  if (!seen.insert({what, {}}).second) {
    reading.faults.add(node, fmt::format("{} stands here twice", net::to_string({what, {}})));
    return;
  }
  list.push_back(std::move(what));
}

std::vector<net::Destination> on_ports(YamlReading& reading, const YAML::Node& node,
                                       const std::vector<What>& list, const PortsList& ports) {
  reading.destination_count += list.size() * ports.size();
  std::vector<net::Destination> destinations;
  if (reading.destination_count > kMostDestinations) {
    reading.faults.add(node, fmt::format("a catalog has at most {} destinations", kMostDestinations));
    return destinations;
  }
  destinations.reserve(list.size() * ports.size());
  for (const What& what : list) {
    for (const auto& port : ports) destinations.push_back({what, port});
  }
  return destinations;
}

}  // namespace

PortsList yaml_ports(YamlFaults& faults, const YAML::Node& node) {
  PortsList list;
  if (node.IsScalar() && node.Scalar() == kEveryPort) return {std::nullopt};
  for (const YAML::Node& item : yaml_items(faults, node)) {
    const std::string word = yaml_word(faults, item, "a port");
    if (word.empty()) continue;
    const auto ports = net::parse_ports(word);
    if (!ports) {
      faults.add(item, word == kEveryPort ? "'any' stands alone: write ports: any" : ports.error().message);
    } else if (std::ranges::find(list, std::optional(*ports)) != list.end()) {
      faults.add(item, fmt::format("{} stands here twice", word));
    } else if (list.size() == kMostPorts) {
      faults.add(item,
                 fmt::format("there are more than {} ports: write ranges, as in 6000-6010/tcp", kMostPorts));
      break;
    } else {
      list.emplace_back(*ports);
    }
  }
  return list;
}

std::vector<net::Destination> yaml_destinations(YamlReading& reading, const YamlFields& fields,
                                                const std::optional<net::Ports>& otherwise, bool counted) {
  const auto addresses = fields.find("addresses");
  const auto hosts = fields.find("hosts");
  const auto said = fields.find("ports");
  if (!addresses && !hosts) {
    if (said) reading.faults.add(*said, "'ports' belongs to 'addresses' or 'hosts': there is neither here");
    return {};
  }
  std::vector<What> list;
  std::set<net::Destination> seen;
  if (addresses) {
    for (const YAML::Node& item : yaml_items(reading.faults, *addresses)) {
      if (const auto prefix = read_prefix(reading, item, counted)) take(reading, item, list, seen, *prefix);
    }
  }
  if (hosts) {
    for (const YAML::Node& item : yaml_items(reading.faults, *hosts)) {
      if (auto host = read_host(reading, item)) take(reading, item, list, seen, std::move(*host));
    }
    if (!said && !otherwise) {
      reading.faults.add(*hosts, "hosts need 'ports', here or at the offering: 443/tcp, for example, or any");
    }
  }
  const PortsList ports = said ? yaml_ports(reading.faults, *said) : PortsList{otherwise};
  return on_ports(reading, fields.node(), list, ports);
}

std::vector<net::Destination> yaml_replacements(YamlReading& reading, const YAML::Node& node,
                                                const PortsList& ports) {
  std::vector<What> list;
  std::set<net::Destination> seen;
  for (const YAML::Node& item : yaml_items(reading.faults, node)) {
    if (item.IsScalar() && looks_like_a_prefix(item.Scalar())) {
      if (const auto prefix = read_prefix(reading, item, false)) take(reading, item, list, seen, *prefix);
    } else if (auto host = read_host(reading, item)) {
      take(reading, item, list, seen, std::move(*host));
    }
  }
  return on_ports(reading, node, list, ports);
}

}  // namespace sallyport::catalog
