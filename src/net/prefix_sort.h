// sort_prefixes: prefixes in their order, IPv4 by radix. Internal to net.
//
// Thread safety: a function without state.
#pragma once

#include <vector>

#include "net/prefix.h"

namespace sallyport::net {

// Cost: O(n) for IPv4, O(n log n) for IPv6; O(n) memory besides.
void sort_prefixes(std::vector<Prefix>& prefixes);

}  // namespace sallyport::net
