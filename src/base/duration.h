// Durations as people write them: "90s", "15m", "12h", "30d".
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace sallyport {

// One whole number and one unit (s, m, h, d); at most 100 years. Errors: malformed_request.
Result<std::chrono::seconds> parse_duration(std::string_view text);

// The largest unit that leaves a whole number: 1800 s is "30m". Parses back to itself.
std::string to_string(std::chrono::seconds duration);

}  // namespace sallyport
