// The day that a question is about.
//
// Thread safety: pure functions.
#pragma once

#include <chrono>
#include <string_view>

#include "catalog/day.h"

namespace sallyport::catalog {

// "2024-09-30"; `today` where there is no text. Errors: malformed_request, also for a month or a year.
Result<std::chrono::sys_days> single_day(std::string_view text, std::chrono::sys_days today);

}  // namespace sallyport::catalog
