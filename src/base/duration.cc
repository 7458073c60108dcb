#include "base/duration.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdint>

namespace sallyport {
namespace {

constexpr std::int64_t kLongestDuration = 100LL * 366 * 24 * 3600;

struct Unit {
  char letter;
  std::int64_t seconds;
};
constexpr std::array<Unit, 4> kUnits = {{{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}}};

}  // namespace

Result<std::chrono::seconds> parse_duration(std::string_view text) {
  std::int64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, count);
  const bool beyond = error == std::errc::result_out_of_range;
  if ((error == std::errc() || beyond) && end - stop == 1 && count >= 0 && !text.starts_with('-')) {
    for (const Unit& unit : kUnits) {
      if (unit.letter != *stop) continue;
      if (!beyond && count <= kLongestDuration / unit.seconds)
        return std::chrono::seconds(count * unit.seconds);
      return fail(
          ErrorCode::malformed_request,
          fmt::format("'{}' is too long: the longest duration is 100 years, 36600d", text.substr(0, 64)));
    }
  }
  return fail(ErrorCode::malformed_request,
              fmt::format("'{}' is not a duration: write a number and a unit, such as 90s, 15m, 12h or 30d",
                          text.substr(0, 64)));
}

std::string to_string(std::chrono::seconds duration) {
  const std::int64_t count = duration.count();
  for (const Unit& unit : kUnits) {
    if (count != 0 && count % unit.seconds == 0)
      return fmt::format("{}{}", count / unit.seconds, unit.letter);
  }
  return fmt::format("{}s", count);
}

}  // namespace sallyport
