#include "net/special_use.h"

#include <algorithm>
#include <vector>

namespace sallyport::net {
namespace {

struct RegistryLine {
  std::string_view prefix;
  std::string_view name;
  std::string_view source;
  Reachable reachable = Reachable::no;
};

constexpr RegistryLine kRegistry[] = {
    {"0.0.0.0/8", "This network", "RFC 791"},
    {"0.0.0.0", "This host on this network", "RFC 1122"},
    {"10.0.0.0/8", "Private-Use", "RFC 1918"},
    {"100.64.0.0/10", "Shared Address Space", "RFC 6598"},
    {"127.0.0.0/8", "Loopback", "RFC 1122"},
    {"169.254.0.0/16", "Link Local", "RFC 3927"},
    {"172.16.0.0/12", "Private-Use", "RFC 1918"},
    {"192.0.0.0/24", "IETF Protocol Assignments", "RFC 6890"},
    {"192.0.0.0/29", "IPv4 Service Continuity Prefix", "RFC 7335"},
    {"192.0.0.8", "IPv4 dummy address", "RFC 7600"},
    {"192.0.0.9", "Port Control Protocol Anycast", "RFC 7723", Reachable::yes},
    {"192.0.0.10", "Traversal Using Relays around NAT Anycast", "RFC 8155", Reachable::yes},
    {"192.0.0.170", "NAT64/DNS64 Discovery", "RFC 8880"},
    {"192.0.0.171", "NAT64/DNS64 Discovery", "RFC 8880"},
    {"192.0.2.0/24", "Documentation (TEST-NET-1)", "RFC 5737"},
    {"192.31.196.0/24", "AS112-v4", "RFC 7535", Reachable::yes},
    {"192.52.193.0/24", "AMT", "RFC 7450", Reachable::yes},
    {"192.88.99.0/24", "Deprecated (6to4 Relay Anycast)", "RFC 7526"},
    {"192.88.99.2", "6a44-relay anycast address", "RFC 6751"},
    {"192.168.0.0/16", "Private-Use", "RFC 1918"},
    {"192.175.48.0/24", "Direct Delegation AS112 Service", "RFC 7534", Reachable::yes},
    {"198.18.0.0/15", "Benchmarking", "RFC 2544"},
    {"198.51.100.0/24", "Documentation (TEST-NET-2)", "RFC 5737"},
    {"203.0.113.0/24", "Documentation (TEST-NET-3)", "RFC 5737"},
    {"224.0.0.0/4", "Multicast", "RFC 5771"},
    {"240.0.0.0/4", "Reserved", "RFC 1112"},
    {"255.255.255.255", "Limited Broadcast", "RFC 8190"},
    {"::1", "Loopback Address", "RFC 4291"},
    {"::", "Unspecified Address", "RFC 4291"},
    {"64:ff9b::/96", "IPv4-IPv6 Translat.", "RFC 6052", Reachable::yes},
    {"64:ff9b:1::/48", "IPv4-IPv6 Translat.", "RFC 8215"},
    {"100::/64", "Discard-Only Address Block", "RFC 6666"},
    {"100:0:0:1::/64", "Dummy IPv6 Prefix", "RFC 9780"},
    {"2001::/23", "IETF Protocol Assignments", "RFC 2928"},
    {"2001::/32", "TEREDO", "RFC 4380"},
    {"2001:1::1", "Port Control Protocol Anycast", "RFC 7723", Reachable::yes},
    {"2001:1::2", "Traversal Using Relays around NAT Anycast", "RFC 8155", Reachable::yes},
    {"2001:1::3", "DNS-SD Service Registration Protocol Anycast", "RFC 9665", Reachable::yes},
    {"2001:2::/48", "Benchmarking", "RFC 5180"},
    {"2001:3::/32", "AMT", "RFC 7450", Reachable::yes},
    {"2001:4:112::/48", "AS112-v6", "RFC 7535", Reachable::yes},
    {"2001:10::/28", "Deprecated (previously ORCHID)", "RFC 4843"},
    {"2001:20::/28", "ORCHIDv2", "RFC 7343", Reachable::yes},
    {"2001:30::/28", "Drone Remote ID Protocol Entity Tags (DETs) Prefix", "RFC 9374", Reachable::yes},
    {"2001:db8::/32", "Documentation", "RFC 3849"},
    {"2002::/16", "6to4", "RFC 3056"},
    {"2620:4f:8000::/48", "Direct Delegation AS112 Service", "RFC 7534", Reachable::yes},
    {"3fff::/20", "Documentation", "RFC 9637"},
    {"5f00::/16", "Segment Routing (SRv6) SIDs", "RFC 9602"},
    {"fc00::/7", "Unique-Local", "RFC 4193"},
    {"fe80::/10", "Link-Local Unicast", "RFC 4291"},
    {"ff00::/8", "Multicast", "RFC 4291"},
};

struct SpecialUseTable {
  std::vector<SpecialUse> all;
  std::vector<Prefix> outermost;  // disjoint, sorted

  SpecialUseTable() {
    for (const RegistryLine& line : kRegistry) {
      all.push_back({Prefix::parse(line.prefix).value(), line.name, line.source, line.reachable});
    }
    std::ranges::sort(all, {}, &SpecialUse::prefix);
    for (const SpecialUse& block : all) {
      if (outermost.empty() || !outermost.back().contains(block.prefix)) outermost.push_back(block.prefix);
    }
  }

  bool touches(const Prefix& prefix) const {
    const auto next = std::ranges::upper_bound(outermost, prefix);
    if (next != outermost.end() && prefix.contains(*next)) return true;
    return next != outermost.begin() && std::prev(next)->contains(prefix);
  }
};

const SpecialUseTable& special_use_table() {
  static const SpecialUseTable table;
  return table;
}

}  // namespace

std::span<const SpecialUse> special_use_registry() { return special_use_table().all; }

const SpecialUse* find_special_use(const Prefix& prefix) {
  const SpecialUseTable& table = special_use_table();
  if (!table.touches(prefix)) return nullptr;
  const SpecialUse* around = nullptr;
  const SpecialUse* inside = nullptr;
  for (const SpecialUse& block : table.all) {
    if (block.prefix.contains(prefix)) {
      around = &block;  // sorted: a narrower one comes later
    } else if (inside == nullptr && block.reachable == Reachable::no && prefix.contains(block.prefix)) {
      inside = &block;
    }
  }
  if (around != nullptr && around->reachable == Reachable::no) return around;
  return inside;
}

}  // namespace sallyport::net
