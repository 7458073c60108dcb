// NameServer: where a name server answers.
//
// Grammar: ADDRESS, ADDRESS ":" PORT where the address is IPv4, "[" ADDRESS "]" ":" PORT where it is IPv6
// (RFC 3986 section 3.2.2). PORT: 1 to 65535, without leading zeros; 53 where it is left out.
//
// Thread safety: a value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "net/address.h"

namespace sallyport::reach {

struct NameServer {
  net::Address address;
  std::uint16_t port = 53;

  friend bool operator==(const NameServer&, const NameServer&) = default;
};

// Errors: malformed_address, invalid_setting; each with what was probably meant.
Result<NameServer> parse_name_server(std::string_view text);
std::string to_string(const NameServer& server);  // parses back to it

}  // namespace sallyport::reach
