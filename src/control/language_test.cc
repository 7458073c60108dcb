#include "control/language.h"

#include <gtest/gtest.h>

namespace sallyport::control {
namespace {

using std::chrono::seconds;

enum class Word : std::uint8_t { first, second };
using Table = std::array<Phrase<Word>, 2>;

TEST(Language, ATableThatLacksSomethingIsNotComplete) {
  static_assert(
      is_complete(Table{{{Word::first, "a {0}", "b {0}", "c {0}"}, {Word::second, "a", "b", "c"}}}));
  static_assert(!is_complete(Table{{{Word::first, "a", "b", "c"}}}));
  static_assert(!is_complete(Table{{{Word::second, "a", "b", "c"}, {Word::first, "a", "b", "c"}}}));
  static_assert(!is_complete(Table{{{Word::first, "a", "b", ""}, {Word::second, "a", "b", "c"}}}));
  static_assert(!is_complete(Table{{{Word::first, "a {0}", "b", "c {0}"}, {Word::second, "a", "b", "c"}}}));
  static_assert(!is_complete(Table{{{Word::first, "a {", "b {", "c {"}, {Word::second, "a", "b", "c"}}}));
}

TEST(Language, ValuesThatLookLikePlacesStayValues) {
  EXPECT_EQ(fill("{1} of {0}: {1}", {"{1}", "{0}"}), "{0} of {1}: {0}");
  EXPECT_EQ(fill("nothing", {}), "nothing");
}

TEST(Language, NumbersTimesAndDurations) {
  EXPECT_EQ(people_number(999, Language::english), "999");
  EXPECT_EQ(people_number(1'234'567, Language::english), "1,234,567");
  EXPECT_EQ(people_number(1'234, Language::german), "1.234");
  const Timestamp time = parse_timestamp("2026-01-02T03:04:05.678Z").value();
  EXPECT_EQ(people_time(time, Language::english), "2026-01-02 03:04:05 UTC");
  EXPECT_EQ(people_time(time, Language::german), "02.01.2026, 03:04:05 UTC");
  EXPECT_EQ(people_time(time, Language::japanese), "2026年1月2日 03:04:05 UTC");
  EXPECT_EQ(people_duration(std::chrono::days(30), Language::english), "30 days");
  EXPECT_EQ(people_duration(std::chrono::days(1), Language::german), "1 Tag");
  EXPECT_EQ(people_duration(std::chrono::hours(36), Language::german), "36 Stunden");
  EXPECT_EQ(people_duration(seconds(90), Language::japanese), "90秒");
  EXPECT_EQ(people_duration(seconds(0), Language::english), "0 seconds");
}

TEST(Language, TheBestAcceptedLanguageIsTaken) {
  EXPECT_EQ(accepted_language(""), Language::english);
  EXPECT_EQ(accepted_language("de"), Language::german);
  EXPECT_EQ(accepted_language("JA-jp"), Language::japanese);
  EXPECT_EQ(accepted_language("fr, de;q=0.5, ja;q=0.8"), Language::japanese);
  EXPECT_EQ(accepted_language("de-AT,de;q=0.9,en;q=0.8"), Language::german);
  EXPECT_EQ(accepted_language("de;q=0, *;q=0.1"), Language::english);
  EXPECT_EQ(accepted_language("de;q=2, ja;q=x, german"), Language::english);
  EXPECT_EQ(accepted_language(std::string(100'000, ',') + "de"), Language::english);
}

}  // namespace
}  // namespace sallyport::control
