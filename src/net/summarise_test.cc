#include <gtest/gtest.h>

#include <bit>

#include "net/prefix_set.h"
#include "net/test_universe.h"

namespace sallyport::net {
namespace {

using test::Bitmap;
using test::prefix;
using test::Universe;

Prefix smallest_around(const Prefix& a, const Prefix& b) {
  for (unsigned length = std::min(a.length(), b.length());; --length) {
    const Prefix around = Prefix::enclosing(a.address(), length);
    if (around.contains(b)) return around;
  }
}

// The golden twin: looks at every two neighbours, joins those that add the least, and begins again.
PrefixSet joined_slowly(PrefixSet set, std::size_t most, const Universe& universe) {
  while (set.size() > most) {
    const auto& prefixes = set.prefixes();
    Prefix best;
    int best_added = 65;
    for (std::size_t i = 0; i + 1 < prefixes.size(); ++i) {
      const Prefix around = smallest_around(prefixes[i], prefixes[i + 1]);
      const int added = std::popcount(universe.bits(around) & ~universe.bits(set));
      if (added < best_added || (added == best_added && around.length() > best.length())) {
        best = around;
        best_added = added;
      }
    }
    set = set.united(PrefixSet::of({best}));
  }
  return set;
}

void expect_as_slowly(const Universe& universe, const PrefixSet& set, std::size_t most) {
  const Summary summary = summarise(set, most);
  ASSERT_EQ(summary.set, joined_slowly(set, most, universe));
  ASSERT_LE(summary.set.size(), most);
  ASSERT_EQ(summary.besides, summary.set.without(set));
  ASSERT_EQ(universe.bits(summary.besides), universe.bits(summary.set) & ~universe.bits(set));
  ASSERT_EQ(summary.set.common(set), set);
}

TEST(Summarise, JoinsWhatAddsLeastForEverySet) {
  for (const Universe& universe : {Universe("192.0.2.0/28", 32), Universe("2001:db8::/124", 128)}) {
    const auto& prefixes = universe.prefixes();
    for (std::uint32_t bits = 1; bits < 1U << 16; ++bits) {
      std::vector<Prefix> single;
      for (std::size_t unit = 0; unit < 16; ++unit) {
        if ((bits >> unit & 1) != 0) single.push_back(prefixes[prefixes.size() - 16 + unit]);
      }
      expect_as_slowly(universe, PrefixSet::of(std::move(single)), 1 + bits % 5);
      if (HasFatalFailure()) return;
    }
  }
}

TEST(Summarise, JoinsWhatAddsLeastInLargerOnes) {
  std::mt19937_64 random(7);
  for (const Universe& universe : {Universe("192.0.2.0/26", 32), Universe("2001:db8::/122", 128)}) {
    for (int round = 0; round < 3000; ++round) {
      const PrefixSet set = PrefixSet::of(universe.draw(1 + random() % 30, random));
      expect_as_slowly(universe, set, 1 + random() % 12);
      if (HasFatalFailure()) return;
    }
  }
}

TEST(Summarise, LeavesWhatFits) {
  const PrefixSet set =
      PrefixSet::of({prefix("192.0.2.1"), prefix("198.51.100.0/24"), prefix("2001:db8::1")});
  const Summary summary = summarise(set, 2);
  EXPECT_EQ(summary.set, set);
  EXPECT_TRUE(summary.besides.empty());
  EXPECT_TRUE(summarise(PrefixSet(), 1).set.empty());
}

TEST(Summarise, CountsEachFamilyForItself) {
  const PrefixSet set = PrefixSet::of({prefix("192.0.2.0"), prefix("192.0.2.3"), prefix("198.51.100.1"),
                                       prefix("2001:db8::4"), prefix("2001:db8::6"), prefix("2001:db9::")});
  const Summary summary = summarise(set, 2);
  EXPECT_EQ(summary.set, PrefixSet::of({prefix("192.0.2.0/30"), prefix("198.51.100.1"),
                                        prefix("2001:db8::4/126"), prefix("2001:db9::")}));
  EXPECT_EQ(summary.besides, PrefixSet::of({prefix("192.0.2.1"), prefix("192.0.2.2"), prefix("2001:db8::5"),
                                            prefix("2001:db8::7")}));
}

// 2^128 addresses are one more than the count holds.
TEST(Summarise, GoesUpToEverything) {
  const PrefixSet most_of_it = PrefixSet::of({prefix("::/1"), prefix("8000::/2")});
  const Summary summary = summarise(most_of_it, 1);
  EXPECT_EQ(summary.set, PrefixSet::of({prefix("::/0")}));
  EXPECT_EQ(summary.besides, PrefixSet::of({prefix("c000::/2")}));
  const Summary far = summarise(PrefixSet::of({prefix("0.0.0.0"), prefix("255.255.255.255")}), 1);
  EXPECT_EQ(far.set, PrefixSet::of({prefix("0.0.0.0/0")}));
  EXPECT_EQ(far.besides.ipv4_addresses(), (std::uint64_t{1} << 32) - 2);
}

TEST(Summarise, TheFarPairWaitsForTheNearOnes) {
  const PrefixSet set =
      PrefixSet::of({prefix("10.0.0.0"), prefix("10.0.0.2"), prefix("10.0.1.0"), prefix("10.9.0.0")});
  EXPECT_EQ(summarise(set, 3).set,
            PrefixSet::of({prefix("10.0.0.0/30"), prefix("10.0.1.0"), prefix("10.9.0.0")}));
  EXPECT_EQ(summarise(set, 2).set, PrefixSet::of({prefix("10.0.0.0/23"), prefix("10.9.0.0")}));
  EXPECT_EQ(summarise(set, 1).set, PrefixSet::of({prefix("10.0.0.0/12")}));
}

}  // namespace
}  // namespace sallyport::net
