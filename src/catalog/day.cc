#include "catalog/day.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <vector>

#include "base/text.h"

namespace sallyport::catalog {
namespace {

namespace chrono = std::chrono;

// As many digits, or nothing.
std::optional<unsigned> day_digits(std::string_view text, std::size_t count) {
  if (text.size() != count || text.find_first_not_of("0123456789") != std::string_view::npos) return {};
  unsigned value = 0;
  for (const char c : text) value = value * 10 + static_cast<unsigned>(c - '0');
  return value;
}

chrono::year_month_day date(unsigned year, unsigned month, unsigned day) {
  return chrono::year(static_cast<int>(year)) / chrono::month(month) / chrono::day(day);
}

bool is_date(unsigned year, unsigned month, unsigned day) {
  return year >= 1970 && year <= 9999 && date(year, month, day).ok();
}

// Three numbers in another order or with other separators, where only one date can be meant.
std::string day_meant(std::string_view text) {
  std::vector<unsigned> numbers;
  std::vector<std::size_t> lengths;
  for (std::size_t at = 0; at < text.size() && numbers.size() < 4;) {
    const std::size_t end = std::min(text.find_first_of("-/. ", at), text.size());
    const auto number = day_digits(text.substr(at, end - at), end - at);
    if (!number || end == at || end - at > 4) return {};
    numbers.push_back(*number);
    lengths.push_back(end - at);
    at = end + 1;
  }
  if (numbers.size() == 1 && text.size() == 8) return {};
  if (numbers.size() != 3) return {};
  if (lengths[0] != 4) {  // 30.9.2024; 30/9/2024, but 9/8/2024 is anybody's guess
    if (lengths[2] != 4 || (text.find('/') != std::string_view::npos && numbers[0] <= 12)) return {};
    std::swap(numbers[0], numbers[2]);
  }
  if (!is_date(numbers[0], numbers[1], numbers[2])) return {};
  return fmt::format("{:04}-{:02}-{:02}", numbers[0], numbers[1], numbers[2]);
}

}  // namespace

Result<Day> Day::parse(std::string_view text) {
  const auto year = day_digits(text.substr(0, 4), 4);
  const std::string_view rest = text.substr(std::min<std::size_t>(text.size(), 4));
  if (year && rest.empty() && is_date(*year, 1, 1)) return Day(Precision::year, date(*year, 1, 1));
  if (year && rest.size() == 3 && rest.starts_with("-Q") && rest[2] >= '1' && rest[2] <= '4' &&
      is_date(*year, 1, 1)) {
    return Day(Precision::quarter, date(*year, static_cast<unsigned>(rest[2] - '1') * 3 + 1, 1));
  }
  const auto month = rest.starts_with('-') ? day_digits(rest.substr(1, 2), 2) : std::nullopt;
  if (year && month && rest.size() == 3 && is_date(*year, *month, 1)) {
    return Day(Precision::month, date(*year, *month, 1));
  }
  const auto day = rest.size() == 6 && rest[3] == '-' ? day_digits(rest.substr(4), 2) : std::nullopt;
  if (year && month && day && is_date(*year, *month, *day)) {
    return Day(Precision::day, date(*year, *month, *day));
  }
  const std::string meant = day_meant(text);
  return fail(
      ErrorCode::malformed_request,
      fmt::format("'{}' is not a date: write 2024-09-30, 2024-09, 2024-Q3 or 2024{}", printable_excerpt(text),
                  meant.empty() ? "" : fmt::format("; did you mean {}?", meant)));
}

Day Day::of(chrono::sys_days day) { return Day(Precision::day, day); }

chrono::sys_days Day::last() const {
  if (precision_ == Precision::day) return first_;
  const chrono::year_month_day first(first_);
  const int months = precision_ == Precision::month ? 1 : (precision_ == Precision::quarter ? 3 : 12);
  return chrono::sys_days(first + chrono::months(months)) - chrono::days(1);
}

std::string Day::to_string() const {
  const chrono::year_month_day first(first_);
  const int year = static_cast<int>(first.year());
  const auto month = static_cast<unsigned>(first.month());
  switch (precision_) {
    case Precision::year:
      return fmt::format("{:04}", year);
    case Precision::quarter:
      return fmt::format("{:04}-Q{}", year, (month - 1) / 3 + 1);
    case Precision::month:
      return fmt::format("{:04}-{:02}", year, month);
    case Precision::day:
      break;
  }
  return fmt::format("{:04}-{:02}-{:02}", year, month, static_cast<unsigned>(first.day()));
}

std::string to_string(chrono::sys_days day) { return Day::of(day).to_string(); }

}  // namespace sallyport::catalog
