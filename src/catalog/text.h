// Text: what people read, in the languages of the product.
//
// Thread safety: a value.
// Invariants: made by the reader of catalogs, which refuses control characters and markup.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sallyport::catalog {

enum class Language : std::uint8_t { english, german, japanese };  // en, de, ja
inline constexpr std::array kLanguages{Language::english, Language::german, Language::japanese};

std::string_view to_string(Language language);
std::optional<Language> parse_language(std::string_view text);

struct Text {
  std::string en;  // always there, where there is any text
  std::string de;
  std::string ja;

  bool empty() const { return en.empty(); }
  const std::string& in(Language language) const;  // English where that language is missing

  friend bool operator==(const Text&, const Text&) = default;
};

}  // namespace sallyport::catalog
