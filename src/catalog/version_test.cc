#include "catalog/version.h"

#include <gtest/gtest.h>

#include <random>

namespace sallyport::catalog {
namespace {

Version version(std::string_view text) { return Version::parse(text).value(); }
std::string refused_version(std::string_view text) {
  const auto parsed = Version::parse(text);
  return parsed ? "taken: " + parsed->to_string() : parsed.error().message;
}

TEST(Version, IsComparedNumberByNumber) {
  EXPECT_LT(version("2.9"), version("2.10"));
  EXPECT_LT(version("1.0.295"), version("1.0.296"));
  EXPECT_LT(version("15.99"), version("16"));
  EXPECT_EQ(version("16"), version("16.0.0"));
  EXPECT_LT(version("16"), version("16.0.1"));
  EXPECT_GT(version("4294967295"), version("4294967294.4294967295"));
  EXPECT_TRUE(version("16.2").begins_with(version("16")));
  EXPECT_FALSE(version("16").begins_with(version("16.0")));
  EXPECT_FALSE(version("160").begins_with(version("16")));
}

TEST(Version, IsParsedStrictly) {
  EXPECT_EQ(version("1.10").to_string(), "1.10");
  EXPECT_EQ(version("0.0.1").to_string(), "0.0.1");
  EXPECT_EQ(version("1.2.3.4.5.6.7.8").numbers().size(), 8U);
  for (const char* text :
       {"", ".", "1.", ".1", "1..2", "1.-2", "+1", "1 ", " 1", "1a", "4294967296", "1.2.3.4.5.6.7.8.9"}) {
    EXPECT_FALSE(Version::parse(text)) << text;
    EXPECT_EQ(Version::parse(text).error().code, ErrorCode::malformed_request);
  }
}

TEST(Version, SaysWhatWasProbablyMeant) {
  const std::string rule =
      "' is not a version: it is numbers with dots between, as in 16 or 1.0.319, without leading zeros";
  EXPECT_EQ(refused_version("v1.0"), "'v1.0" + rule + "; did you mean 1.0?");
  EXPECT_EQ(refused_version("Version 16"), "'Version 16" + rule + "; did you mean 16?");
  EXPECT_EQ(refused_version("1.02.003"), "'1.02.003" + rule + "; did you mean 1.2.3?");
  EXPECT_EQ(refused_version("16+"), "'16+" + rule + "; did you mean 16?");
  EXPECT_EQ(refused_version("15.x"), "'15.x" + rule + "; did you mean 15?");
  EXPECT_EQ(refused_version("latest"), "'latest" + rule);
  EXPECT_EQ(refused_version("1..2"), "'1..2" + rule);
}

VersionRange range(std::string_view from, std::string_view to) {
  VersionRange made;
  if (!from.empty()) made.from = version(from);
  if (!to.empty()) made.to = version(to);
  return made;
}

TEST(VersionRange, AnUpperBoundCountsForAllThatBeginsWithIt) {
  EXPECT_TRUE(range("16", "16").contains(version("16.2")));
  EXPECT_TRUE(range("", "15").contains(version("15.99.1")));
  EXPECT_FALSE(range("", "15").contains(version("16")));
  EXPECT_FALSE(range("", "1.0.295").contains(version("1.0.296")));
  EXPECT_TRUE(range("", "1.0.295").contains(version("1.0.295.7")));
  EXPECT_TRUE(range("16", "").contains(version("16.0")));
  EXPECT_FALSE(range("16.1", "").contains(version("16")));
  EXPECT_FALSE(range("", "15").overlaps(range("16", "")));
  EXPECT_TRUE(range("", "16").overlaps(range("16.2", "")));
  EXPECT_TRUE(range("", "").overlaps(
      range("3", "2.9")));  // it looks at the ends only: an empty one is refused before
  EXPECT_TRUE(range("3", "2.9").ends_before_it_starts());
  EXPECT_FALSE(range("16.2", "16").ends_before_it_starts());
  EXPECT_FALSE(range("2", "2").ends_before_it_starts());
}

TEST(VersionRange, IsSaidInWords) {
  EXPECT_EQ(range("", "").to_string(), "all versions");
  EXPECT_EQ(range("16", "").to_string(), "versions from 16");
  EXPECT_EQ(range("", "15").to_string(), "versions up to 15");
  EXPECT_EQ(range("1.0.296", "1.0.318").to_string(), "versions 1.0.296 to 1.0.318");
  EXPECT_EQ(range("16", "16").to_string(), "version 16");
}

// Numbers 0 to 2, three deep, as bounds; four deep as what may be between.
std::vector<Version> all_versions(std::size_t deepest) {
  std::vector<Version> all;
  std::vector<std::string> last{""};
  for (std::size_t depth = 0; depth < deepest; ++depth) {
    std::vector<std::string> next;
    for (const std::string& front : last) {
      for (const char* number : {"0", "1", "2", "3"})
        next.push_back(front + (front.empty() ? "" : ".") + number);
    }
    for (const std::string& text : next) all.push_back(version(text));
    last = next;
  }
  return all;
}

// The golden twin: bounds widened to the widest that they mean, and compared as fixed tuples.
bool golden_contains(const VersionRange& range, const Version& version) {
  constexpr std::size_t kDigits = 5;
  const auto widened = [](const Version& v, std::uint32_t rest) {
    auto numbers = v.numbers();
    numbers.resize(kDigits, rest);
    return numbers;
  };
  const auto at = widened(version, 0);
  return (!range.from || widened(*range.from, 0) <= at) && (!range.to || at <= widened(*range.to, 99));
}

TEST(VersionRange, IsWhatTheGoldenTwinSays) {
  const std::vector<Version> bounds = all_versions(3);
  const std::vector<Version> universe = all_versions(4);
  std::mt19937 random(5);
  const auto some_bound = [&]() -> std::optional<Version> {
    if (random() % 5 == 0) return std::nullopt;
    return bounds[random() % bounds.size()];
  };
  int overlapping = 0;
  for (int i = 0; i < 1500; ++i) {
    const VersionRange a{some_bound(), some_bound()};
    const VersionRange b{some_bound(), some_bound()};
    bool in_both = false;
    bool in_a = false;
    bool in_b = false;
    for (const Version& v : universe) {
      const bool a_has = golden_contains(a, v);
      const bool b_has = golden_contains(b, v);
      ASSERT_EQ(a.contains(v), a_has) << a.to_string() << " " << v.to_string();
      in_a = in_a || a_has;
      in_b = in_b || b_has;
      in_both = in_both || (a_has && b_has);
    }
    ASSERT_EQ(a.ends_before_it_starts(), !in_a) << a.to_string();
    if (!in_a || !in_b) continue;
    ASSERT_EQ(a.overlaps(b), in_both) << a.to_string() << ", " << b.to_string();
    ASSERT_EQ(b.overlaps(a), in_both);
    if (!in_both) continue;
    ++overlapping;
    const VersionRange common = a.common(b);
    for (const Version& v : universe) {
      ASSERT_EQ(common.contains(v), golden_contains(a, v) && golden_contains(b, v))
          << a.to_string() << ", " << b.to_string() << ": " << common.to_string() << " " << v.to_string();
    }
  }
  EXPECT_GT(overlapping, 200);
}

}  // namespace
}  // namespace sallyport::catalog
