#include "app/cli/width.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.h"

namespace sallyport::cli {
namespace {

struct Range {
  char32_t first, last;
};

// Blocks of combining marks and of what joins or selects characters.
constexpr std::array kNoWidth{
    Range{0x0300, 0x036f}, Range{0x0483, 0x0489},   Range{0x0591, 0x05bd},   Range{0x0610, 0x061a},
    Range{0x064b, 0x065f}, Range{0x1ab0, 0x1aff},   Range{0x1dc0, 0x1dff},   Range{0x200b, 0x200d},
    Range{0x20d0, 0x20ff}, Range{0x302a, 0x302d},   Range{0x3099, 0x309a},   Range{0xfe00, 0xfe0f},
    Range{0xfe20, 0xfe2f}, Range{0x1f3fb, 0x1f3ff}, Range{0xe0100, 0xe01ef},
};

// Blocks whose characters are wide or full-width (UAX #11).
constexpr std::array kWide{
    Range{0x1100, 0x115f},   Range{0x231a, 0x231b},   Range{0x2e80, 0x303e},   Range{0x3041, 0x33ff},
    Range{0x3400, 0x4dbf},   Range{0x4e00, 0x9fff},   Range{0xa000, 0xa4cf},   Range{0xa960, 0xa97f},
    Range{0xac00, 0xd7a3},   Range{0xf900, 0xfaff},   Range{0xfe30, 0xfe6f},   Range{0xff01, 0xff60},
    Range{0xffe0, 0xffe6},   Range{0x16fe0, 0x18aff}, Range{0x1b000, 0x1b2ff}, Range{0x1f300, 0x1f64f},
    Range{0x1f680, 0x1f6ff}, Range{0x1f900, 0x1faff}, Range{0x20000, 0x3fffd},
};

bool in(std::span<const Range> ranges, char32_t character) {
  return std::ranges::any_of(
      ranges, [character](Range range) { return range.first <= character && character <= range.last; });
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const auto character = first_character(text);
    text.remove_prefix(std::max<std::size_t>(character.length, 1));
    if (in(kNoWidth, character.code_point)) continue;
    width += in(kWide, character.code_point) ? 2U : 1U;
  }
  return width;
}

}  // namespace sallyport::cli
