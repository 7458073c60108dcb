#include "reach/name_server.h"

#include <fmt/format.h>

#include <charconv>

#include "base/text.h"

namespace sallyport::reach {
namespace {

constexpr std::uint16_t kDomain = 53;

Result<std::uint16_t> parse_server_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (failure != std::errc() || end != text.data() + text.size() || text.front() == '0' || port > 65535) {
    return fail(
        ErrorCode::invalid_setting,
        fmt::format("'{}' is no port: it is a number from 1 to 65535, such as 53", printable_excerpt(text)));
  }
  return static_cast<std::uint16_t>(port);
}

}  // namespace

Result<NameServer> parse_name_server(std::string_view text) {
  NameServer server;
  std::string_view address = text;
  std::string_view port;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos || (end + 1 < text.size() && text[end + 1] != ':')) {
      return fail(
          ErrorCode::malformed_address,
          fmt::format("'{}' is no name server: an IPv6 address with a port is written like [2001:db8::53]:53",
                      printable_excerpt(text)));
    }
    address = text.substr(1, end - 1);
    if (end + 1 < text.size()) port = text.substr(end + 1);
  } else if (const auto colon = text.find(':'); colon != std::string_view::npos && colon == text.rfind(':')) {
    address = text.substr(0, colon);  // of IPv6 there would be two
    port = text.substr(colon);
  }
  SALLYPORT_ASSIGN(server.address, net::parse_address(address));
  if (text.starts_with('[') && server.address.is_ipv4() && address.find(':') == std::string_view::npos) {
    return fail(ErrorCode::malformed_address,
                fmt::format("brackets are for IPv6: write {}{}", server.address.to_string(), port));
  }
  if (!port.empty()) {
    SALLYPORT_ASSIGN(server.port, parse_server_port(port.substr(1)));
  }
  return server;
}

std::string to_string(const NameServer& server) {
  if (server.port == kDomain) return server.address.to_string();
  return fmt::format(fmt::runtime(server.address.is_ipv4() ? "{}:{}" : "[{}]:{}"), server.address.to_string(),
                     server.port);
}

}  // namespace sallyport::reach
