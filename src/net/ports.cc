#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "net/destination.h"
#include "net/ports_reader.h"

namespace sallyport::net {
namespace {

constexpr std::string_view kPortDigits = "0123456789";

bool is_decimal(std::string_view text) {
  return !text.empty() && text.find_first_not_of(kPortDigits) == std::string_view::npos;
}

std::optional<std::uint16_t> read_port(std::string_view text) noexcept {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || text.front() == '0') return std::nullopt;
  return port;
}

std::optional<Protocol> protocol_of(std::string_view text) noexcept {
  if (text == "tcp") return Protocol::tcp;
  if (text == "udp") return Protocol::udp;
  return std::nullopt;
}

std::string without_zeros(std::string_view number) {
  return std::string(number.substr(std::min(number.find_first_not_of('0'), number.size() - 1)));
}

// "443", "0443", "80-90" and "90-80", for people.
std::optional<Ports> guess_range(std::string_view word) {
  const std::size_t dash = word.find('-');
  const std::string_view from = word.substr(0, dash);
  const std::string_view to = dash == std::string_view::npos ? from : word.substr(dash + 1);
  if (!is_decimal(from) || !is_decimal(to)) return std::nullopt;
  const auto first = read_port(without_zeros(from));
  const auto last = read_port(without_zeros(to));
  if (!first || !last) return std::nullopt;
  return Ports{std::min(*first, *last), std::max(*first, *last), Protocol::tcp};
}

std::string_view why_no_ports(PortsFault fault) {
  switch (fault) {
    case PortsFault::shape:
      return "ports are written with their protocol, as 443/tcp or 6000-6010/udp";
    case PortsFault::number:
      return "a port is 1 to 65535, without leading zeros";
    case PortsFault::order:
      return "the first port is above the last";
    case PortsFault::protocol:
      return "the protocol is tcp or udp";
  }
  return {};
}

}  // namespace

std::string_view to_string(Protocol protocol) { return protocol == Protocol::tcp ? "tcp" : "udp"; }

std::string to_string(const Ports& ports) {
  const std::string first = std::to_string(ports.first);
  const std::string range = ports.first == ports.last ? first : first + '-' + std::to_string(ports.last);
  return range + '/' + std::string(to_string(ports.protocol));
}

std::expected<Ports, PortsFault> read_ports(std::string_view text) noexcept {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::unexpected(PortsFault::shape);
  const std::string_view range = text.substr(0, slash);
  const std::size_t dash = range.find('-');
  const std::string_view from = range.substr(0, dash);
  const std::string_view to = dash == std::string_view::npos ? from : range.substr(dash + 1);
  if (!is_decimal(from) || !is_decimal(to)) return std::unexpected(PortsFault::shape);
  const auto first = read_port(from);
  const auto last = read_port(to);
  if (!first || !last) return std::unexpected(PortsFault::number);
  if (*first > *last) return std::unexpected(PortsFault::order);
  const auto protocol = protocol_of(text.substr(slash + 1));
  if (!protocol) return std::unexpected(PortsFault::protocol);
  return Ports{*first, *last, *protocol};
}

std::vector<Ports> suggest_ports(std::string_view text) {
  constexpr std::size_t kLongest = 100;
  constexpr std::size_t kMost = 8;
  if (text.size() > kLongest) return {};
  std::vector<Ports> ranges;
  std::vector<Protocol> protocols;
  for (std::size_t at = 0; at < text.size();) {
    constexpr std::string_view kBetween = " \t\r/:,;+&()";
    const std::size_t end = std::min(text.find_first_of(kBetween, at), text.size());
    std::string word(text.substr(at, end - at));
    at = end + 1;
    std::ranges::transform(word, word.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
    if (word.empty() || word == "and" || word == "port" || word == "ports") continue;
    if (const auto protocol = protocol_of(word)) {
      protocols.push_back(*protocol);
    } else if (const auto range = guess_range(word)) {
      ranges.push_back(*range);
    } else {
      return {};
    }
  }
  if (protocols.empty()) protocols.push_back(Protocol::tcp);
  const auto repeated = std::ranges::unique(protocols);
  protocols.erase(repeated.begin(), repeated.end());
  if (ranges.size() > 1 && protocols.size() > 1) return {};  // which belongs to which
  std::vector<Ports> meant;
  for (const Ports& range : ranges) {
    for (const Protocol protocol : protocols) meant.push_back({range.first, range.last, protocol});
  }
  if (meant.size() > kMost) meant.clear();
  return meant;
}

Error describe_ports(std::string_view text, PortsFault fault, std::string_view in_front) {
  std::string meant;
  for (const Ports& ports : suggest_ports(text)) {
    meant += fmt::format("{}{}{}", meant.empty() ? "; did you mean " : " and ", in_front, to_string(ports));
  }
  return {ErrorCode::malformed_request,
          fmt::format("\"{}\" is no port with its protocol: {}{}{}", printable(text.substr(0, 80)),
                      why_no_ports(fault), meant, meant.empty() ? "" : "?"),
          {}};
}

Result<Ports> parse_ports(std::string_view text) {
  const auto ports = read_ports(text);
  if (!ports) return std::unexpected(describe_ports(text, ports.error(), ""));
  return *ports;
}

}  // namespace sallyport::net
