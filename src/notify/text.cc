#include "notify/text.h"

#include "base/text.h"

namespace sallyport::notify {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";  // U+FFFD
constexpr std::string_view kEllipsis = "\xe2\x80\xa6";

}  // namespace

std::string one_line(std::string_view text, std::size_t most) {
  std::string line;
  for (std::size_t characters = 0; !text.empty(); ++characters) {
    if (characters == most) return line.append(kEllipsis);
    const auto [code_point, length] = first_character(text);
    const std::string_view character = text.substr(0, length == 0 ? 1 : length);
    line.append(length == 0 || deceives(code_point) ? kReplacement : character);
    text.remove_prefix(character.size());
  }
  return line;
}

}  // namespace sallyport::notify
