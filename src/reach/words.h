// Words that several findings share.
//
// Thread safety: pure functions.
#pragma once

#include <fmt/format.h>

#include <chrono>
#include <string>

namespace sallyport::reach {

// "5 s", "0.25 s".
inline std::string words_of(std::chrono::milliseconds time) {
  return fmt::format("{:g} s", static_cast<double>(time.count()) / 1000);
}

}  // namespace sallyport::reach
