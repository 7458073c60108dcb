// Day: a date as vendors give it: "2024-09-30", "2024-09", "2024-Q2", "2024".
//
// Thread safety: values.
// Invariants: a valid date of the Gregorian calendar (RFC 3339 section 5.6 for full ones), 1970 to 9999. A
// fuzzy one keeps its precision and has a first and a last day: what ends in a fuzzy one ends with its last
// day, what begins in one begins with its first.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sallyport::catalog {

class Day {
 public:
  enum class Precision : std::uint8_t { day, month, quarter, year };

  // Errors: malformed_request, with what was probably meant.
  static Result<Day> parse(std::string_view text);
  static Day of(std::chrono::sys_days day);  // REQUIRES: 1970 to 9999

  std::chrono::sys_days first() const { return first_; }
  std::chrono::sys_days last() const;
  Precision precision() const { return precision_; }
  std::string to_string() const;  // parses back to *this
  friend bool operator==(const Day&, const Day&) = default;

 private:
  Day(Precision precision, std::chrono::sys_days first) : precision_(precision), first_(first) {}

  Precision precision_ = Precision::day;
  std::chrono::sys_days first_{};
};

std::string to_string(std::chrono::sys_days day);  // "2024-09-30"

}  // namespace sallyport::catalog
