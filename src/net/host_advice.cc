// What people are told about a text that is not a host pattern: why, and what was probably meant.

#include <fmt/format.h>
#include <idn2.h>

#include <algorithm>
#include <cstdint>
#include <memory>

#include "base/text.h"
#include "net/host_reader.h"
#include "net/parse_error.h"
#include "net/prefix.h"

namespace sallyport::net {
namespace {

// The input as it can stand in a sentence: in quotes only where it would be misread without them.
std::string shown_host(std::string_view input) {
  constexpr std::size_t kShown = 80;
  std::size_t end = std::min(input.size(), kShown);
  while (end > 0 && end < input.size() && (static_cast<unsigned char>(input[end]) & 0xc0U) == 0x80U) --end;
  const std::string text = printable(input.substr(0, end)) + (end < input.size() ? "..." : "");
  const bool plain = !input.empty() && text.find_first_of(" \"\\,;'") == std::string::npos;
  return plain ? text : fmt::format("\"{}\"", text);
}

bool is_accepted_host(std::string_view text) { return read_host(text, PublicSuffixes::refused).has_value(); }

std::string without_edge_space(const std::string& text) {
  constexpr std::string_view kSpace = " \t\r\n\v\f";
  const std::size_t first = text.find_first_not_of(kSpace);
  return first == std::string::npos ? std::string()
                                    : text.substr(first, text.find_last_not_of(kSpace) + 1 - first);
}

// Quotes, brackets, and what stood between the items of a list.
std::string without_wrapping(const std::string& text) {
  const std::size_t first = text.find_first_not_of("\"'`<({");
  return first == std::string::npos ? std::string()
                                    : text.substr(first, text.find_last_not_of("\"'`>)},;") + 1 - first);
}

std::string without_scheme(const std::string& text) {
  const std::size_t slashes = text.find("//");
  const bool scheme = slashes == 0 || (slashes != std::string::npos && text[slashes - 1] == ':');
  return scheme ? text.substr(slashes + 2) : text;
}

std::string without_path(const std::string& text) { return text.substr(0, text.find_first_of("/?#")); }

std::string without_user(const std::string& text) {
  const std::size_t at = text.rfind('@');
  return at == std::string::npos ? text : text.substr(at + 1);
}

std::string without_host_port(const std::string& text) {
  const std::size_t colon = text.find(':');
  const bool port =
      colon != std::string::npos && text.find_first_not_of("0123456789*", colon + 1) == std::string::npos;
  return port ? text.substr(0, colon) : text;
}

std::string without_root_dot(const std::string& text) {
  return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
}

// The A-labels of a name with letters outside ASCII (RFC 5891), mapped as browsers do (UTS #46,
// non-transitional).
std::string in_a_labels(const std::string& text) {
  const bool ascii = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii || !is_utf8(text) || text.find('\0') != std::string::npos) return text;
  const std::size_t name = text.starts_with("**.")  ? 3
                           : text.starts_with("*.") ? 2
                           : text.starts_with('.')  ? 1
                                                    : 0;
  std::uint8_t* converted = nullptr;
  const int status = idn2_lookup_u8(reinterpret_cast<const std::uint8_t*>(text.c_str() + name), &converted,
                                    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const std::unique_ptr<std::uint8_t, void (*)(void*)> owner(converted, idn2_free);
  if (status != IDN2_OK || converted == nullptr) return text;
  return text.substr(0, name) + reinterpret_cast<const char*>(converted);
}

using HostStep = std::string (*)(const std::string&);
constexpr HostStep kHostSteps[] = {without_edge_space, without_wrapping,  without_scheme,   without_path,
                                   without_user,       without_host_port, without_root_dot, in_a_labels};

std::string cleaned_host(std::string_view input) {
  std::string text(input);
  for (const HostStep step : kHostSteps) text = step(text);
  return text;
}

constexpr std::size_t kLongestMeant = 1024;  // nobody meant a host by more than this

std::optional<std::string> prefix_in(std::string_view input) {
  if (input.size() > kLongestMeant) return std::nullopt;
  std::string text = without_wrapping(without_edge_space(std::string(input)));
  text = without_scheme(text);
  for (const std::string& form : {text, without_path(text)}) {
    if (Prefix::parse(form)) return form;
    if (auto meant = suggest(form, Wanted::prefix)) return meant;
  }
  return std::nullopt;
}

// For a star that is not in front of a whole name: the pattern that has the names that it would have, and
// more.
std::optional<std::string> wider_pattern(std::string_view input) {
  if (input.size() > kLongestMeant) return std::nullopt;
  const std::string text = cleaned_host(input);
  const std::size_t star = text.rfind('*');
  if (star == std::string::npos) return std::nullopt;
  const std::size_t dot = text.find('.', star);
  if (dot == std::string::npos) return std::nullopt;
  const bool one_label = text.find('.') == dot && text.find("**") > dot;
  std::string wider = (one_label ? "*" : "**") + text.substr(dot);
  return is_accepted_host(wider) ? std::optional(std::move(wider)) : std::nullopt;
}

std::string star_reason(std::string_view input) {
  constexpr std::string_view kRule = "a wildcard stands for whole labels in front of a name, as *. or **.";
  const auto wider = wider_pattern(input);
  if (!wider) return fmt::format("{}; name the hosts", kRule);
  return fmt::format("{}; name the hosts, or write {}, which has those names and others", kRule, *wider);
}

std::string character_reason(std::string_view input, std::size_t at) {
  const char c = input[at];
  const std::string_view from_there = input.substr(at);
  if (c == '*') return star_reason(input);
  if (c == '_') return "no underscore stands in the name of a host";
  if (from_there.starts_with("://")) return "a scheme does not belong to it";
  if (c == ':' && without_host_port(std::string(from_there)).empty()) return "a port does not belong to it";
  if (c == '/' || c == '?' || c == '#') return "a path does not belong to it";
  if (c == '@') return "a user does not belong to it";
  if (c == ' ' || (c >= '\t' && c <= '\r')) return fmt::format("there is white space at byte {}", at + 1);
  if (static_cast<unsigned char>(c) >= 0x80) {
    return is_utf8(input) ? "letters outside ASCII are written in A-labels, which begin with xn--"
                          : fmt::format("byte {} is neither ASCII nor UTF-8", at + 1);
  }
  return fmt::format("'{}' at byte {} has no place there", printable(from_there.substr(0, 1)), at + 1);
}

std::string host_reason(std::string_view input, HostError error) {
  switch (error.fault) {
    case HostFault::empty:
      return input.empty() ? "nothing is written there" : "there is no name behind the wildcard";
    case HostFault::character:
      return character_reason(input, error.offset);
    case HostFault::empty_label:
      if (error.offset == 0)
        return "a dot in front has the name itself for some programs, and not for others";
      if (error.offset == input.size()) return "no dot stands behind a name";
      return fmt::format("the label at byte {} is empty", error.offset + 1);
    case HostFault::edge_hyphen:
      return "no label begins or ends with a hyphen";
    case HostFault::label_too_long:
      return "a label has at most 63 bytes";
    case HostFault::too_long:
      return "a name has at most 253 bytes, with what a wildcard stands for";
    case HostFault::one_label:
      return "it has one label, and a host that others know has more, as in www.example.com";
    case HostFault::number:
      return "it ends as an address does: the last label of a name begins with a letter";
    case HostFault::public_suffix:
      break;
  }
  return {};
}

}  // namespace

Error describe_host(std::string_view input, HostError error) {
  const bool wildcard = input.starts_with("*.") || input.starts_with("**.");
  if (error.fault == HostFault::public_suffix || (wildcard && error.fault == HostFault::one_label)) {
    return {ErrorCode::malformed_host,
            fmt::format(
                "{} is too wide: anybody can have names under {}; name the hosts, or what is yours under it",
                shown_host(input), shown_host(input.substr(input.find('.') + 1))),
            {}};
  }
  const auto prefix = prefix_in(input);
  const std::string why =
      prefix ? "an address is no host name, it is written as a prefix" : host_reason(input, error);
  const auto meant = suggest_host(input);
  return {ErrorCode::malformed_host,
          fmt::format("{} is not a host name: {}{}", shown_host(input), why,
                      meant ? fmt::format("; did you mean {}?", *meant) : std::string()),
          {}};
}

std::optional<std::string> suggest_host(std::string_view input) {
  if (input.size() > kLongestMeant) return std::nullopt;
  if (const auto prefix = prefix_in(input)) return fmt::format("the prefix {}", *prefix);
  std::string text(input);
  for (const HostStep step : kHostSteps) {
    text = step(text);
    if (is_accepted_host(text)) return text;
  }
  if (text.starts_with('.') && is_accepted_host("**" + text)) {
    return fmt::format("{0} and **.{0}", std::string_view(text).substr(1));
  }
  return std::nullopt;
}

}  // namespace sallyport::net
