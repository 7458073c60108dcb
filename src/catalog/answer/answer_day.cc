#include "catalog/answer/answer_day.h"

#include <fmt/format.h>

namespace sallyport::catalog {

Result<std::chrono::sys_days> single_day(std::string_view text, std::chrono::sys_days today) {
  if (text.empty()) return today;
  SALLYPORT_ASSIGN(const auto day, Day::parse(text));
  if (day.precision() == Day::Precision::day) return day.first();
  return fail(ErrorCode::malformed_request, fmt::format("{} is no single day: say one, such as {}", text,
                                                        Day::of(day.first()).to_string()));
}

}  // namespace sallyport::catalog
