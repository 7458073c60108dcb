// Markdown as spec.commonmark.org 0.31 has it, with the tables of github.github.com/gfm: a cell is one line,
// so its lines stand in it with <br> between.

#include <fmt/format.h>

#include "catalog/publish/escape.h"
#include "catalog/publish/page.h"

namespace sallyport::catalog {
namespace {

class MarkdownPage {
 public:
  std::string write(const PublishedPage& page) {
    out_ = fmt::format("# {}\n\n", for_markdown(page.title));
    bool first = true;
    for (const PageLink& link : page.languages) {
      out_ += fmt::format("{}[{}]({}.md)", first ? "" : " · ", for_markdown(link.title), link.stem);
      first = false;
    }
    out_ += "\n\n";
    for (const PageBlock& block : page.blocks) {
      std::visit([this](const auto& each) { add(each); }, block);
      out_ += "\n";
    }
    out_.pop_back();
    return std::move(out_);
  }

 private:
  void add(const PageHeading& heading) {
    out_ += fmt::format("{} {}\n", std::string(static_cast<std::size_t>(heading.level), '#'),
                        for_markdown(plain_text(heading.line)));
  }
  void add(const PageParagraph& paragraph) { out_ += text_of(paragraph.line) + "\n"; }
  void add(const PageList& list) {
    for (const PageLine& line : list.lines) out_ += "- " + text_of(line) + "\n";
  }
  void add(const PageTable& table) {
    out_ += fmt::format("**{}**\n\n|", for_markdown(plain_text(table.caption)));
    for (const PageLine& head : table.head) out_ += fmt::format(" {} |", for_markdown(plain_text(head)));
    out_ += "\n|";
    for (std::size_t i = 0; i < table.head.size(); ++i) out_ += " --- |";
    out_ += "\n";
    for (const PageTable::Row& row : table.rows) {
      out_ += fmt::format("| {} |", text_of(row.header));
      for (const PageCell& cell : row.cells) out_ += fmt::format(" {} |", text_of(cell));
      out_ += "\n";
    }
  }

  static std::string text_of(const PageCell& cell) {
    std::string text;
    for (const PageLine& line : cell) text += (text.empty() ? "" : "<br>") + text_of(line);
    return text;
  }

  static std::string plain_text(const PageLine& line) {
    std::string text;
    for (const PageSpan& span : line) text += span.text;
    return text;
  }

  // Markdown has no languages: spans that differ in nothing else are one.
  static PageLine joined(const PageLine& line) {
    PageLine spans;
    for (const PageSpan& span : line) {
      const bool joins = span.kind == PageSpan::Kind::text || span.kind == PageSpan::Kind::strong;
      if (joins && !spans.empty() && spans.back().kind == span.kind) {
        spans.back().text += span.text;
      } else {
        spans.push_back(span);
      }
    }
    return spans;
  }

  static std::string text_of(const PageLine& line) {
    std::string text;
    for (const PageSpan& span : joined(line)) {
      switch (span.kind) {
        case PageSpan::Kind::text:
          text += padded(span.text);
          break;
        case PageSpan::Kind::code:
          text += code(span.text);
          break;
        case PageSpan::Kind::strong:
          text += fmt::format("**{}**", for_markdown(trimmed(span.text)));
          break;
        case PageSpan::Kind::link:
          text += fmt::format("[{}](<{}>)", for_markdown(span.text), span.address);
          break;
      }
    }
    return text;
  }

  // A blank in front parts it from what stands before.
  static std::string padded(const std::string& text) {
    return (text.starts_with(' ') ? " " : "") + for_markdown(text);
  }
  static std::string trimmed(const std::string& text) {
    const auto last = text.find_last_not_of(' ');
    return last == std::string::npos ? std::string() : text.substr(0, last + 1);
  }
  // Addresses, hosts and ids have nothing that ends a code span or a cell of a table.
  static std::string code(const std::string& text) {
    const bool plain = !text.empty() && text.find_first_of("`|\\\n\r") == std::string::npos;
    return plain ? "`" + one_line(text) + "`" : for_markdown(text);
  }

  std::string out_;
};

}  // namespace

std::string page_markdown(const PublishedPage& page) { return MarkdownPage().write(page); }

}  // namespace sallyport::catalog
