// Page: what a page says, without how it is written down: HTML and Markdown are made of the same one.
//
// Thread safety: values; pure functions. Invariants: texts are as they are in the catalog: they are escaped
// where they are written.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "catalog/text.h"

namespace sallyport::catalog {

struct PageSpan {
  enum class Kind : std::uint8_t { text, code, strong, link } kind = Kind::text;
  std::string text;
  std::string address;  // of a link
};
using PageLine = std::vector<PageSpan>;

struct PageHeading {
  int level = 2;
  std::string text;
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
  std::string caption;
  std::vector<std::string> head;  // one more than a row has cells
  std::vector<Row> rows;
};
using PageBlock = std::variant<PageHeading, PageParagraph, PageList, PageTable>;

struct PageLink {
  std::string title;
  std::string stem;  // the file, without its ending
  Language language = Language::english;
};

struct Page {
  Language language = Language::english;
  std::string title;
  std::string languages_title;      // what a screen reader says of the list of languages
  std::vector<PageLink> languages;  // the same page in all of them
  std::vector<PageBlock> blocks;
};

std::string page_html(const Page& page);
std::string page_markdown(const Page& page);

// "index", "index.de", "index.ja".
std::string page_stem(Language language);

}  // namespace sallyport::catalog
