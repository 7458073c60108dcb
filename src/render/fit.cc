#include "render/fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "render/prefixes.h"

namespace sallyport::render {
namespace {

const net::HostPattern* host_of(const net::Destination& destination) {
  return std::get_if<net::HostPattern>(&destination.what);
}

template <class Is>
Named those(const List& list, Is is) {
  Named named;
  for (const net::Destination& destination : list.destinations) {
    if (is(destination)) named.add(destination);
  }
  return named;
}

Named all_prefixes(const List& list) {
  Named named;
  for (const net::Prefix& prefix : list.prefixes.prefixes()) named.add({prefix, std::nullopt});
  for (const net::Destination& destination : list.destinations) {
    if (host_of(destination) == nullptr) named.add(destination);
  }
  return named;
}

// Every line on all ports.
List without_ports(List list) {
  std::vector<net::Prefix> prefixes = list.prefixes.prefixes();
  std::vector<net::Destination> hosts;
  for (net::Destination& destination : list.destinations) {
    if (const auto* const prefix = std::get_if<net::Prefix>(&destination.what)) {
      prefixes.push_back(*prefix);
    } else {
      hosts.push_back({std::move(destination.what), std::nullopt});
    }
  }
  std::ranges::sort(hosts);
  hosts.erase(std::ranges::unique(hosts).begin(), hosts.end());
  return {net::PrefixSet::of(std::move(prefixes)), std::move(hosts)};
}

net::PrefixSet set_of(std::span<const net::Prefix> prefixes) {
  return net::PrefixSet::of({prefixes.begin(), prefixes.end()});
}

// At most `room` prefixes of both families together; a family that needs less leaves its room to the other.
// None where there is not room for one of each.
std::optional<net::Summary> summarise_both(const net::PrefixSet& set, std::size_t room) {
  const auto ipv4 = set.prefixes(net::Family::ipv4);
  const auto ipv6 = set.prefixes(net::Family::ipv6);
  if (ipv4.empty() || ipv6.empty()) {
    if (room == 0) return std::nullopt;
    return net::summarise(set, room);
  }
  if (room < 2) return std::nullopt;
  const std::size_t half = room / 2;
  const std::size_t room6 = std::min(ipv6.size(), std::max(half, room - std::min(room, ipv4.size())));
  const net::Summary four = net::summarise(set_of(ipv4), room - room6);
  const net::Summary six = net::summarise(set_of(ipv6), room6);
  return net::Summary{four.set.united(six.set), four.besides.united(six.besides)};
}

Result<List> fit_most(const Target& target, List list, const Options& options,
                      std::vector<std::string>& notes) {
  const std::size_t entries = list.prefixes.prefixes().size() + list.destinations.size();
  if (target.most == 0 || entries <= target.most) return list;
  const auto summary = list.destinations.size() < target.most
                           ? summarise_both(list.prefixes, target.most - list.destinations.size())
                           : std::nullopt;
  const std::string too_many =
      fmt::format("{} takes at most {} entries, and there are {}", target.id, target.most, entries);
  if (!summary) return fail(ErrorCode::too_many_entries, too_many + ": make the list shorter");
  const std::string besides = count_of_addresses(summary->besides);
  if (!options.summarise) {
    return fail(ErrorCode::too_many_entries,
                fmt::format("{}; --summarise makes them fit, and lets in {} besides", too_many, besides));
  }
  list.prefixes = summary->set;
  notes.push_back(fmt::format("{}: summarised to {}, which lets in {} besides", too_many,
                              list.prefixes.prefixes().size() + list.destinations.size(), besides));
  return list;
}

Result<void> check_kinds(const Target& target, const List& list) {
  const Named hosts = those(list, [](const auto& each) { return host_of(each) != nullptr; });
  if (!target.hosts && hosts.count() > 0) return fail_cannot_say(target, "hosts", hosts, target.instead);
  const Named prefixes = target.prefixes ? Named() : all_prefixes(list);
  if (prefixes.count() > 0) return fail_cannot_say(target, "addresses", prefixes, target.instead);
  const Named wildcards =
      those(list, [](const auto& each) { return host_of(each) != nullptr && host_of(each)->is_wildcard(); });
  if (!target.wildcards && wildcards.count() > 0) {
    return fail_cannot_say(target, "wildcards", wildcards,
                           "List the names themselves, or take another target");
  }
  const Named udp =
      those(list, [](const auto& each) { return each.ports && each.ports->protocol == net::Protocol::udp; });
  if (target.ports && !target.udp && udp.count() > 0) {
    return fail_cannot_say(target, "UDP", udp,
                           "It carries TCP alone: leave those lines out, and see to them elsewhere");
  }
  return {};
}

}  // namespace

std::string Named::text() const {
  if (count_ <= 1) return fmt::format("'{}'", first_);
  return fmt::format("'{}' and {} {} more", first_, count_ - 1, count_ == 2 ? "line" : "lines");
}

std::unexpected<Error> fail_cannot_say(const Target& target, std::string_view what, const Named& named,
                                       std::string_view instead) {
  return fail(ErrorCode::cannot_say,
              fmt::format("{} has no words for {}: {}. {}", target.id, what, named.text(), instead));
}

Result<List> fit(const Target& target, List list, const Options& options, std::vector<std::string>& notes) {
  SALLYPORT_TRY(check_kinds(target, list));
  const Named ports = those(list, [](const auto& each) { return each.ports.has_value(); });
  if (!target.ports && ports.count() > 0) {
    if (!options.summarise) {
      return fail_cannot_say(target, "ports", ports, "With --summarise, they are allowed on all ports");
    }
    list = without_ports(std::move(list));
    notes.push_back(fmt::format("without ports, as {} has no words for them: all of them are allowed to {}",
                                target.id, ports.text()));
  }
  return fit_most(target, std::move(list), options, notes);
}

}  // namespace sallyport::render
