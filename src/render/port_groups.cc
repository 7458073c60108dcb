#include "render/port_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ranges>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "render/bounds.h"

namespace sallyport::render {
namespace {

bool by_protocol(const net::Ports& a, const net::Ports& b) {
  return std::tie(a.protocol, a.first, a.last) < std::tie(b.protocol, b.first, b.last);
}

// What is allowed on one range of ports; the intervals are disjoint, the ranges of the list are not.
struct Allowed {
  net::Ports ports;
  net::PrefixSet prefixes;
};

// Of one protocol, by the first port. Cuts the ranges where another one starts or ends.
class Cutter {
 public:
  explicit Cutter(std::vector<Allowed> ranges) : ranges_(std::move(ranges)) {
    for (const auto& [ports, prefixes] : ranges_) {
      cuts_.insert(ports.first);
      cuts_.insert(ports.last + 1U);
    }
  }

  // `work`: prefixes over all intervals so far.
  Result<std::vector<Allowed>> cut(std::size_t& work, const Options& options) {
    std::vector<Allowed> intervals;
    for (auto at = cuts_.begin(); at != cuts_.end() && std::next(at) != cuts_.end(); ++at) {
      advance_to(*at);
      if (open_.empty()) continue;
      for (const Allowed* range : open_) work += range->prefixes.prefixes().size();
      SALLYPORT_TRY(expect_work(work, options));
      add(intervals, *at, *std::next(at) - 1, united());
    }
    return intervals;
  }

 private:
  void advance_to(std::uint32_t port) {
    std::erase_if(open_, [port](const Allowed* range) { return range->ports.last < port; });
    while (next_ < ranges_.size() && ranges_[next_].ports.first <= port) open_.push_back(&ranges_[next_++]);
  }

  net::PrefixSet united() const {
    if (open_.size() == 1) return open_.front()->prefixes;
    std::vector<net::Prefix> all;
    for (const Allowed* range : open_) {
      all.insert(all.end(), range->prefixes.prefixes().begin(), range->prefixes.prefixes().end());
    }
    return net::PrefixSet::of(std::move(all));
  }

  // As one with the interval before it, where they touch and hold the same.
  void add(std::vector<Allowed>& intervals, std::uint32_t first, std::uint32_t last,
           net::PrefixSet prefixes) const {
    if (!intervals.empty() && intervals.back().ports.last + 1U == first &&
        intervals.back().prefixes == prefixes) {
      intervals.back().ports.last = static_cast<std::uint16_t>(last);
      return;
    }
    const net::Protocol protocol = ranges_.front().ports.protocol;
    intervals.push_back({{static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(last), protocol},
                         std::move(prefixes)});
  }

  const std::vector<Allowed> ranges_;
  std::set<std::uint32_t> cuts_;
  std::vector<const Allowed*> open_;
  std::size_t next_ = 0;
};

// What is listed with ports, and not without them as well. A prefix stays whole where only a part of it is.
std::map<net::Protocol, std::vector<Allowed>> with_ports(const List& list) {
  std::map<net::Ports, std::vector<net::Prefix>, decltype(&by_protocol)> by_ports(&by_protocol);
  for (const net::Destination& destination : list.destinations) {
    const auto* const prefix = std::get_if<net::Prefix>(&destination.what);
    if (prefix != nullptr && destination.ports) by_ports[*destination.ports].push_back(*prefix);
  }
  std::map<net::Protocol, std::vector<Allowed>> out;
  for (auto& [ports, prefixes] : by_ports) {
    std::erase_if(prefixes, [&](const net::Prefix& prefix) { return list.prefixes.contains(prefix); });
    if (!prefixes.empty()) out[ports.protocol].push_back({ports, net::PrefixSet::of(std::move(prefixes))});
  }
  return out;
}

// The hosts of a list, to be asked what they contain. REQUIRES: they outlive it.
class Containing {
 public:
  explicit Containing(const std::vector<net::HostPattern>& hosts) {
    for (const net::HostPattern& host : hosts) of(host.depth()).insert(host.name());
  }

  bool has(const net::HostPattern& host) const { return of(host.depth()).contains(host.name()); }

  // Whether another one contains all that `host` does.
  bool contains(const net::HostPattern& host) const {
    std::string_view name = host.name();
    if (host.depth() == net::Depth::one && any_.contains(name)) return true;
    for (bool parent = true; name.find('.') != std::string_view::npos; parent = false) {
      name.remove_prefix(name.find('.') + 1);
      if (any_.contains(name)) return true;
      if (parent && host.depth() == net::Depth::exact && one_.contains(name)) return true;
    }
    return false;
  }

 private:
  using Names = std::unordered_set<std::string_view>;
  const Names& of(net::Depth depth) const {
    return depth == net::Depth::exact ? exact_ : depth == net::Depth::one ? one_ : any_;
  }
  Names& of(net::Depth depth) { return const_cast<Names&>(std::as_const(*this).of(depth)); }

  Names exact_, one_, any_;
};

}  // namespace

PortList merged(PortList ports) {
  std::ranges::sort(ports, by_protocol);
  PortList out;
  for (const net::Ports& each : ports) {
    if (!out.empty() && out.back().protocol == each.protocol && each.first <= out.back().last + 1U) {
      out.back().last = std::max(out.back().last, each.last);
    } else {
      out.push_back(each);
    }
  }
  return out;
}

Result<std::vector<PrefixGroup>> prefix_groups(const List& list, const Options& options) {
  std::vector<PrefixGroup> groups;
  if (!list.prefixes.empty()) groups.push_back({{}, list.prefixes});
  std::map<std::vector<net::Prefix>, std::size_t> known;
  std::size_t work = 0;
  for (auto& [protocol, ranges] : with_ports(list)) {
    SALLYPORT_ASSIGN(auto intervals, Cutter(std::move(ranges)).cut(work, options));
    for (auto& [ports, prefixes] : intervals) {
      const auto [group, added] = known.try_emplace(prefixes.prefixes(), groups.size());
      if (added) groups.push_back({{}, std::move(prefixes)});
      groups[group->second].ports.push_back(ports);
    }
  }
  return groups;
}

std::vector<HostGroup> host_groups(const List& list) {
  struct OfHost {
    PortList some;
    bool all = false;
  };
  std::map<net::HostPattern, OfHost> hosts;
  for (const net::Destination& destination : list.destinations) {
    const auto* const host = std::get_if<net::HostPattern>(&destination.what);
    if (host == nullptr) continue;
    if (destination.ports) {
      hosts[*host].some.push_back(*destination.ports);
    } else {
      hosts[*host].all = true;
    }
  }
  std::map<PortList, std::vector<net::HostPattern>> by_ports;
  for (auto& [host, ports] : hosts) {
    by_ports[ports.all ? PortList() : merged(std::move(ports.some))].push_back(host);
  }
  std::vector<HostGroup> groups;
  for (auto& [ports, of_them] : by_ports) groups.push_back({ports, without_contained(std::move(of_them))});
  if (groups.empty() || !groups.front().ports.empty()) return groups;
  const Containing on_all_ports(groups.front().hosts);
  for (HostGroup& group : groups | std::views::drop(1)) {
    std::erase_if(group.hosts,
                  [&](const auto& host) { return on_all_ports.has(host) || on_all_ports.contains(host); });
  }
  std::erase_if(groups, [](const HostGroup& group) { return group.hosts.empty(); });
  return groups;
}

std::vector<net::HostPattern> without_contained(std::vector<net::HostPattern> hosts) {
  std::ranges::sort(hosts);
  hosts.erase(std::ranges::unique(hosts).begin(), hosts.end());
  const Containing containing(hosts);
  std::vector<net::HostPattern> out;
  std::ranges::copy_if(hosts, std::back_inserter(out),
                       [&](const net::HostPattern& host) { return !containing.contains(host); });
  return out;
}

std::string range_text(const net::Ports& ports, std::string_view to) {
  if (ports.first == ports.last) return fmt::format("{}", ports.first);
  return fmt::format("{}{}{}", ports.first, to, ports.last);
}

}  // namespace sallyport::render
