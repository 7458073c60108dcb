// Page: a vendor's help page as a flat list of blocks, whatever it was written in.
//
// Texts have single blanks between words; blanks of other kinds (U+00A0, U+3000, ...) and what nobody sees at
// their ends (U+200B, U+FEFF, ...) are gone, what nobody sees inside of them is still there.
//
// Thread safety: values. Bounds: 8 MiB, 256 levels, 200,000 blocks and as many fields.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sallyport::catalog {

inline constexpr std::size_t kLargestPage = std::size_t{8} << 20;  // bytes
inline constexpr std::size_t kMostPageLevels = 256;
inline constexpr std::size_t kMostPageFields = 200'000;  // a cell over several rows counts once for each

struct Piece {
  std::string text;  // never empty
  int line = 0;      // of the source, from 1
};

// A cell of a table, or all of a block of another kind. No pieces: there is nothing in it.
struct PageField {
  std::shared_ptr<const std::vector<Piece>> pieces;
  bool repeated = false;  // it began in a row above, or in a column before
};

enum class BlockKind : std::uint8_t { heading, row, item, line };

struct Block {
  BlockKind kind = BlockKind::line;
  int line = 0;
  int table = 0;  // which of the page's tables, from 1, of a row whose fields are surely in their columns
  std::vector<PageField> fields;

  std::string text() const;  // all of its pieces, with single blanks between
};

struct Page {
  std::string title;
  std::vector<Block> blocks;
  std::string cut;  // how it shows that it is not all there; empty: it does not
};

// HTML where it begins so, otherwise Markdown or plain text. Errors: malformed_feed (not UTF-8, no text, or
// more than the bounds). Cost: linear.
Result<Page> read_page(std::string_view bytes);

// The two ways, for read_page(). REQUIRES: UTF-8.
Result<Page> read_html_page(std::string_view html);
Result<Page> read_text_page(std::string_view text);

}  // namespace sallyport::catalog
