#include "net/parse_error.h"

#include <fmt/format.h>

#include <algorithm>

#include "net/prefix.h"

namespace sallyport::net {
namespace {

bool is_plain(char c) { return c > ' ' && c < '\x7f' && c != '"' && c != '\\'; }

std::string escaped(char c) {
  if (is_plain(c) || c == ' ') return std::string(1, c);
  if (c == '"' || c == '\\') return {'\\', c};
  return fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
}

// The input as it can stand in a sentence: in quotes only where it would be misread without them.
std::string quoted(std::string_view input) {
  constexpr std::size_t kShown = 64;
  std::string text;
  for (const char c : input.substr(0, kShown)) text += escaped(c);
  const bool plain = !input.empty() && std::ranges::all_of(input.substr(0, kShown), is_plain);
  const char* const more = input.size() > kShown ? "..." : "";
  return plain ? text + more : fmt::format("\"{}{}\"", text, more);
}

// What a number with leading zeros is to a reader of the old school: "; to them it is 8.0.0.1", or nothing.
std::string octal_reading(std::string_view input) {
  std::string text;
  const std::string_view address = input.substr(0, input.find('/'));
  for (std::size_t at = 0; at < address.size();) {
    if (address[at] < '0' || address[at] > '9') {
      text += address[at++];
      continue;
    }
    std::size_t end = at;
    unsigned value = 0;
    const unsigned base = address[at] == '0' ? 8 : 10;
    for (; end < address.size() && address[end] >= '0' && address[end] <= '9'; ++end) {
      const auto digit = static_cast<unsigned>(address[end] - '0');
      if (digit >= base || value > 255) return {};
      value = value * base + digit;
    }
    text += std::to_string(value);
    at = end;
  }
  const auto read = Address::parse(text);
  return read && read->is_ipv4() ? fmt::format(" (they read {})", text) : std::string();
}

std::string stray_character(std::string_view input, ParseError error) {
  if (error.offset >= input.size()) return "a character in it has no place there";
  const char c = input[error.offset];
  if (c == '[') return "brackets belong to a URL, not to an address";
  if (c == '*') return "an address has no wildcards; a network is written with a length, as in 10.1.0.0/16";
  if (c == '-') return "a range is written as one or more networks with lengths, as in 10.0.0.0/24";
  if (c == '\0') return fmt::format("byte {} is NUL", error.offset + 1);
  if (c == ':' && input.find('.') < error.offset) return "a port does not belong to an address";
  if ((c == 'x' || c == 'X') && error.offset > 0 && input[error.offset - 1] == '0') {
    return "the numbers of an IPv4 address are decimal";
  }
  return fmt::format("'{}' at byte {} has no place there", escaped(c), error.offset + 1);
}

bool after_slash(std::string_view input, ParseError error) { return input.find('/') < error.offset; }

std::string length_range(std::string_view input) {
  const bool ipv6 = input.substr(0, input.find('/')).find(':') != std::string_view::npos;
  return fmt::format("the length of an {} prefix is 0 to {}", ipv6 ? "IPv6" : "IPv4", ipv6 ? 128 : 32);
}

std::string host_bits(std::string_view input) {
  const auto address = Address::parse(input.substr(0, input.find('/')));
  if (address && address->is_ipv4() && input.find(':') < input.find('/')) {
    return "an IPv4-mapped prefix is an IPv4 prefix: its length is 96 or more, and the bits behind it are 0";
  }
  return "bits behind its length are set";
}

std::string reason(std::string_view input, ParseError error) {
  switch (error.fault) {
    case ParseFault::empty:
      return "nothing is written there";
    case ParseFault::white_space:
      return fmt::format("there is white space at byte {}", error.offset + 1);
    case ParseFault::zone:
      return "a zone (%...) means something on one host only";
    case ParseFault::unexpected:
      return stray_character(input, error);
    case ParseFault::leading_zero:
      return "a number with leading zeros is octal to some readers" + octal_reading(input);
    case ParseFault::octet_out_of_range:
      return "each number of an IPv4 address is 0 to 255";
    case ParseFault::too_few_octets:
    case ParseFault::too_many_octets:
      return "an IPv4 address has four numbers";
    case ParseFault::group_too_long:
      return "a group of an IPv6 address has at most four hexadecimal digits";
    case ParseFault::too_few_groups:
      return "an IPv6 address has eight groups, or a :: in place of those that are 0";
    case ParseFault::too_many_groups:
      return "an IPv6 address has eight groups, of which a :: replaces at least one";
    case ParseFault::repeated_gap:
      return "an IPv6 address has at most one ::";
    case ParseFault::length_missing:
      return "a length is missing after the /";
    case ParseFault::length_malformed:
      return "a length is a plain decimal number without sign and leading zeros";
    case ParseFault::length_out_of_range:
      return length_range(input);
    case ParseFault::host_bits:
      return host_bits(input);
    case ParseFault::not_a_full_address:
      return "one address is expected here, not a prefix";
  }
  return "it is malformed";
}

bool concerns_length(std::string_view input, ParseError error) {
  return error.fault == ParseFault::host_bits || error.fault == ParseFault::length_missing ||
         after_slash(input, error);
}

}  // namespace

Error describe(std::string_view input, ParseError error, Wanted wanted) {
  const bool prefix = wanted == Wanted::prefix && concerns_length(input, error);
  std::string message = fmt::format("{} is not {}: {}", quoted(input), prefix ? "a prefix" : "an address",
                                    reason(input, error));
  if (const auto meant = suggest(input, wanted)) message += fmt::format("; did you mean {}?", *meant);
  const ErrorCode code =
      error.fault == ParseFault::host_bits ? ErrorCode::host_bits_set : ErrorCode::malformed_address;
  return {code, std::move(message), {}};
}

}  // namespace sallyport::net
