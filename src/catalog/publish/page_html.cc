// HTML as html.spec.whatwg.org has it: no scripts, nothing from elsewhere; a wide table can be scrolled with
// the keyboard alone, and each of its cells has a heading that a screen reader finds.

#include <fmt/format.h>

#include "catalog/publish/escape.h"
#include "catalog/publish/page.h"

namespace sallyport::catalog {
namespace {

constexpr std::string_view kStyle =
    "body{font-family:system-ui,sans-serif;line-height:1.5;margin:0 auto;max-width:90rem;padding:1rem}"
    "table{border-collapse:collapse}caption{font-weight:bold;padding:.5rem 0;text-align:left}"
    "th,td{border:1px solid #767676;padding:.4rem .6rem;text-align:left;vertical-align:top}"
    "th ul,td ul{list-style:none;margin:0;padding:0}code{white-space:nowrap}"
    ".table{margin:1rem 0;overflow-x:auto}.table:focus-visible{outline:3px solid}"
    "nav ul{display:flex;flex-wrap:wrap;gap:1rem;list-style:none;padding:0}"
    "@media(prefers-color-scheme:dark){body{background:#121212;color:#eee}a{color:#9cf}}";

class HtmlPage {
 public:
  std::string write(const PublishedPage& page) {
    const std::string title = for_markup(page.title);
    out_ = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"{0}\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{1}</title>\n",
        to_string(page.language), title);
    for (const PageLink& link : page.languages) {
      out_ += fmt::format("<link rel=\"alternate\" hreflang=\"{0}\" href=\"{1}.html\">\n",
                          to_string(link.language), for_markup(link.stem));
    }
    out_ += fmt::format(
        "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"changes.atom\" title=\"{0}\">\n"
        "<style>{1}</style>\n</head>\n<body>\n<header>\n<h1>{0}</h1>\n",
        title, kStyle);
    languages(page);
    out_ += "</header>\n<main>\n";
    for (const PageBlock& block : page.blocks) {
      std::visit([this](const auto& each) { add(each); }, block);
    }
    return std::move(out_) + "</main>\n</body>\n</html>\n";
  }

 private:
  void languages(const PublishedPage& page) {
    out_ += fmt::format("<nav aria-label=\"{}\">\n<ul>\n", for_markup(page.languages_title));
    for (const PageLink& link : page.languages) {
      const bool here = link.language == page.language;
      out_ += fmt::format("<li><a href=\"{0}.html\" lang=\"{1}\" hreflang=\"{1}\"{2}>{3}</a></li>\n",
                          for_markup(link.stem), to_string(link.language),
                          here ? " aria-current=\"page\"" : "", for_markup(link.title));
    }
    out_ += "</ul>\n</nav>\n";
  }

  void add(const PageHeading& heading) {
    out_ += fmt::format("<h{}>", heading.level);
    add(heading.line);
    out_ += fmt::format("</h{}>\n", heading.level);
  }
  void add(const PageParagraph& paragraph) {
    out_ += "<p>";
    add(paragraph.line);
    out_ += "</p>\n";
  }
  void add(const PageList& list) {
    add_list(list.lines);
    out_ += "\n";
  }
  void add(const PageTable& table) {
    const std::string id = fmt::format("table-{}", ++tables_);
    out_ += fmt::format(
        "<div class=\"table\" role=\"region\" aria-labelledby=\"{0}\" tabindex=\"0\">\n<table>\n"
        "<caption id=\"{0}\">",
        id);
    add(table.caption);
    out_ += "</caption>\n<thead>\n<tr>";
    for (const PageLine& head : table.head) {
      out_ += "<th scope=\"col\">";
      add(head);
      out_ += "</th>";
    }
    out_ += "</tr>\n</thead>\n<tbody>\n";
    for (const PageTable::Row& row : table.rows) {
      out_ += "<tr><th scope=\"row\">";
      add_cell(row.header);
      out_ += "</th>";
      for (const PageCell& cell : row.cells) {
        out_ += "\n<td>";
        add_cell(cell);
        out_ += "</td>";
      }
      out_ += "</tr>\n";
    }
    out_ += "</tbody>\n</table>\n</div>\n";
  }

  void add_cell(const PageCell& cell) {
    if (cell.size() == 1) {
      add(cell.front());
    } else if (!cell.empty()) {
      add_list(cell);
    }
  }

  void add_list(const std::vector<PageLine>& lines) {
    out_ += "<ul>";
    for (const PageLine& line : lines) {
      out_ += "<li>";
      add(line);
      out_ += "</li>";
    }
    out_ += "</ul>";
  }

  void add(const PageLine& line) {
    for (const PageSpan& span : line) {
      const std::string text = for_markup(span.text);
      // Screen readers say it in its language (WCAG 2.2, success criterion 3.1.2).
      const std::string language =
          span.language ? fmt::format(" lang=\"{}\"", to_string(*span.language)) : std::string();
      switch (span.kind) {
        case PageSpan::Kind::text:
          out_ += language.empty() ? text : fmt::format("<span{}>{}</span>", language, text);
          break;
        case PageSpan::Kind::code:
          out_ += "<code>" + text + "</code>";
          break;
        case PageSpan::Kind::strong:
          out_ += fmt::format("<strong{}>{}</strong>", language, text);
          break;
        case PageSpan::Kind::link:
          out_ += fmt::format("<a href=\"{}\"{}>{}</a>", for_markup(span.address), language, text);
          break;
      }
    }
  }

  std::string out_;
  int tables_ = 0;
};

}  // namespace

std::string page_html(const PublishedPage& page) { return HtmlPage().write(page); }

}  // namespace sallyport::catalog
