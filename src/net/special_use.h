// Special use: the blocks of addresses that IANA keeps for a purpose of their own, none of which a vendor can
// have.
//
// Sources: the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190), and the multicast
// blocks (RFC 5771, RFC 4291), which have registries of their own.
//
// Thread safety: pure functions over a table that is made once.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "net/prefix.h"

namespace sallyport::net {

// What the registry's column "Globally Reachable" says; "N/A" is no.
enum class Reachable : std::uint8_t { no, yes };

struct SpecialUse {
  Prefix prefix;
  std::string_view name;    // as the registry has it
  std::string_view source;  // "RFC 1918"
  Reachable reachable = Reachable::no;
};

// All of them, sorted by prefix. Blocks are nested: 192.0.0.9/32 is reachable inside 192.0.0.0/24, which is
// not.
std::span<const SpecialUse> special_use_registry();

// The block that makes the prefix one for special use: the narrowest that holds it, unless that one is
// globally reachable; else the first inside it that is not reachable. Null where there is none. Cost: a
// binary search for nearly all prefixes.
const SpecialUse* find_special_use(const Prefix& prefix);

}  // namespace sallyport::net
