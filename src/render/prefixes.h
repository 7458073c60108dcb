// Prefixes as targets want them: each family apart, none that an implementation would take for IPv4 as well,
// and how many addresses there are.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "net/prefix_set.h"

namespace sallyport::render {

struct Families {
  std::span<const net::Prefix> ipv4, ipv6;
};
Families by_family(std::span<const net::Prefix> sorted);  // points into it
inline Families by_family(const net::PrefixSet& set) { return by_family(set.prefixes()); }

// The same addresses, without an IPv6 prefix around ::ffff:0:0/96: a server that sees IPv4 clients as
// ::ffff:a.b.c.d (HAProxy, Squid, Apache on a socket of both families) would let all of IPv4 in by ::/0. At
// most 96 in place of one.
std::vector<net::Prefix> apart_from_ipv4(std::span<const net::Prefix> prefixes);

// The same addresses, without 0.0.0.0/0 and ::/0: each as two halves. For what takes no length of 0.
std::vector<net::Prefix> without_length_0(std::span<const net::Prefix> prefixes);

inline std::vector<net::Prefix> apart_from_ipv4(const net::PrefixSet& set) {
  return apart_from_ipv4(set.prefixes());
}
inline std::vector<net::Prefix> without_length_0(const net::PrefixSet& set) {
  return without_length_0(set.prefixes());
}

// "256 IPv4 addresses and about 2^64 IPv6 addresses", for people.
std::string count_of_addresses(const net::PrefixSet& set);

// The prefixes, one a line. Cost: one pass.
void append_lines(std::string& out, std::span<const net::Prefix> prefixes, std::string_view before,
                  std::string_view after);

}  // namespace sallyport::render
