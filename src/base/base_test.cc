#include <gtest/gtest.h>

#include "base/bounded_queue.h"
#include "base/clock.h"
#include "base/duration.h"
#include "base/metrics.h"
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

TEST(Duration, OneThatIsTooLongSaysHowLongItMayBe) {
  for (const char* text : {"36601d", "99999d", "99999999999999999999s"}) {
    EXPECT_NE(parse_duration(text).error().message.find("36600d"), std::string::npos) << text;
  }
  EXPECT_EQ(parse_duration("99999x").error().message.find("36600d"), std::string::npos);
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

TEST(BoundedQueue, WhatDoesNotFitIsRefusedAndCounted) {
  BoundedQueue<int> queue(2);
  EXPECT_TRUE(queue.push(1));
  EXPECT_TRUE(queue.push(2));
  EXPECT_FALSE(queue.push(3));
  EXPECT_EQ(queue.refused(), 1u);
  EXPECT_EQ(queue.take(0ms), (std::vector<int>{1, 2}));
  EXPECT_TRUE(queue.push(3));
}

TEST(MetricRegistry, SeriesOfOneNameShareTheirHelp) {
  MetricRegistry registry;
  registry.counter("requests_total", "Requests.", "verdict=\"allow\"").add(2);
  registry.counter("requests_total", "Requests.", "verdict=\"deny\"");
  registry.gauge("entries", "Entries.", [] { return 3.0; });
  EXPECT_EQ(registry.text(),
            "# HELP requests_total Requests.\n# TYPE requests_total counter\n"
            "requests_total{verdict=\"allow\"} 2\nrequests_total{verdict=\"deny\"} 0\n"
            "# HELP entries Entries.\n# TYPE entries gauge\nentries 3\n");
}

}  // namespace
}  // namespace sallyport
