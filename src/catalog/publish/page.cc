#include "catalog/publish/page.h"

#include <iterator>

namespace sallyport::catalog {

PageSpan text_span(const Text& text, Language language, PageSpan::Kind kind) {
  const bool translated = language == Language::english || text.empty() ||
                          !(language == Language::german ? text.de : text.ja).empty();
  return {kind, text.in(language), {}, translated ? std::nullopt : std::optional(Language::english)};
}

PageLine phrase_line(std::string_view phrase, PageSpan value) {
  const auto at = phrase.find("{}");
  const auto kind = value.kind;
  if (at == std::string_view::npos) return {{kind, std::string(phrase), {}}};
  PageLine line;
  if (at > 0) line.push_back({kind, std::string(phrase.substr(0, at)), {}});
  line.push_back(std::move(value));
  if (at + 2 < phrase.size()) line.push_back({kind, std::string(phrase.substr(at + 2)), {}});
  return line;
}

void append_line(PageLine& line, PageLine more) {
  line.insert(line.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace sallyport::catalog
