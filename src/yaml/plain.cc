#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "yaml/document.h"

namespace sallyport::yaml {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// What some YAML reader takes for something else than a text.
bool is_special(std::string_view text) {
  std::string word(text);
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  constexpr std::array kWords{"null", "true", "false", "yes", "no", "on", "off", "y", "n"};
  if (std::ranges::find(kWords, std::string_view(word)) != kWords.end()) return true;
  if (word.starts_with("0x") || word.starts_with("0o")) return true;
  return word.find_first_not_of("0123456789.+-_e:") == std::string::npos &&
         std::ranges::count(word, '.') <= 1;  // an IPv4 address has more
}

}  // namespace

bool is_plain(std::string_view text) {
  if (text.empty() || !is_letter_or_digit(text.front()) || is_special(text)) return false;
  const bool words = std::ranges::all_of(text, [](char c) {
    return is_letter_or_digit(c) || std::string_view(" _./@+-:").find(c) != std::string_view::npos;
  });
  return words && text.back() != ' ' && text.back() != ':' && text.find(": ") == std::string_view::npos;
}

std::string as_scalar(std::string_view text) { return is_plain(text) ? std::string(text) : quoted(text); }

std::string quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const Utf8Character character = first_character(text);
    const std::size_t length = character.length == 0 ? 1 : character.length;
    if (text[0] == '"' || text[0] == '\\') {
      out += '\\';
      out += text[0];
    } else if (character.length != 0 && deceives(character.code_point)) {
      out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(character.code_point));
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return out + '"';
}

}  // namespace sallyport::yaml
