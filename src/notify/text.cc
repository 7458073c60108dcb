#include "notify/text.h"

#include <cstdint>

namespace sallyport::notify {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";  // U+FFFD
constexpr std::string_view kEllipsis = "\xe2\x80\xa6";

std::uint8_t byte_at(std::string_view text, std::size_t index) {
  return static_cast<std::uint8_t>(text[index]);
}

// REQUIRES: `character` is one valid UTF-8 character.
char32_t code_point(std::string_view character) {
  const std::uint8_t lead = byte_at(character, 0);
  if (character.size() == 1) return lead;
  char32_t value = lead & (0xffU >> (character.size() + 1));
  for (std::size_t i = 1; i < character.size(); ++i) value = (value << 6) | (byte_at(character, i) & 0x3fU);
  return value;
}

// What changes how the text around it is read, without being seen itself.
bool deceives(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f)  // C0, DEL, C1
         || c == 0x061c || c == 0x200e ||
         c == 0x200f                      // Arabic letter mark, left-to-right and right-to-left marks
         || (c >= 0x2028 && c <= 0x202e)  // line and paragraph separators, embeddings, overrides
         || (c >= 0x2066 && c <= 0x2069)  // isolates
         || c == 0xfeff;
}

}  // namespace

std::size_t utf8_length(std::string_view text) noexcept {
  if (text.empty()) return 0;
  const std::uint8_t lead = byte_at(text, 0);
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const std::size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (text.size() < length) return 0;
  // The second byte's range is narrower where an overlong form, a surrogate or a too large value would begin.
  const std::uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const std::uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (byte_at(text, 1) < low || byte_at(text, 1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte_at(text, i) & 0xc0U) != 0x80U) return 0;
  }
  return length;
}

std::string one_line(std::string_view text, std::size_t most) {
  std::string line;
  for (std::size_t characters = 0; !text.empty(); ++characters) {
    if (characters == most) return line.append(kEllipsis);
    const std::size_t length = utf8_length(text);
    const std::string_view character = text.substr(0, length == 0 ? 1 : length);
    line.append(length == 0 || deceives(code_point(character)) ? kReplacement : character);
    text.remove_prefix(character.size());
  }
  return line;
}

std::string escape_html(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

}  // namespace sallyport::notify
