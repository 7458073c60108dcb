#include "http/forwarded_elements.h"

#include <algorithm>
#include <optional>

#include "http/message.h"

namespace sallyport::http {
namespace {

constexpr bool is_decimal_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_latin_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_token_character(char c) {
  return is_decimal_digit(c) || is_latin_letter(c) || std::string_view("!#$%&'*+-.^_`|~").contains(c);
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<ForwardedElement> element_of(std::string_view address) {
  const auto parsed = net::Address::parse(address);
  if (!parsed) return std::nullopt;
  return ForwardedElement{true, *parsed};
}

// "_" followed by letters, digits, ".", "_" or "-".
bool is_obfuscated(std::string_view text) {
  return text.size() > 1 && text.front() == '_' && std::ranges::all_of(text, [](char c) {
           return is_decimal_digit(c) || is_latin_letter(c) || c == '.' || c == '_' || c == '-';
         });
}

bool is_port(std::string_view text) {
  return is_obfuscated(text) ||
         (!text.empty() && text.size() <= 5 && std::ranges::all_of(text, is_decimal_digit));
}

// node = nodename [ ":" node-port ], RFC 7239 section 6.
std::optional<ForwardedElement> read_node(std::string_view node) {
  std::string_view name = node;
  std::string_view rest;
  const bool bracketed = node.starts_with('[');
  if (bracketed) {
    const auto end = node.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    name = node.substr(1, end - 1);
    rest = node.substr(end + 1);
  } else if (const auto colon = node.find(':'); colon != std::string_view::npos) {
    name = node.substr(0, colon);
    rest = node.substr(colon);
  }
  if (!rest.empty() && (!rest.starts_with(':') || !is_port(rest.substr(1)))) return std::nullopt;
  if (!bracketed && (same_name(name, "unknown") || is_obfuscated(name))) return ForwardedElement{};
  // IPv6 stands in brackets, IPv4 does not.
  if (bracketed != name.contains(':')) return std::nullopt;
  return element_of(name);
}

// Reads one line of Forwarded, element by element.
class ForwardedReader {
 public:
  explicit ForwardedReader(std::string_view line) : rest_(line) {}

  // forwarded-element = pair *( ";" pair ), up to the comma or the end.
  std::optional<ForwardedElement> element() {
    ForwardedElement result;
    bool has_for = false;
    std::array<std::string_view, 16> seen;
    std::size_t count = 0;
    skip_blanks();
    do {
      const auto name = token();
      if (name.empty() || !take('=') || count == seen.size()) return std::nullopt;
      for (std::size_t i = 0; i < count; ++i) {
        if (same_name(seen[i], name)) return std::nullopt;  // which of the two?
      }
      seen[count++] = name;
      const auto text = value();
      if (!text) return std::nullopt;
      if (same_name(name, "for")) {
        const auto node = read_node(*text);
        if (!node || has_for) return std::nullopt;
        has_for = true;
        result = *node;
      }
    } while (take(';'));
    skip_blanks();
    return result;
  }

  bool take(char expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool at_end() const { return rest_.empty(); }

 private:
  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size())); }

  std::string_view token() {
    const auto end = std::ranges::find_if_not(rest_, is_token_character);
    const auto text = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(text.size());
    return text;
  }

  // value = token / quoted-string. An escape inside quotes is legal, and nothing that needs one is: it is
  // refused.
  std::optional<std::string_view> value() {
    if (!take('"')) {
      const auto text = token();
      return text.empty() ? std::nullopt : std::optional(text);
    }
    const auto end = rest_.find_first_of("\"\\");
    if (end == std::string_view::npos || rest_[end] == '\\') return std::nullopt;
    const auto text = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return text;
  }

  std::string_view rest_;
};

}  // namespace

bool ForwardedElements::add_x_forwarded_for(std::string_view line) noexcept {
  for (;;) {
    const auto comma = line.find(',');
    const auto text = trim(line.substr(0, comma));
    const auto element = same_name(text, "unknown") ? ForwardedElement{} : element_of(text);
    if (!element || !add(*element)) return false;
    if (comma == std::string_view::npos) return true;
    line.remove_prefix(comma + 1);
  }
}

bool ForwardedElements::add_forwarded(std::string_view line) noexcept {
  ForwardedReader reader(line);
  do {
    const auto element = reader.element();
    if (!element || !add(*element)) return false;
  } while (reader.take(','));
  return reader.at_end();
}

bool ForwardedElements::add(const ForwardedElement& element) noexcept {
  if (count_ == kMost) return false;
  elements_[count_++] = element;
  return true;
}

}  // namespace sallyport::http
