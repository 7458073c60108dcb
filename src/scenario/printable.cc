#include "scenario/printable.h"

#include <fmt/format.h>

#include <cstdint>

namespace sallyport::scenario {
namespace {

unsigned byte(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

// How many bytes the printable character at `at` has; 0 where none stands there.
std::size_t printable_length(std::string_view text, std::size_t at) {
  const unsigned lead = byte(text, at);
  if (lead < 0x80) return lead >= 0x20 && lead != 0x7f ? 1 : 0;
  const std::size_t length = lead >= 0xf0 && lead < 0xf5   ? 4
                             : lead >= 0xe0 && lead < 0xf0 ? 3
                             : lead >= 0xc2 && lead < 0xe0 ? 2
                                                           : 0;
  if (length == 0 || at + length > text.size()) return 0;
  std::uint32_t point = lead & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(text, at + i) & 0xc0U) != 0x80) return 0;
    point = (point << 6) | (byte(text, at + i) & 0x3fU);
  }
  const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
  const bool control = point < 0xa0;
  // Marks that turn the direction of writing around could make a line say something else than it does.
  const bool turns = (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
  return overlong || control || turns || point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ? 0 : length;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = printable_length(text, at);
    if (length == 0) {
      out += fmt::format("\\x{:02x}", byte(text, at));
      ++at;
    } else {
      out += text.substr(at, length);
      at += length;
    }
  }
  return out;
}

std::string printable_excerpt(std::string_view text) {
  constexpr std::size_t kLongest = 400;
  return printable(text.substr(0, kLongest)) + (text.size() > kLongest ? "..." : "");
}

}  // namespace sallyport::scenario
