// The PROXY protocol, version 2, as a load balancer puts it in front of a connection's first bytes:
// https://www.haproxy.org/download/2.9/doc/proxy-protocol.txt
//
// What is read: commands LOCAL and PROXY, TCP over IPv4 and IPv6, and the CRC32C where there is one; other
// TLVs are stepped over. Version 1 (text), datagrams and UNIX addresses are refused. The specification
// forbids to guess whether a header is there, so the parser is called only where one must be.
//
// Thread safety: a pure function.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string_view>

#include "net/address.h"

namespace sallyport::http {

struct ProxyHeader {
  std::optional<net::Address> source;  // empty: LOCAL, the sender speaks for itself
  std::size_t size = 0;                // how many bytes the header takes
};

enum class ProxyFault {
  incomplete,  // so far right; more bytes are needed
  malformed,   // close the connection
};

inline constexpr std::size_t kLongestProxyHeader = 536;

// `bytes` are all that was received. Never `incomplete` once there are kLongestProxyHeader bytes.
std::expected<ProxyHeader, ProxyFault> parse_proxy_header(std::string_view bytes) noexcept;

}  // namespace sallyport::http
