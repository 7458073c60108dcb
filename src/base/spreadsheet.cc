#include "base/spreadsheet.h"

#include <algorithm>
#include <array>

namespace sallyport {
namespace {

// After any apostrophes; otherwise a text that has one of its own could not be told from a guarded one.
bool begins_like_a_formula(std::string_view text) {
  constexpr std::array<std::string_view, 10> kStarts = {"=",  "+",      "-",      "@",      "\t",
                                                        "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"};
  text.remove_prefix(std::min(text.find_first_not_of('\''), text.size()));
  return std::ranges::any_of(kStarts, [text](std::string_view start) { return text.starts_with(start); });
}

}  // namespace

std::string guard_cell(std::string_view text) {
  std::string cell(begins_like_a_formula(text) ? "'" : "");
  return cell += text;
}

std::string_view unguard_cell(std::string_view cell) {
  if (cell.starts_with('\'') && begins_like_a_formula(cell)) cell.remove_prefix(1);
  return cell;
}

}  // namespace sallyport
