#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/duration.h"
#include "base/result.h"

namespace sallyport {
namespace {

using namespace std::chrono_literals;

TEST(Timestamp, PrintsWhatItParses) {
  for (const char* text : {"2026-01-01T00:00:00Z", "1999-12-31T23:59:59.999Z", "2024-02-29T12:30:00Z"}) {
    const auto time = parse_timestamp(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(to_string(*time), text);
  }
}

TEST(Timestamp, AnOffsetIsTakenOff) {
  EXPECT_EQ(to_string(parse_timestamp("2026-01-01T01:00:00+01:00").value()), "2026-01-01T00:00:00Z");
  EXPECT_EQ(to_string(parse_timestamp("2025-12-31T19:00:00-05:00").value()), "2026-01-01T00:00:00Z");
}

TEST(Timestamp, WhatIsNotATimeIsRefused) {
  for (const char* text : {"", "2026", "2026-02-30T00:00:00Z", "2026-01-01 00:00:00Z", "2026-01-01T24:00:00Z",
                           "2026-01-01T00:00:00", "2026-01-01T00:00:00ZZ", "2026-01-01T00:00:00.Z"}) {
    const auto time = parse_timestamp(text);
    ASSERT_FALSE(time) << text;
    EXPECT_EQ(time.error().code, ErrorCode::malformed_request);
  }
}

TEST(Duration, PrintsWhatItParses) {
  for (const char* text : {"0s", "90s", "15m", "12h", "30d", "36600d"}) {
    const auto duration = parse_duration(text);
    ASSERT_TRUE(duration) << text;
    EXPECT_EQ(to_string(*duration), text);
  }
}

TEST(Duration, WhatIsNotADurationIsRefused) {
  for (const char* text : {"", "30", "d", "30 d", "-1d", "1w", "1dd", "36601d", "99999999999999999999d"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

TEST(SimulatedClock, SettingTheWallLetsNoTimePass) {
  SimulatedClock clock(Timestamp(1000ms));
  clock.advance(500ms);
  clock.set_wall(Timestamp(0ms));
  EXPECT_EQ(clock.now(), Timestamp(0ms));
  EXPECT_EQ(clock.monotonic(), 500ms);
}

Result<int> half(int number) {
  if (number % 2 != 0) return fail(ErrorCode::malformed_request, "odd");
  return number / 2;
}

Result<int> quarter(int number) {
  SALLYPORT_ASSIGN(const int once, half(number));
  SALLYPORT_TRY(half(once));
  return half(once);
}

TEST(Result, TryHandsTheErrorUp) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(6).error().message, "odd");
}

}  // namespace
}  // namespace sallyport
