// HTML (WHATWG), by libgumbo: what stands on the page in the order of its text, tables as grids.

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "catalog/read/document/html_guard.h"
#include "catalog/read/document/page_text.h"

namespace sallyport::catalog {
namespace {

constexpr int kMostNodes = 2000;        // in one another: more than the guard can let through
constexpr unsigned kWidestSpan = 1000;  // WHATWG HTML 4.9.11
constexpr unsigned kLongestSpan = 65'534;

constexpr std::array kInline{
    GUMBO_TAG_A,     GUMBO_TAG_ABBR, GUMBO_TAG_ACRONYM, GUMBO_TAG_B,      GUMBO_TAG_BDI, GUMBO_TAG_BDO,
    GUMBO_TAG_BIG,   GUMBO_TAG_CITE, GUMBO_TAG_CODE,    GUMBO_TAG_DATA,   GUMBO_TAG_DEL, GUMBO_TAG_DFN,
    GUMBO_TAG_EM,    GUMBO_TAG_FONT, GUMBO_TAG_I,       GUMBO_TAG_IMG,    GUMBO_TAG_INS, GUMBO_TAG_KBD,
    GUMBO_TAG_LABEL, GUMBO_TAG_MARK, GUMBO_TAG_NOBR,    GUMBO_TAG_Q,      GUMBO_TAG_S,   GUMBO_TAG_SAMP,
    GUMBO_TAG_SMALL, GUMBO_TAG_SPAN, GUMBO_TAG_STRIKE,  GUMBO_TAG_STRONG, GUMBO_TAG_SUB, GUMBO_TAG_SUP,
    GUMBO_TAG_TIME,  GUMBO_TAG_TT,   GUMBO_TAG_U,       GUMBO_TAG_VAR,    GUMBO_TAG_WBR, GUMBO_TAG_UNKNOWN};

bool is_element(const GumboNode& node) {
  return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}
bool is(const GumboNode& node, GumboTag tag) { return is_element(node) && node.v.element.tag == tag; }
bool is_heading(const GumboNode& node) {
  return is_element(node) && node.v.element.tag >= GUMBO_TAG_H1 && node.v.element.tag <= GUMBO_TAG_H6;
}
bool is_cell(const GumboNode& node) { return is(node, GUMBO_TAG_TD) || is(node, GUMBO_TAG_TH); }

std::vector<const GumboNode*> children(const GumboNode& node) {
  const GumboVector& all = is_element(node) ? node.v.element.children : node.v.document.children;
  std::vector<const GumboNode*> nodes;
  for (unsigned i = 0; i < all.length; ++i) nodes.push_back(static_cast<const GumboNode*>(all.data[i]));
  return nodes;
}

// REQUIRES: a cell.
unsigned span_of(const GumboNode& cell, const char* name, unsigned most) {
  const GumboAttribute* const attribute = gumbo_get_attribute(&cell.v.element.attributes, name);
  if (attribute == nullptr) return 1;
  const std::string_view value = attribute->value;
  unsigned span = 1;
  const auto read = std::from_chars(value.data(), value.data() + value.size(), span);
  if (read.ec == std::errc::result_out_of_range) return most;
  return read.ec == std::errc() ? std::clamp(span, 1U, most) : 1;
}

// The texts of a part of the page: each block of it is a piece, and so is each line.
class PieceCollector {
 public:
  void add_text(const GumboNode& node) {
    if (text_.empty()) line_ = 0;
    const std::string_view text = node.v.text.text;
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    if (line_ == 0 && start != std::string_view::npos) {
      const auto before = text.substr(0, start);
      line_ = static_cast<int>(node.v.text.start_pos.line +
                               static_cast<unsigned>(std::ranges::count(before, '\n')));
    }
    text_ += text;
  }
  // The text so far is a piece.
  bool end(Piece& piece) {
    std::string text = page_text(text_);
    text_.clear();
    if (text.empty()) return false;
    piece = {std::move(text), line_};
    return true;
  }

 private:
  std::string text_;
  int line_ = 0;
};

class HtmlPage {
 public:
  Result<Page> read(const GumboNode& root) {
    SALLYPORT_TRY(walk(root, BlockKind::line, 0));
    flush(BlockKind::line);
    return std::move(page_);
  }

 private:
  using Pieces = std::vector<Piece>;
  struct Below {  // a cell that reaches into the next rows
    PageField field;
    unsigned rows = 0;
  };

  Result<void> walk(const GumboNode& node, BlockKind kind, int depth) {
    if (depth > kMostNodes) return std::unexpected(too_large_page("256 elements in one another"));
    if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE || node.type == GUMBO_NODE_CDATA) {
      collector_.add_text(node);
      return {};
    }
    if (node.type == GUMBO_NODE_COMMENT) return {};
    if (is(node, GUMBO_TAG_TABLE)) {
      flush(kind);
      return table(node, depth);
    }
    const bool block = !is_element(node) || std::ranges::find(kInline, node.v.element.tag) == kInline.end();
    if (block) flush(kind);
    BlockKind inner = kind;
    if (is_heading(node)) inner = BlockKind::heading;
    if (is(node, GUMBO_TAG_LI) || is(node, GUMBO_TAG_DD)) inner = BlockKind::item;
    for (const GumboNode* const child : children(node)) SALLYPORT_TRY(walk(*child, inner, depth + 1));
    if (block) flush(inner);
    return take_room(0);
  }

  void flush(BlockKind kind) {
    Piece piece;
    if (!collector_.end(piece)) return;
    page_.blocks.push_back(page_block(kind, std::move(piece.text), piece.line));
    ++fields_;
  }

  Result<void> take_room(std::size_t more) {
    fields_ += more;
    if (fields_ > kMostPageFields) return std::unexpected(too_large_page("200,000 fields"));
    return {};
  }

  Result<void> cell(const GumboNode& node, Pieces& pieces, PieceCollector& collector, int depth) {
    if (depth > kMostNodes) return std::unexpected(too_large_page("256 elements in one another"));
    if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE || node.type == GUMBO_NODE_CDATA) {
      collector.add_text(node);
      return {};
    }
    if (node.type == GUMBO_NODE_COMMENT) return {};
    const bool block = !is_element(node) || std::ranges::find(kInline, node.v.element.tag) == kInline.end();
    const auto end = [&] {
      Piece piece;
      if (block && collector.end(piece)) pieces.push_back(std::move(piece));
    };
    end();
    for (const GumboNode* const child : children(node))
      SALLYPORT_TRY(cell(*child, pieces, collector, depth + 1));
    end();
    return {};
  }

  // Rows of the table itself, through its sections.
  Result<void> table(const GumboNode& node, int depth) {
    const int number = ++tables_;
    std::vector<Below> below;
    if (node.v.element.original_end_tag.length == 0) page_.cut = "a table has no end";
    for (const GumboNode* const part : children(node)) {
      if (is(*part, GUMBO_TAG_CAPTION)) SALLYPORT_TRY(walk(*part, BlockKind::line, depth + 1));
      if (!is_element(*part)) continue;
      below.clear();  // no cell reaches out of its section
      for (const GumboNode* const each : children(*part)) {
        if (is(*each, GUMBO_TAG_TR)) SALLYPORT_TRY(row(*each, number, below, depth + 2));
      }
    }
    return {};
  }

  Result<void> put(Block& row, PageField field) {
    row.fields.push_back(std::move(field));
    return take_room(1);
  }

  // The cells from above that come next.
  Result<void> put_from_above(Block& row, std::vector<Below>& below) {
    while (row.fields.size() < below.size() && below[row.fields.size()].rows > 0) {
      Below& above = below[row.fields.size()];
      --above.rows;
      SALLYPORT_TRY(put(row, above.field));
    }
    return {};
  }

  Result<void> row(const GumboNode& node, int number, std::vector<Below>& below, int depth) {
    Block row{.kind = BlockKind::row,
              .line = static_cast<int>(node.v.element.start_pos.line),
              .table = number,
              .fields = {}};
    for (const GumboNode* const each : children(node)) {
      if (!is_cell(*each)) continue;
      Pieces pieces;
      PieceCollector collector;
      SALLYPORT_TRY(cell(*each, pieces, collector, depth + 1));
      PageField field = page_field(std::move(pieces));
      SALLYPORT_TRY(put_from_above(row, below));
      const unsigned columns = span_of(*each, "colspan", kWidestSpan);
      const unsigned rows = span_of(*each, "rowspan", kLongestSpan) - 1;
      for (unsigned i = 0; i < columns; ++i) {
        const std::size_t column = row.fields.size();
        SALLYPORT_TRY(put(row, field));
        field.repeated = true;
        if (below.size() <= column) below.resize(column + 1);
        below[column] = {field, rows};
      }
    }
    SALLYPORT_TRY(put_from_above(row, below));
    page_.blocks.push_back(std::move(row));
    return {};
  }

  Page page_;
  PieceCollector collector_;
  int tables_ = 0;
  std::size_t fields_ = 0;
};

}  // namespace

Result<Page> read_html_page(std::string_view html) {
  SALLYPORT_ASSIGN(const GuardedHtml guarded, guard_html(html));
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  const auto destroy = [&](GumboOutput* output) { gumbo_destroy_output(&options, output); };
  const std::unique_ptr<GumboOutput, decltype(destroy)> output(
      gumbo_parse_with_options(&options, guarded.html.data(), guarded.html.size()), destroy);
  if (output == nullptr) return fail(ErrorCode::malformed_feed, "the HTML cannot be read");
  SALLYPORT_ASSIGN(Page page, HtmlPage().read(*output->root));
  page.title = guarded.title;
  if (!guarded.left_open.empty()) page.cut = guarded.left_open + " has no end";
  if (guarded.has_begin && !guarded.has_end) page.cut = "the page ends without </html>";
  return page;
}

}  // namespace sallyport::catalog
