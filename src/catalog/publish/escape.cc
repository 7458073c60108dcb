#include "catalog/publish/escape.h"

#include <fmt/format.h>

#include "base/text.h"

namespace sallyport::catalog {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// U+FFFE and U+FFFF of each plane are no characters; the first two are not in XML.
bool is_outside_xml(char32_t c) { return c == 0xFFFE || c == 0xFFFF; }

// Where a line that begins so would be a list, a heading's underline or a rule.
std::size_t marker_at(std::string_view line) {
  if (line.empty()) return std::string_view::npos;
  if (line[0] == '-' || line[0] == '+' || line[0] == '=') return 0;
  std::size_t digits = 0;
  while (digits < line.size() && is_digit(line[digits])) ++digits;
  const bool ordered = digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')');
  return ordered ? digits : std::string_view::npos;
}

// GitHub makes links of what looks like one: the colon of "://" and the dot of "www." stop that.
bool would_link(std::string_view text, std::size_t i) {
  if (text[i] == ':') return text.substr(i + 1).starts_with("//");
  if (text[i] != '.' || i < 3) return false;
  for (std::size_t k = i - 3; k < i; ++k) {
    if (text[k] != 'w' && text[k] != 'W') return false;
  }
  return true;
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Utf8Character character = first_character(text);
    const std::size_t length = character.length == 0 ? 1 : character.length;
    if (text[0] == '\n' || text[0] == '\r' || text[0] == '\t') {
      out += ' ';
    } else if (character.length == 0 || deceives(character.code_point) ||
               is_outside_xml(character.code_point)) {
      out += kReplacement;
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return out;
}

std::string for_markup(std::string_view text) { return escape_html(one_line(text)); }

std::string for_markdown(std::string_view text) {
  const std::string line = one_line(text);
  const std::size_t blanks = std::min(line.find_first_not_of(' '), line.size());
  const std::string_view rest = std::string_view(line).substr(blanks);  // four blanks would make code of it
  const std::size_t marker = marker_at(rest);
  std::string out;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    constexpr std::string_view kMarkup = "\\`*_[]<>|~&#!@$^";
    const bool escaped =
        i == marker || kMarkup.find(rest[i]) != std::string_view::npos || would_link(rest, i);
    if (escaped) out += '\\';
    out += rest[i];
  }
  return out;
}

std::optional<std::string> link_of(std::string_view address) {
  if (!address.starts_with("https://") && !address.starts_with("http://")) return std::nullopt;
  std::string out;
  for (const char c : address) {
    const bool plain = is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (plain || std::string_view("-._~:/?#@!$&*+,;=%").find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace sallyport::catalog
