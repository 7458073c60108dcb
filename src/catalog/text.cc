#include "catalog/text.h"

namespace sallyport::catalog {

std::string_view to_string(Language language) {
  switch (language) {
    case Language::english:
      return "en";
    case Language::german:
      return "de";
    case Language::japanese:
      return "ja";
  }
  return "en";
}

std::optional<Language> parse_language(std::string_view text) {
  for (const Language language : kLanguages) {
    if (to_string(language) == text) return language;
  }
  return std::nullopt;
}

const std::string& Text::in(Language language) const {
  const std::string& wanted = language == Language::german ? de : (language == Language::japanese ? ja : en);
  return wanted.empty() ? en : wanted;
}

}  // namespace sallyport::catalog
