#include "render/testing/same_list.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <stdexcept>

#include "render/prefixes.h"

namespace sallyport::render::testing {
namespace {

using Scope = std::optional<net::Ports>;

struct Moment {  // a port of a protocol; none: traffic that has no ports
  std::optional<net::Protocol> protocol;
  std::uint32_t port = 0;

  friend auto operator<=>(const Moment&, const Moment&) = default;
};

bool covers(const Scope& scope, const Moment& moment) {
  if (!scope) return true;
  return moment.protocol == scope->protocol && scope->first <= moment.port && moment.port <= scope->last;
}

Parsed as_parsed(const List& list) {
  Parsed parsed;
  for (const auto& prefix : list.prefixes.prefixes()) parsed.prefixes.emplace_back(prefix, std::nullopt);
  for (const auto& destination : list.destinations) {
    if (const auto* const prefix = std::get_if<net::Prefix>(&destination.what)) {
      parsed.prefixes.emplace_back(*prefix, destination.ports);
    } else {
      parsed.hosts.emplace_back(std::get<net::HostPattern>(destination.what).to_string(), destination.ports);
    }
  }
  return parsed;
}

void add_moments(std::vector<Moment>& moments, const Scope& scope) {
  if (!scope) return;
  for (const std::uint32_t port :
       {scope->first - 1U, scope->first + 0U, scope->last + 0U, scope->last + 1U}) {
    moments.push_back({net::Protocol::tcp, port});
    moments.push_back({net::Protocol::udp, port});
  }
}

net::PrefixSet allowed_at(const Parsed& parsed, const Moment& moment) {
  std::vector<net::Prefix> prefixes;
  for (const auto& [prefix, scope] : parsed.prefixes) {
    if (covers(scope, moment)) prefixes.push_back(prefix);
  }
  return net::PrefixSet::of(std::move(prefixes));
}

// Without those that another one contains.
std::set<std::string> hosts_at(const Parsed& parsed, const Moment& moment) {
  std::vector<net::HostPattern> hosts;
  for (const auto& [host, scope] : parsed.hosts) {
    if (covers(scope, moment)) hosts.push_back(net::HostPattern::parse(host).value());
  }
  std::set<std::string> widest;
  for (const auto& host : hosts) {
    const bool contained =
        std::ranges::any_of(hosts, [&](const auto& other) { return other != host && other.contains(host); });
    if (!contained) widest.insert(host.to_string());
  }
  return widest;
}

std::string at(const Moment& moment) {
  if (!moment.protocol) return "without ports";
  return "on " + std::to_string(moment.port) + '/' + std::string(net::to_string(*moment.protocol));
}

net::Prefix random_prefix(std::mt19937_64& random, bool ipv4) {
  // Few bases, so that some overlap and some can be one.
  const std::uint64_t base = random() % 4;
  if (ipv4) {
    const auto length = static_cast<unsigned>(random() % 32 == 0 ? random() % 9 : 9 + random() % 24);
    const auto bits = static_cast<std::uint32_t>(0xc0000000U | base << 22 | (random() & 0x3fffff));
    return net::Prefix::enclosing(net::Address::ipv4(bits), length);
  }
  const auto length = static_cast<unsigned>(random() % 32 == 0 ? random() % 13 : 13 + random() % 116);
  return net::Prefix::enclosing(
      net::Address::ipv6(0x20010db8'00000000ULL | base << 24 | (random() & 0xffffff), random()), length);
}

net::Ports random_ports(std::mt19937_64& random) {
  net::Ports ports;
  ports.first = static_cast<std::uint16_t>(random() % 4 == 0 ? 1 + random() % 65535 : 440 + random() % 8);
  const std::uint64_t more = random() % 3 == 0 ? random() % 6 : 0;
  ports.last = static_cast<std::uint16_t>(std::min<std::uint64_t>(65535, ports.first + more));
  ports.protocol = random() % 2 == 0 ? net::Protocol::tcp : net::Protocol::udp;
  return ports;
}

net::HostPattern random_host(std::mt19937_64& random, bool wildcards) {
  std::string text;
  if (wildcards && random() % 2 == 0) text = random() % 2 == 0 ? "*." : "**.";
  constexpr std::string_view kNames[] = {"example.com", "a.example.com", "b-1.a.example.com",
                                         "xn--bcher-kva.example", "www.example.org"};
  text += kNames[random() % std::size(kNames)];
  return net::HostPattern::parse(text).value();
}

}  // namespace

::testing::AssertionResult same_list(const List& list, const Parsed& parsed) {
  const Parsed expected = as_parsed(list);
  std::vector<Moment> moments{{std::nullopt, 0}};
  for (const Parsed* side : {&expected, &parsed}) {
    for (const auto& [prefix, scope] : side->prefixes) add_moments(moments, scope);
    for (const auto& [host, scope] : side->hosts) add_moments(moments, scope);
  }
  std::ranges::sort(moments);
  moments.erase(std::ranges::unique(moments).begin(), moments.end());
  for (const auto& moment : moments) {
    if (allowed_at(expected, moment) != allowed_at(parsed, moment)) {
      return ::testing::AssertionFailure() << "not the same addresses " << at(moment);
    }
    if (hosts_at(expected, moment) != hosts_at(parsed, moment)) {
      return ::testing::AssertionFailure() << "not the same hosts " << at(moment);
    }
  }
  return ::testing::AssertionSuccess();
}

List apart_from_ipv4_list(const List& list) {
  List out{net::PrefixSet::of(apart_from_ipv4(list.prefixes)), {}};
  for (const auto& destination : list.destinations) {
    const auto* const at = std::get_if<net::Prefix>(&destination.what);
    if (at == nullptr) {
      out.destinations.push_back(destination);
      continue;
    }
    for (const auto& each : apart_from_ipv4(std::vector{*at})) {
      out.destinations.push_back({each, destination.ports});
    }
  }
  return out;
}

List list_of(std::string_view text) { return parse_list(text).value(); }

net::Prefix parsed_prefix(std::string_view text) {
  const auto prefix = net::Prefix::parse(text);
  if (!prefix) throw std::runtime_error("not a prefix: " + std::string(text));
  return *prefix;
}

net::Ports parsed_ports(std::string_view range, std::string_view protocol) {
  std::string lower(protocol);
  std::ranges::transform(lower, lower.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  const auto ports = net::parse_ports(std::string(range) + '/' + lower);
  if (!ports) throw std::runtime_error("not ports: " + std::string(range) + '/' + lower);
  return *ports;
}

List random_list(std::mt19937_64& random, const Kinds& kinds) {
  List list;
  std::vector<net::Prefix> prefixes;
  const std::uint64_t families = random() % 4;  // 0: IPv4 only, 1: IPv6 only
  const std::uint64_t count = random() % 8 == 0 ? 1 : 1 + random() % 40;
  for (std::uint64_t i = 0; i < count; ++i) {
    const bool ipv4 = families == 0 || (families > 1 && random() % 2 == 0);
    const bool host = kinds.hosts && random() % 3 == 0;
    if (host) {
      const bool ports = kinds.ports && kinds.host_ports && random() % 4 != 0;
      list.destinations.push_back(
          {random_host(random, kinds.wildcards), ports ? Scope(random_ports(random)) : std::nullopt});
    } else if (kinds.ports && (!kinds.portless || random() % 2 == 0)) {
      list.destinations.push_back({random_prefix(random, ipv4), random_ports(random)});
    } else {
      prefixes.push_back(random_prefix(random, ipv4));
    }
  }
  list.prefixes = net::PrefixSet::of(std::move(prefixes));
  std::ranges::sort(list.destinations);
  list.destinations.erase(std::ranges::unique(list.destinations).begin(), list.destinations.end());
  return list;
}

std::vector<net::Prefix> scattered_prefixes(net::Family family, std::size_t count) {
  std::vector<net::Prefix> prefixes;
  for (std::size_t i = 0; i < count; ++i) {
    prefixes.emplace_back(family == net::Family::ipv4
                              ? net::Address::ipv4(0x0a000000U + 2 * static_cast<std::uint32_t>(i))
                              : net::Address::ipv6(0x20010db8'00000000ULL + 2 * i, 1));
  }
  return prefixes;
}

List scattered_list(net::Family family, std::size_t count) {
  return {net::PrefixSet::of(scattered_prefixes(family, count)), {}};
}

Rendered rendered(std::string_view target, const List& list, const Options& options) {
  auto result = render(*find_target(target), list, options);
  if (!result) throw std::runtime_error(std::string(target) + " refuses: " + result.error().message);
  return std::move(result).value();
}

Error refusal(std::string_view target, const List& list, const Options& options) {
  const auto result = render(*find_target(target), list, options);
  if (result) throw std::runtime_error(std::string(target) + " does not refuse");
  return result.error();
}

bool some_note_has(const Rendered& rendered, std::string_view text) {
  return std::ranges::any_of(rendered.notes,
                             [&](const auto& note) { return note.find(text) != std::string::npos; });
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(std::move(line));
  return lines;
}

}  // namespace sallyport::render::testing
