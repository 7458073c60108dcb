#include "catalog/read/document/page_text.h"

#include <fmt/format.h>

#include "base/text.h"

namespace sallyport::catalog {
namespace {

// Unicode's White_Space (PropList.txt).
bool is_blank(char32_t c) {
  return (c >= 0x09 && c <= 0x0d) || c == ' ' || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
         c == 0x3000;
}

bool is_unseen(char32_t c) {
  return c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (deceives(c) && !is_blank(c));
}

}  // namespace

std::string page_text(std::string_view text) {
  std::string made;
  std::string_view unseen;  // what may turn out to stand at the end
  bool blank = false;
  while (!text.empty()) {
    Utf8Character character = first_character(text);
    if (character.length == 0) character = {0xfffd, 1};
    const std::string_view bytes = text.substr(0, character.length);
    text.remove_prefix(character.length);
    if (is_blank(character.code_point)) {
      blank = true;
      unseen = {};
    } else if (is_unseen(character.code_point)) {
      if (blank || made.empty()) continue;
      unseen = unseen.empty() ? bytes : std::string_view(unseen.data(), unseen.size() + bytes.size());
    } else {
      if (blank && !made.empty()) made += ' ';
      if (!blank) made += unseen;
      made += bytes;
      blank = false;
      unseen = {};
    }
  }
  return made;
}

bool has_unseen(std::string_view text) {
  while (!text.empty()) {
    const Utf8Character character = first_character(text);
    if (character.length == 0 || is_unseen(character.code_point)) return true;
    text.remove_prefix(character.length);
  }
  return false;
}

std::string without_unseen(std::string_view text) {
  std::string made;
  while (!text.empty()) {
    const Utf8Character character = first_character(text);
    const std::size_t length = character.length == 0 ? 1 : character.length;
    if (character.length != 0 && !is_unseen(character.code_point)) made += text.substr(0, length);
    text.remove_prefix(length);
  }
  return made;
}

PageField page_field(std::vector<Piece> pieces) {
  return {std::make_shared<const std::vector<Piece>>(std::move(pieces)), false};
}

Block page_block(BlockKind kind, std::string text, int line) {
  Block block{.kind = kind, .line = line, .table = 0, .fields = {}};
  block.fields.push_back(page_field({{std::move(text), line}}));
  return block;
}

std::string Block::text() const {
  std::string all;
  for (const PageField& field : fields) {
    for (const Piece& piece : *field.pieces) {
      if (!all.empty()) all += ' ';
      all += piece.text;
    }
  }
  return all;
}

Error too_large_page(std::string_view what) {
  return {ErrorCode::malformed_feed, fmt::format("the page has more than {}", what), {}};
}

}  // namespace sallyport::catalog
