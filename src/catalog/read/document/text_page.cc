// Markdown (CommonMark 0.31, and tables as GitHub writes them) and plain text, line by line.
//
// Tables may be broken, as programs that turn pages into text leave them: every line with a pipe is a row of
// its own, and the fields of one row may stand on several lines.

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "catalog/read/document/page_text.h"
#include "catalog/read/feed_lines.h"

namespace sallyport::catalog {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kEntities{
    {{"&nbsp;", " "}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}};

// The length of a <br> in front.
std::size_t break_length(std::string_view text) {
  for (const std::string_view mark : {"<br>", "<br/>", "<br />", "<BR>", "<BR/>", "<BR />"}) {
    if (text.starts_with(mark)) return mark.size();
  }
  return 0;
}

// Without code marks, entities, escapes and the addresses of links; a line end for each <br>.
std::string without_marks(std::string_view text) {
  std::string made;
  while (!text.empty()) {
    const auto entity =
        std::ranges::find_if(kEntities, [&](const auto& each) { return text.starts_with(each.first); });
    constexpr std::string_view kEscaped = "\\`*_{}[]()#+-.!|<>&~";
    if (entity != kEntities.end()) {
      made += entity->second;
      text.remove_prefix(entity->first.size());
    } else if (const std::size_t length = break_length(text); length != 0) {
      made += '\n';
      text.remove_prefix(length);
    } else if (text.size() > 1 && text[0] == '\\' && kEscaped.find(text[1]) != std::string_view::npos) {
      made += text[1];
      text.remove_prefix(2);
    } else {
      if (text[0] != '`') made += text[0];
      text.remove_prefix(1);
    }
  }
  return made;
}

// "**text**" -> "text"; not of "**.example.com", where the stars mean something.
std::string_view without_emphasis(std::string_view text) {
  for (const std::string_view mark : {"**", "__"}) {
    if (text.size() > 4 && text.starts_with(mark) && text.ends_with(mark))
      return text.substr(2, text.size() - 4);
  }
  return text;
}

// "[text](address)", where it is all of it, -> "text".
std::string_view without_link(std::string_view text) {
  if (!text.starts_with('[') || !text.ends_with(')')) return text;
  const std::size_t middle = text.find("](");
  const bool one = middle != std::string_view::npos && text.find(')', middle) == text.size() - 1;
  return one ? text.substr(1, middle - 1) : text;
}

std::vector<Piece> pieces_of(std::string_view text, int line) {
  const std::string unmarked = without_marks(without_link(without_emphasis(trim_blanks(text))));
  std::vector<Piece> pieces;
  std::string_view rest = unmarked;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    std::string piece = page_text(rest.substr(0, end));
    if (!piece.empty()) pieces.push_back({std::move(piece), line});
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  return pieces;
}

bool is_rule(std::string_view text) {  // "|---|:--|", "***"
  return !text.empty() && text.find_first_not_of("-:|= \t*_") == std::string_view::npos &&
         (text.find("---") != std::string_view::npos || text.find("***") != std::string_view::npos ||
          text.find("===") != std::string_view::npos || text.find("___") != std::string_view::npos);
}

// What stands behind "# ", "- ", "* ", "+ ", "• ", "3. "; nothing where no mark does.
std::optional<std::string_view> behind_heading_mark(std::string_view text) {
  const std::size_t level = text.find_first_not_of('#');
  if (level == 0 || level > 6 || level == std::string_view::npos || text[level] != ' ') return std::nullopt;
  return text.substr(level + 1);
}
std::optional<std::string_view> behind_item_mark(std::string_view text) {
  for (const std::string_view mark : {"- ", "* ", "+ ", "•", "・", "–"}) {
    if (text.starts_with(mark)) return text.substr(mark.size());
  }
  if (text == "-" || text == "*" || text == "+") return std::string_view();
  const std::size_t digits = text.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string_view::npos || digits > 3) return std::nullopt;
  const bool numbered = text.substr(digits).starts_with(". ") || text.substr(digits).starts_with(") ");
  return numbered ? std::optional(text.substr(digits + 2)) : std::nullopt;
}

Block row_of(std::string_view text, int line) {
  Block row{.kind = BlockKind::row, .line = line, .table = 0, .fields = {}};
  std::size_t start = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const bool end = at == text.size();
    const bool escaped = at > 0 && text[at - 1] == '\\';
    if (!end && (text[at] != '|' || escaped)) continue;
    row.fields.push_back(page_field(pieces_of(text.substr(start, at - start), line)));
    start = at + 1;
  }
  return row;
}

std::optional<Block> block_of(std::string_view text, int line) {
  if (text.empty() || is_rule(text)) return std::nullopt;
  if (text.find('|') != std::string_view::npos) return row_of(text, line);
  BlockKind kind = BlockKind::line;
  if (const auto heading = behind_heading_mark(text)) {
    kind = BlockKind::heading;
    text = *heading;
  } else if (const auto item = behind_item_mark(text)) {
    kind = BlockKind::item;
    text = *item;
  }
  auto pieces = pieces_of(text, line);
  if (pieces.empty()) return std::nullopt;
  Block block{.kind = kind, .line = line, .table = 0, .fields = {}};
  block.fields.push_back(page_field(std::move(pieces)));
  return block;
}

}  // namespace

Result<Page> read_text_page(std::string_view text) {
  Page page;
  FeedLines lines(text);
  std::size_t fields = 0;
  for (int number = 1; lines.next(); ++number) {
    auto block = block_of(trim_blanks(lines.line()), number);
    if (!block) continue;
    fields += block->fields.size();
    if (fields > kMostPageFields) return std::unexpected(too_large_page("200,000 fields"));
    page.blocks.push_back(*std::move(block));
  }
  if (!page.blocks.empty()) page.title = page.blocks.front().text();
  return page;
}

}  // namespace sallyport::catalog
