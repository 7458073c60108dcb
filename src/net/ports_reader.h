// What people are told about a text that is no port with its protocol. Internal to net.
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "net/destination.h"

namespace sallyport::net {

enum class PortsFault : std::uint8_t {
  shape,     // not NUMBER/WORD
  number,    // 0, 65536, 0443
  order,     // 90-80
  protocol,  // not tcp, not udp
};
std::expected<Ports, PortsFault> read_ports(std::string_view text) noexcept;

// What was probably meant; empty where that is anybody's guess. For people to confirm. Ensures: at most 8.
std::vector<Ports> suggest_ports(std::string_view text);

// malformed_request. `in_front` stands in front of the ports in what is suggested: "", or "www.example.com ".
Error describe_ports(std::string_view text, PortsFault fault, std::string_view in_front);

}  // namespace sallyport::net
