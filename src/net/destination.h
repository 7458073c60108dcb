// Destination: what a list has on one line: addresses or a host, and where it matters the ports.
//
// Grammar: (PREFIX | HOST) [" " PORTS], PORTS being PORT ["-" PORT] "/" PROTOCOL. PORT: 1 to 65535, without
// leading zeros. PROTOCOL: tcp, udp. A host without ports is every port of it: where a target cannot say so,
// it refuses.
//
// Thread safety: an immutable value.
// Invariants: what is printed parses back to itself; 1 <= first <= last.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "net/host_pattern.h"
#include "net/prefix.h"

namespace sallyport::net {

enum class Protocol : std::uint8_t { tcp, udp };
std::string_view to_string(Protocol protocol);

struct Ports {
  std::uint16_t first = 443;
  std::uint16_t last = 443;
  Protocol protocol = Protocol::tcp;

  bool contains(const Ports& other) const {
    return protocol == other.protocol && first <= other.first && other.last <= last;
  }

  friend auto operator<=>(const Ports&, const Ports&) = default;
};
// "443/tcp", "6000-6010/udp"; "443-443/tcp" is 443/tcp. Errors: malformed_request, with what was probably
// meant.
Result<Ports> parse_ports(std::string_view text);
std::string to_string(const Ports& ports);

struct Destination {
  std::variant<Prefix, HostPattern> what;
  std::optional<Ports> ports;

  const Prefix* prefix() const { return std::get_if<Prefix>(&what); }
  const HostPattern* host() const { return std::get_if<HostPattern>(&what); }

  // Prefixes first, in their order; then hosts; of one of them, all ports before some.
  friend std::strong_ordering operator<=>(const Destination& a, const Destination& b);
  friend bool operator==(const Destination&, const Destination&) = default;
};
// Errors: malformed_address and host_bits_set where it begins like an address, malformed_host otherwise,
// malformed_request where the ports are wrong; each with what was probably meant.
Result<Destination> parse_destination(std::string_view text);
// The same for what a vendor published: see HostPattern::parse_published().
Result<Destination> parse_published_destination(std::string_view text);
std::string to_string(const Destination& destination);

}  // namespace sallyport::net
