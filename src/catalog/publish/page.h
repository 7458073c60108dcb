// PublishedPage: what a page says, without how it is written down: HTML and Markdown are made of the same
// one.
//
// Thread safety: values; pure functions. Invariants: texts are as they are in the catalog: they are escaped
// where they are written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "catalog/text.h"

namespace sallyport::catalog {

struct PageSpan {
  enum class Kind : std::uint8_t { text, code, strong, link } kind = Kind::text;
  std::string text;
  std::string address;                              // of a link
  std::optional<Language> language = std::nullopt;  // where it is not that of the page
};
using PageLine = std::vector<PageSpan>;

struct PageHeading {
  int level = 2;
  PageLine line;
};
struct PageParagraph {
  PageLine line;
};
struct PageList {
  std::vector<PageLine> lines;
};
// A cell has lines: several are a list.
using PageCell = std::vector<PageLine>;
struct PageTable {
  struct Row {
    PageCell header;
    std::vector<PageCell> cells;
  };
  PageLine caption;
  std::vector<PageLine> head;  // one more than a row has cells
  std::vector<Row> rows;
};
using PageBlock = std::variant<PageHeading, PageParagraph, PageList, PageTable>;

struct PageLink {
  std::string title;
  std::string stem;  // the file, without its ending
  Language language = Language::english;
};

struct PublishedPage {
  Language language = Language::english;
  std::string title;
  std::string languages_title;      // what a screen reader says of the list of languages
  std::vector<PageLink> languages;  // the same page in all of them
  std::vector<PageBlock> blocks;
};

// The text in that language or, where it is not translated, in English, and told to be so.
PageSpan text_span(const Text& text, Language language, PageSpan::Kind kind = PageSpan::Kind::text);
// The phrase with the value at its {}; of the kind of the value.
PageLine phrase_line(std::string_view phrase, PageSpan value);
void append_line(PageLine& line, PageLine more);

std::string page_html(const PublishedPage& page);
std::string page_markdown(const PublishedPage& page);

// "index", "index.de", "index.ja".
std::string page_stem(Language language);

}  // namespace sallyport::catalog
