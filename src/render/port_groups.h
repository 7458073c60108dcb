// The list by ports: which prefixes, and which hosts, are allowed on the same ones.
//
// Thread safety: pure functions.
// Invariants: of the groups with ports, no two have an address and a port in common, so that sets of
// (address, protocol, port) never overlap; none has a prefix that is allowed on all ports as a whole. No host
// of a group is contained in another of it, or in one that is allowed on all ports.
#pragma once

#include <vector>

#include "render/target.h"

namespace sallyport::render {

// By protocol, then by number; no two touch or overlap. Empty: all ports.
using PortList = std::vector<net::Ports>;
PortList merged(PortList ports);

struct PrefixGroup {
  PortList ports;
  net::PrefixSet prefixes;
};
// Those of all ports first, where there are any. Errors: too_many_entries where port ranges overlap in so
// many ways that taking them apart would take more than options.most_work: so there are at most that many
// prefixes over all groups and their ports. Cost: O(n log n), and one pass over the prefixes
// of each interval that overlapping ranges are cut into.
Result<std::vector<PrefixGroup>> prefix_groups(const List& list, const Options& options);

struct HostGroup {
  PortList ports;
  std::vector<net::HostPattern> hosts;  // sorted
};
std::vector<HostGroup> host_groups(const List& list);  // those of all ports first

// Sorted, without duplicates and without what another of them contains. Cost: O(n log n).
std::vector<net::HostPattern> without_contained(std::vector<net::HostPattern> hosts);

// "443" or "6000-6010" with another word for "-".
std::string range_text(const net::Ports& ports, std::string_view to);

}  // namespace sallyport::render
