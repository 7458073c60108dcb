// Builds the wide nodes of a PrefixMap. Internal to net.
//
// Thread safety: functions without state.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "net/prefix.h"

namespace sallyport::net::prefix_map {

// Appends the node of the prefixes to `words`, unless it needs more than kMaxWideRuns: then it returns false
// and appends nothing. REQUIRES: IPv4 prefixes, sorted, not empty, all inside one /16 and longer than 16
// bits; their leaves count up from first_leaf; outside is the leaf of what none of them contains. Cost: O(n),
// and O(1) where there are more than a node can hold.
bool append_wide(std::span<const Prefix> prefixes, std::uint32_t first_leaf, std::uint32_t outside,
                 std::vector<std::uint32_t>& words);

}  // namespace sallyport::net::prefix_map
