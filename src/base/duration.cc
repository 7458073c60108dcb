#include "base/duration.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>

namespace sallyport {
namespace {

constexpr std::int64_t kLongest = 100LL * 366 * 24 * 3600;

// Seconds in a unit, 0 for a letter that is none.
std::int64_t unit(char letter) {
  switch (letter) {
    case 's':
      return 1;
    case 'm':
      return 60;
    case 'h':
      return 3600;
    case 'd':
      return 24 * 3600;
    default:
      return 0;
  }
}

}  // namespace

Result<std::chrono::seconds> parse_duration(std::string_view text) {
  std::int64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, count);
  const bool one_letter_left = error == std::errc() && end - stop == 1;
  const std::int64_t scale = one_letter_left ? unit(*stop) : 0;
  if (scale == 0 || count < 0 || count > kLongest / scale) {
    return fail(ErrorCode::malformed_request,
                fmt::format("'{}' is not a duration: write a number and a unit, such as 90s, 15m, 12h or 30d",
                            text.substr(0, 64)));
  }
  return std::chrono::seconds(count * scale);
}

std::string to_string(std::chrono::seconds duration) {
  for (const char letter : {'d', 'h', 'm'}) {
    if (duration.count() != 0 && duration.count() % unit(letter) == 0) {
      return fmt::format("{}{}", duration.count() / unit(letter), letter);
    }
  }
  return fmt::format("{}s", duration.count());
}

}  // namespace sallyport
