// suggest(): each step below undoes one common way of writing an address differently. A step that does not
// apply leaves the text alone; after each, the strict parser decides whether the text has become something.

#include <algorithm>
#include <bit>
#include <charconv>
#include <optional>
#include <vector>

#include "net/parse_error.h"
#include "net/prefix.h"

namespace sallyport::net {
namespace {

using Text = std::string;

constexpr std::string_view kSpaces = " \t\n\v\f\r";
constexpr std::string_view kDigits = "0123456789";

struct Parts {
  std::string_view address;
  std::string_view tail;  // from the slash on, with it; empty without one
};

Parts split(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  return {text.substr(0, slash), text.substr(slash)};
}

std::vector<std::string_view> fields(std::string_view text, char separator) {
  std::vector<std::string_view> result;
  while (true) {
    const std::size_t end = text.find(separator);
    result.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return result;
    text.remove_prefix(end + 1);
  }
}

bool consists_of(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

std::optional<std::uint32_t> number(std::string_view text, int base = 10) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view without_zeros(std::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1));  // the last digit stays
}

std::string_view trimmed(std::string_view text) {
  const auto outside = [](char c) { return c == '\0' || kSpaces.find(c) != std::string_view::npos; };
  while (!text.empty() && outside(text.back())) text.remove_suffix(1);
  while (!text.empty() && outside(text.front()) && text.front() != '\0') text.remove_prefix(1);
  return text;
}

Text trim(const Text& text) { return Text(trimmed(text)); }

// "10.0.0.1", and 10.0.0.1, at the end of a field.
Text unquote(const Text& text) {
  std::string_view inner = text;
  if (inner.ends_with(',') || inner.ends_with(';')) inner.remove_suffix(1);
  if (inner.size() >= 2 && (inner.front() == '"' || inner.front() == '\'') && inner.back() == inner.front()) {
    inner = inner.substr(1, inner.size() - 2);
  }
  return trim(Text(inner));
}

// [::1], [::1]:443 and [2001:db8::]/32.
Text unbracket(const Text& text) {
  const std::size_t close = text.find(']');
  if (!text.starts_with('[') || close == Text::npos) return text;
  const std::string_view rest = std::string_view(text).substr(close + 1);
  if (rest.starts_with(':') && consists_of(rest.substr(1), kDigits)) return text.substr(1, close - 1);
  if (!rest.empty() && rest.front() != '/') return text;
  return text.substr(1, close - 1) + Text(rest);
}

Text drop_zone(const Text& text) {
  const auto [address, tail] = split(text);
  if (address.find(':') == std::string_view::npos) return text;
  return Text(address.substr(0, address.find('%'))) + Text(tail);
}

Text drop_port(const Text& text) {
  const std::size_t colon = text.find(':');
  if (colon == Text::npos || text.find('.') > colon || !consists_of(text.substr(colon + 1), kDigits))
    return text;
  return text.substr(0, colon);
}

// "10.0.0.0 / 8", /+8 and /08.
Text tidy_length(const Text& text) {
  const auto [address, tail] = split(text);
  if (tail.empty()) return text;
  std::string_view length = trimmed(tail.substr(1));
  if (length.starts_with('+')) length.remove_prefix(1);
  if (consists_of(length, kDigits)) length = without_zeros(length);
  return Text(trimmed(address)) + '/' + Text(length);
}

// 10.0.0.0/255.0.0.0, "10.0.0.0 255.0.0.0" and, with the mask inverted, 10.0.0.0/0.255.255.255.
Text mask_to_length(const Text& text) {
  const std::size_t separator = text.find_first_of("/ ");
  if (separator == Text::npos) return text;
  const auto mask = Address::parse(trimmed(std::string_view(text).substr(separator + 1)));
  if (!mask || !mask->is_ipv4()) return text;
  const std::uint32_t bits = mask->ipv4_bits();
  const auto contiguous = [](std::uint32_t m) { return std::countl_one(m) + std::countr_zero(m) == 32; };
  int length = 0;
  if (bits == 0 || contiguous(bits)) {
    length = std::countl_one(bits);
  } else if (contiguous(~bits)) {
    length = std::countl_zero(bits);
  } else {
    return text;
  }
  return text.substr(0, separator) + '/' + std::to_string(length);
}

// 010.0.0.1 and 00001::, with what follows the slash left alone.
Text drop_leading_zeros(const Text& text) {
  const auto [address, tail] = split(text);
  const bool ipv6 = address.find(':') != std::string_view::npos;
  Text result;
  for (std::size_t at = 0; at < address.size();) {
    const std::size_t end = std::min(address.find_first_of(".:", at), address.size());
    const std::string_view field = address.substr(at, end - at);
    const bool zeros = field.size() > 1 && field.front() == '0' &&
                       consists_of(field, ipv6 ? "0123456789abcdefABCDEF" : kDigits);
    // Four digits are a proper IPv6 group, unless they are an octet.
    const bool octet =
        !ipv6 || (end < address.size() && address[end] == '.') || (at > 0 && address[at - 1] == '.');
    result += zeros && (octet || field.size() > 4) ? without_zeros(field) : field;
    if (end < address.size()) result += address[end];
    at = end + 1;
  }
  return result + Text(tail);
}

// 3232235777, 0xc0a80101 and 0x7f.0.0.1. Small decimal numbers are more likely half an address than a whole
// one.
Text decode_numbers(const Text& text) {
  const auto [address, tail] = split(text);
  const auto hexadecimal = [](std::string_view field) {
    return field.starts_with("0x") || field.starts_with("0X");
  };
  const auto octets = fields(address, '.');
  if (octets.size() == 1) {
    const auto value = hexadecimal(address) ? number(address.substr(2), 16) : number(address);
    if (!value || *value < 0x0100'0000) return text;
    return Address::ipv4(*value).to_string() + Text(tail);
  }
  if (octets.size() != 4 || std::ranges::none_of(octets, hexadecimal)) return text;
  Text result;
  for (const std::string_view octet : octets) {
    const auto value = hexadecimal(octet) ? number(octet.substr(2), 16) : number(octet);
    if (!value) return text;
    if (!result.empty()) result += '.';
    result += std::to_string(*value);
  }
  return result + Text(tail);
}

// 10.1.*.* and 10.1.* and 2001:db8:*.
Text wildcards_to_length(const Text& text) {
  const auto wild = [](std::string_view field) { return field == "*" || field == "x" || field == "X"; };
  const bool ipv6 = text.find(':') != Text::npos;
  if (text.find('/') != Text::npos || text.find("::") != Text::npos) return text;
  auto parts = fields(text, ipv6 ? ':' : '.');
  std::size_t wilds = 0;
  for (; !parts.empty() && wild(parts.back()); ++wilds) parts.pop_back();
  const std::size_t all = ipv6 ? 8 : 4;
  if (wilds == 0 || parts.empty() || parts.size() + wilds > all) return text;
  Text result;
  for (const std::string_view part : parts) result += Text(part) + (ipv6 ? ":" : ".");
  if (ipv6) {
    result += parts.size() == 7 ? "0" : ":";
  } else {
    for (std::size_t i = parts.size(); i < 4; ++i) result += i == 3 ? "0" : "0.";
  }
  return result + '/' + std::to_string(parts.size() * (ipv6 ? 16 : 8));
}

// 10.0.0.0-10.0.0.255 and 10.0.0.0-255, where the range is exactly one network.
Text range_to_network(const Text& text) {
  const std::size_t dash = text.find('-');
  if (dash == Text::npos) return text;
  const std::string_view view = text;
  const std::string_view from = trimmed(view.substr(0, dash));
  const std::string_view to = trimmed(view.substr(dash + 1));
  const auto first = Address::parse(from);
  const auto last = consists_of(to, kDigits)
                        ? Address::parse(Text(from.substr(0, from.rfind('.') + 1)) + Text(to))
                        : Address::parse(to);
  if (!first || !last) return text;
  for (unsigned length = 0; length <= 128; ++length) {
    const Prefix network = Prefix::enclosing(*first, length);
    if (network.address() == *first && network.last() == *last) return network.to_string();
  }
  return text;
}

// "10.0.0.1." (a host name's dot), 192.168.0/16, 192.168. and 192.168: octets that are not written are 0.
Text complete_octets(const Text& text) {
  const auto [address, tail] = split(text);
  if (!consists_of(address, "0123456789.")) return text;
  auto octets = fields(address, '.');
  if (octets.back().empty()) octets.pop_back();
  const std::size_t written = octets.size();
  if (written == 0 || written > 4 || (written == 1 && tail.empty())) return text;
  const auto length = number(tail.empty() ? std::string_view() : tail.substr(1));
  if (!tail.empty() && (!length || (written < 4 && *length > 8 * written))) return text;
  Text result;
  for (std::size_t i = 0; i < 4; ++i) {
    if (i > 0) result += '.';
    result += i < written ? octets[i] : "0";
  }
  return result + (tail.empty() && written < 4 ? '/' + std::to_string(8 * written) : Text(tail));
}

// 2001:db8/32 and 2001:db8:/32.
Text complete_groups(const Text& text) {
  const auto [address, tail] = split(text);
  const auto length = number(tail.empty() ? std::string_view() : tail.substr(1));
  if (!length || address.find(':') == std::string_view::npos || address.find("::") != std::string_view::npos)
    return text;
  std::string_view written = address;
  if (written.ends_with(':')) written.remove_suffix(1);
  const std::size_t groups = fields(written, ':').size();
  if (groups >= 8 || *length > 16 * groups) return text;
  return Text(written) + "::" + Text(tail);
}

// 10.0.0.0/104, an IPv4 address with the length of its mapped form.
Text unmap_length(const Text& text) {
  const auto [address, tail] = split(text);
  const auto length = number(tail.empty() ? std::string_view() : tail.substr(1));
  if (!length || *length < 96 || *length > 128 || address.find(':') != std::string_view::npos) return text;
  return Text(address) + '/' + std::to_string(*length - 96);
}

// A length that was begun but not written: for an address whose last number is not 0, only one thing is
// meant.
Text drop_empty_length(const Text& text) {
  if (!text.ends_with('/')) return text;
  const auto address = Address::parse(std::string_view(text).substr(0, text.size() - 1));
  return address && (address->low() & 0xff) != 0 ? text.substr(0, text.size() - 1) : text;
}

std::optional<Text> network_of(std::string_view text) {
  const auto [address_text, tail] = split(text);
  const auto address = Address::parse(address_text);
  auto length = number(tail.substr(1));
  if (!address || !length) return std::nullopt;
  const bool mapped = address->is_ipv4() && address_text.find(':') != std::string_view::npos;
  if (mapped && *length > 32 && *length < 96) return std::nullopt;  // no network holds these and only these
  if (mapped && *length >= 96) *length -= 96;
  return Prefix::enclosing(*address, *length).to_string();
}

// The text in the form to suggest, if it has become what is wanted.
std::optional<Text> accepted(const Text& text, Wanted wanted) {
  const auto prefix = Prefix::parse(text);
  const bool host_bits = !prefix && prefix.error().fault == ParseFault::host_bits;
  if (!prefix && !host_bits) return std::nullopt;
  if (wanted == Wanted::prefix) return prefix ? text : network_of(text);
  // 10.0.0.1/32, and 10.0.0.1/24 as an interface's address is written; but 10.0.0.0/24 is not one address.
  if (host_bits || prefix->is_single_address()) return Text(split(text).address);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> suggest(std::string_view input, Wanted wanted) {
  constexpr std::size_t kLongest = 256;  // nobody meant an address by more than this
  if (input.size() > kLongest) return std::nullopt;
  constexpr Text (*kSteps[])(const Text&) = {trim,
                                             unquote,
                                             unbracket,
                                             drop_zone,
                                             drop_port,
                                             tidy_length,
                                             mask_to_length,
                                             decode_numbers,
                                             drop_leading_zeros,
                                             wildcards_to_length,
                                             range_to_network,
                                             complete_octets,
                                             complete_groups,
                                             unmap_length,
                                             drop_empty_length};
  Text text(input);
  for (const auto step : kSteps) {
    text = step(text);
    if (auto meant = accepted(text, wanted)) return meant;
  }
  return std::nullopt;
}

}  // namespace sallyport::net
