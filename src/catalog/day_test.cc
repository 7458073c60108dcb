#include "catalog/day.h"

#include <gtest/gtest.h>

namespace sallyport::catalog {
namespace {

Day day(std::string_view text) { return Day::parse(text).value(); }
std::string refused_day(std::string_view text) {
  const auto parsed = Day::parse(text);
  return parsed ? "taken: " + parsed->to_string() : parsed.error().message;
}

TEST(Day, KeepsItsPrecision) {
  const auto expect = [](std::string_view text, std::string_view first, std::string_view last) {
    EXPECT_EQ(to_string(day(text).first()), first);
    EXPECT_EQ(to_string(day(text).last()), last);
    EXPECT_EQ(day(text).to_string(), text);
    EXPECT_EQ(day(day(text).to_string()), day(text));
  };
  expect("2024-09-30", "2024-09-30", "2024-09-30");
  expect("2024-02", "2024-02-01", "2024-02-29");
  expect("2023-02", "2023-02-01", "2023-02-28");
  expect("2024-Q1", "2024-01-01", "2024-03-31");
  expect("2024-Q2", "2024-04-01", "2024-06-30");
  expect("2024-Q4", "2024-10-01", "2024-12-31");
  expect("2024", "2024-01-01", "2024-12-31");
  expect("1970-01-01", "1970-01-01", "1970-01-01");
  expect("9999", "9999-01-01", "9999-12-31");
  EXPECT_FALSE(day("2024-01") == day("2024-01-01"));
  EXPECT_EQ(day("2024-Q2").precision(), Day::Precision::quarter);
}

TEST(Day, IsADateOfTheCalendar) {
  for (const char* text :
       {"",        "2024-",   "2024-13", "2024-00",     "2024-02-30", "2023-02-29", "2024-04-31",
        "2024-Q0", "2024-Q5", "2024-q1", "20240930",    "2024-9",     "1969",       "1969-12-31",
        "02024",   " 2024",   "2024 ",   "2024-09-30T", "2024-09-3a", "+024",       "2024-09-30-01"}) {
    EXPECT_FALSE(Day::parse(text)) << text;
    EXPECT_EQ(Day::parse(text).error().code, ErrorCode::malformed_request);
  }
}

TEST(Day, SaysWhatWasProbablyMeantWhereOnlyOneDateCanBe) {
  const std::string rule = "' is not a date: write 2024-09-30, 2024-09, 2024-Q3 or 2024";
  EXPECT_EQ(refused_day("30.9.2024"), "'30.9.2024" + rule + "; did you mean 2024-09-30?");
  EXPECT_EQ(refused_day("2024/9/3"), "'2024/9/3" + rule + "; did you mean 2024-09-03?");
  EXPECT_EQ(refused_day("30/9/2024"), "'30/9/2024" + rule + "; did you mean 2024-09-30?");
  EXPECT_EQ(refused_day("9/8/2024"), "'9/8/2024" + rule);  // September or August
  EXPECT_EQ(refused_day("2024-2-30"), "'2024-2-30" + rule);
  EXPECT_EQ(refused_day("tomorrow\n"), "'tomorrow\\x0a" + rule);
}

// Every day of a century, against the calendar counted by hand.
TEST(Day, FollowsTheCalendar) {
  auto expected = std::chrono::sys_days(std::chrono::days(0));
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  for (int year = 1970; year < 2110; ++year) {
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int lengths[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const auto start = expected;
    for (int month = 1; month <= 12; ++month) {
      const auto month_start = expected;
      const std::string text = std::to_string(year) + "-" + two(month);
      for (int each = 1; each <= lengths[month - 1]; ++each, expected += std::chrono::days(1)) {
        const Day parsed = day(text + "-" + two(each));
        ASSERT_EQ(parsed.first(), expected);
        ASSERT_EQ(parsed, Day::of(expected));
        ASSERT_EQ(parsed.to_string(), text + "-" + two(each));
      }
      ASSERT_FALSE(Day::parse(text + "-" + two(lengths[month - 1] + 1)));
      ASSERT_EQ(day(text).first(), month_start);
      ASSERT_EQ(day(text).last(), expected - std::chrono::days(1));
    }
    ASSERT_EQ(day(std::to_string(year)).first(), start);
    ASSERT_EQ(day(std::to_string(year)).last(), expected - std::chrono::days(1));
  }
}

}  // namespace
}  // namespace sallyport::catalog
