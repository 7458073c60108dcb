#include "net/destination.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "net/host_reader.h"
#include "net/ports_reader.h"

namespace sallyport::net {
namespace {

using What = std::variant<Prefix, HostPattern>;
using ReadHost = Result<HostPattern> (*)(std::string_view);

// Whether whoever wrote what is neither a prefix nor a host meant an address.
bool begins_like_address(std::string_view text) {
  if (suggest(text, Wanted::prefix)) return true;
  const std::string_view address = text.substr(0, text.find('/'));
  if (address.find_first_not_of("0123456789abcdefABCDEF.:[]%*-") != std::string_view::npos) return false;
  const auto digit_at = [](char c) { return c >= '0' && c <= '9'; };
  return std::ranges::count(address, ':') > 1 || (address.find('.') != std::string_view::npos &&
                                                  digit_at(address.front()) && digit_at(address.back()));
}

Result<What> read_what(std::string_view text, ReadHost read_host_pattern) {
  if (const auto prefix = Prefix::parse(text)) return What(*prefix);
  auto host = read_host_pattern(text);
  if (host) return What(std::move(*host));
  if (!begins_like_address(text)) return std::unexpected(std::move(host).error());
  return std::unexpected(parse_prefix(text).error());
}

struct WithColon {
  std::string_view what;
  std::string_view port;
};

// "www.example.com:443" and "[2001:db8::1]:443", which are no destinations: their parts, if that is what it
// is.
std::optional<WithColon> split_at_colon(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  WithColon parts{text.substr(0, colon), text.substr(colon + 1)};
  if (parts.what.starts_with('[') && parts.what.ends_with(']')) {
    parts.what = parts.what.substr(1, parts.what.size() - 2);
  } else if (parts.what.find(':') != std::string_view::npos) {
    return std::nullopt;
  }
  const bool meant = !suggest_ports(parts.port).empty() &&
                     (Prefix::parse(parts.what) || read_host(parts.what, PublicSuffixes::let_through));
  return meant ? std::optional(parts) : std::nullopt;
}

Error refuse_destination(std::string_view text, std::string_view why, const std::string& meant) {
  return {ErrorCode::malformed_request,
          fmt::format("\"{}\" is not a destination: {}{}", printable(text.substr(0, 100)), why,
                      meant.empty() ? "" : fmt::format("; did you mean {}?", meant)),
          {}};
}

Error refuse_colon(std::string_view text, const WithColon& parts) {
  std::string meant;
  for (const Ports& ports : suggest_ports(parts.port)) {
    meant += fmt::format("{}{} {}", meant.empty() ? "" : " and ", parts.what, to_string(ports));
  }
  return refuse_destination(text, "ports stand behind a space, with their protocol", meant);
}

Error refuse_edge_space(std::string_view text, ReadHost read_host_pattern) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return refuse_destination(text, "nothing is written there", {});
  const std::string_view rest = text.substr(first, text.find_last_not_of(' ') + 1 - first);
  const std::size_t space = rest.find(' ');
  const bool fits = read_what(rest.substr(0, space), read_host_pattern).has_value() &&
                    (space == std::string_view::npos || read_ports(rest.substr(space + 1)).has_value());
  return refuse_destination(text, "it begins or ends with a space", fits ? std::string(rest) : std::string());
}

Result<Destination> read_destination(std::string_view text, ReadHost read_host_pattern) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ') {
    return std::unexpected(refuse_edge_space(text, read_host_pattern));
  }
  const std::size_t space = text.find(' ');
  const std::string_view head = text.substr(0, space);
  auto what = read_what(head, read_host_pattern);
  if (!what) {
    if (const auto parts = split_at_colon(text)) return std::unexpected(refuse_colon(text, *parts));
    if (!begins_like_address(head) && !suggest_ports(text).empty()) {
      return std::unexpected(refuse_destination(text, "no host or prefix stands in front of the ports", {}));
    }
    return std::unexpected(std::move(what).error());
  }
  Destination destination{std::move(*what), std::nullopt};
  if (space == std::string_view::npos) return destination;
  const std::string_view behind = text.substr(space + 1);
  const auto ports = read_ports(behind);
  if (!ports) {
    return std::unexpected(describe_ports(behind, ports.error(), to_string(destination) + ' '));
  }
  destination.ports = *ports;
  return destination;
}

}  // namespace

Result<Destination> parse_destination(std::string_view text) {
  return read_destination(text, HostPattern::parse);
}

Result<Destination> parse_published_destination(std::string_view text) {
  return read_destination(text, HostPattern::parse_published);
}

std::string to_string(const Destination& destination) {
  std::string text = std::visit([](const auto& what) { return what.to_string(); }, destination.what);
  return destination.ports ? text + ' ' + to_string(*destination.ports) : text;
}

std::strong_ordering operator<=>(const Destination& a, const Destination& b) {
  if (const auto order = a.what <=> b.what; order != 0) return order;
  return a.ports <=> b.ports;
}

}  // namespace sallyport::net
