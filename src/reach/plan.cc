#include "reach/plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "reach/tls_ports.h"

namespace sallyport::reach {
namespace {

Untried why_untried(const std::optional<net::Ports>& ports) {
  if (!ports) return Untried::no_ports;
  if (ports->protocol == net::Protocol::udp) return Untried::udp;
  return ports->first == ports->last ? Untried::no : Untried::several_ports;
}

Planned plan_host(const catalog::ResolvedLine& line, const net::HostPattern& host) {
  const auto& ports = line.destination.ports;
  const Untried untried = why_untried(ports);
  if (untried != Untried::no) return {&line, Target{host, {}, false}, untried, false};
  return {&line, Target{host, ports->first, speaks_tls(ports->first)}, untried, false};
}

Planned plan_prefix(const catalog::ResolvedLine& line, const net::Prefix& prefix) {
  const auto& ports = line.destination.ports;
  if (!prefix.is_single_address()) return {&line, {}, Untried::network, false};
  const Untried untried = why_untried(ports);
  if (untried != Untried::no) return {&line, {}, untried, false};
  return {&line, Target{prefix.address(), ports->first, speaks_tls(ports->first)}, untried, false};
}

Result<void> check_hosts(const std::vector<const catalog::ResolvedLine*>& lines,
                         const std::vector<net::HostPattern>& hosts) {
  for (const auto& host : hosts) {
    if (host.is_wildcard()) {
      return fail(ErrorCode::malformed_host,
                  fmt::format("'{}' is many hosts: name one of them", host.to_string()));
    }
    const bool meant = std::ranges::any_of(lines, [&host](const auto* line) {
      const auto* const pattern = line->destination.host();
      return pattern != nullptr && pattern->is_wildcard() && pattern->contains(host);
    });
    if (meant) continue;
    return fail(ErrorCode::not_found,
                fmt::format("no line of this list has a wildcard that {} belongs to", host.to_string()));
  }
  return {};
}

}  // namespace

Result<std::vector<Planned>> plan(const std::vector<const catalog::ResolvedLine*>& lines,
                                  const std::vector<net::HostPattern>& hosts) {
  SALLYPORT_TRY(check_hosts(lines, hosts));
  std::vector<Planned> planned;
  for (const auto* line : lines) {
    if (const auto* prefix = line->destination.prefix()) {
      planned.push_back(plan_prefix(*line, *prefix));
      continue;
    }
    const net::HostPattern& pattern = *line->destination.host();
    if (!pattern.is_wildcard()) {
      planned.push_back(plan_host(*line, pattern));
      continue;
    }
    const auto before = planned.size();
    for (const auto& host : hosts) {
      if (!pattern.contains(host)) continue;
      planned.push_back(plan_host(*line, host));
      planned.back().named = true;
    }
    if (planned.size() == before) planned.push_back({line, {}, Untried::wildcard, false});
  }
  return planned;
}

std::string_view to_string(Untried why) {
  switch (why) {
    case Untried::no:
      return "no";
    case Untried::wildcard:
      return "wildcard";
    case Untried::network:
      return "network";
    case Untried::no_ports:
      return "no_ports";
    case Untried::several_ports:
      return "several_ports";
    case Untried::udp:
      return "udp";
  }
  return "";
}

std::string_view describe(Untried why) {
  switch (why) {
    case Untried::no:
      return "";
    case Untried::wildcard:
      return "a wildcard is many hosts: name one of them";
    case Untried::network:
      return "a network is many addresses: which of them answer is not known";
    case Untried::no_ports:
      return "it is for all ports: which of them answer is not known";
    case Untried::several_ports:
      return "it is for several ports: which of them answer is not known";
    case Untried::udp:
      return "udp cannot be tried: silence may mean anything";
  }
  return "";
}

}  // namespace sallyport::reach
