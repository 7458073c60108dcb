#include "net/prefix_set.h"

#include <gtest/gtest.h>

#include <bit>
#include <map>
#include <optional>

#include "net/prefix_sort.h"
#include "net/test_universe.h"

namespace sallyport::net {
namespace {

using test::address;
using test::Bitmap;
using test::prefix;
using test::Universe;

PrefixSet set_of(std::initializer_list<std::string_view> texts) {
  std::vector<Prefix> prefixes;
  for (const std::string_view text : texts) prefixes.push_back(prefix(text));
  return PrefixSet::of(std::move(prefixes));
}

std::vector<std::string> texts_in(const PrefixSet& set) {
  std::vector<std::string> texts;
  for (const Prefix& each : set.prefixes()) texts.push_back(each.to_string());
  return texts;
}

// Eight units each; in the last, those behind ::ffff:0:0 would be IPv4 addresses.
const std::vector<Universe>& eight_units() {
  static const std::vector<Universe> all{
      {"192.0.2.0/29", 32}, {"2001:db8::/125", 128}, {"::fffc:0:0/94", 97}};
  return all;
}

// Every set of prefixes of a universe: 32768 of them, and 4096 where three are not there.
template <class Each>
void each_subset(const Universe& universe, const Each& each) {
  const auto& prefixes = universe.prefixes();
  for (std::uint32_t chosen = 0; chosen < 1U << prefixes.size(); ++chosen) {
    std::vector<Prefix> subset;
    // From the last to the first, so that all have to be sorted.
    for (std::size_t i = prefixes.size(); i-- > 0;) {
      if ((chosen >> i & 1) != 0) subset.push_back(prefixes[i]);
    }
    each(std::move(subset));
  }
}

// By brute force, how many prefixes it takes at least to make up each set that prefixes can make up.
std::map<Bitmap, int> fewest_of(const Universe& universe) {
  std::map<Bitmap, int> fewest;
  each_subset(universe, [&](const std::vector<Prefix>& subset) {
    const auto count = static_cast<int>(subset.size());
    const auto [at, is_new] = fewest.emplace(universe.bits(subset), count);
    if (!is_new) at->second = std::min(at->second, count);
  });
  return fewest;
}

void expect_minimal(const PrefixSet& set, const Universe& universe, const std::map<Bitmap, int>& fewest) {
  EXPECT_EQ(static_cast<int>(set.size()), fewest.at(universe.bits(set)))
      << testing::PrintToString(texts_in(set));
  EXPECT_TRUE(std::ranges::is_sorted(set.prefixes()));
}

TEST(PrefixSet, IsTheFewestPrefixesForEveryInput) {
  for (const Universe& universe : eight_units()) {
    const auto fewest = fewest_of(universe);
    std::map<Bitmap, PrefixSet> seen;
    each_subset(universe, [&](std::vector<Prefix> subset) {
      const Bitmap bits = universe.bits(subset);
      const PrefixSet set = PrefixSet::of(std::move(subset));
      ASSERT_EQ(universe.bits(set), bits);
      expect_minimal(set, universe, fewest);
      // Equal sets are the same prefixes, whatever they were made of.
      ASSERT_EQ(seen.emplace(bits, set).first->second, set);
    });
    EXPECT_EQ(seen.size(), fewest.size());
  }
}

// Numbers that no IPv6 prefix has alone: they stay only in one that spans them.
Bitmap sayable(Bitmap bits, const Universe& universe) {
  const Bitmap hole = universe.mapped();
  const Bitmap beside = hole >> std::popcount(hole);
  return (bits & beside) == beside ? bits : bits & ~hole;
}

TEST(PrefixSet, OperationsAreThoseOfBitmapsForEveryPair) {
  for (const Universe& universe : eight_units()) {
    const auto fewest = fewest_of(universe);
    std::map<Bitmap, PrefixSet> sets;
    each_subset(universe, [&](std::vector<Prefix> subset) {
      const Bitmap bits = universe.bits(subset);
      sets.emplace(bits, PrefixSet::of(std::move(subset)));
    });
    for (const auto& [a, one] : sets) {
      for (const auto& [b, other] : sets) {
        ASSERT_EQ(one.united(other), sets.at(a | b));
        ASSERT_EQ(one.common(other), sets.at(a & b));
        const PrefixSet rest = one.without(other);
        ASSERT_EQ(universe.bits(rest), sayable(a & ~b, universe));
        expect_minimal(rest, universe, fewest);
        ASSERT_EQ(one == other, a == b);
      }
    }
  }
}

TEST(PrefixSet, OperationsAreThoseOfBitmapsInLargerOnes) {
  std::mt19937_64 random(4);
  for (const Universe& universe :
       {Universe("192.0.2.0/26", 32), Universe("2001:db8::/122", 128), Universe("::fff8:0:0/93", 99)}) {
    for (int round = 0; round < 3000; ++round) {
      const auto some = universe.draw(1 + random() % 24, random);
      const auto more = universe.draw(1 + random() % 24, random);
      const Bitmap a = universe.bits(some);
      const Bitmap b = universe.bits(more);
      const PrefixSet one = PrefixSet::of(some);
      const PrefixSet other = PrefixSet::of(more);
      ASSERT_EQ(universe.bits(one), a);
      ASSERT_EQ(universe.bits(one.united(other)), a | b);
      ASSERT_EQ(universe.bits(one.common(other)), a & b);
      ASSERT_EQ(universe.bits(one.without(other)), sayable(a & ~b, universe));
      for (const PrefixSet& made : {one.united(other), one.common(other), one.without(other)}) {
        ASSERT_EQ(PrefixSet::of(made.prefixes()), made);
      }
      for (const Prefix& each : universe.prefixes()) {
        ASSERT_EQ(one.contains(each), (universe.bits(each) & ~a) == 0) << each.to_string();
      }
      for (unsigned unit = 0; unit < universe.units(); ++unit) {
        const Bitmap bit = Bitmap{1} << unit;
        ASSERT_EQ(one.contains(universe.first_of(unit)), (a & bit & ~universe.mapped()) != 0);
      }
    }
  }
}

TEST(PrefixSet, KeepsTheFamiliesApart) {
  const PrefixSet everything = set_of({"::/0", "128.0.0.0/1", "0.0.0.0/1"});
  EXPECT_EQ(texts_in(everything), (std::vector<std::string>{"0.0.0.0/0", "::/0"}));
  const PrefixSet ipv6 = set_of({"::/0"});
  EXPECT_FALSE(ipv6.contains(address("192.0.2.1")));
  EXPECT_FALSE(ipv6.contains(address("0.0.0.0")));
  EXPECT_FALSE(ipv6.contains(prefix("0.0.0.0/0")));
  EXPECT_TRUE(ipv6.contains(address("::fffe:ffff:ffff")));
  EXPECT_EQ(everything.without(ipv6), set_of({"0.0.0.0/0"}));
  EXPECT_EQ(ipv6.without(set_of({"0.0.0.0/0"})), ipv6);
  EXPECT_EQ(everything.common(set_of({"0.0.0.0/0"})), set_of({"0.0.0.0/0"}));
  EXPECT_TRUE(set_of({"::fffe:0:0/95"}).without(set_of({"::fffe:0:0/96"})).empty());
  EXPECT_EQ(everything.prefixes(Family::ipv4).size(), 1U);
  EXPECT_EQ(everything.prefixes(Family::ipv6).front(), prefix("::/0"));
  EXPECT_TRUE(ipv6.prefixes(Family::ipv4).empty());
}

// What numbers a program would take for its own is never more than what was given.
TEST(PrefixSet, NeverJoinsOverTheMappedAddresses) {
  const PrefixSet around = set_of({"::fffc:0:0/95", "::fffe:0:0/96"});
  EXPECT_EQ(around.size(), 2U);
  EXPECT_EQ(set_of({"::fffe:0:0/96", "0.0.0.0/0"}).size(), 2U);
}

TEST(PrefixSet, SplitsDownToOneAddress) {
  const PrefixSet all = set_of({"::/0"});
  const PrefixSet one = set_of({"2001:db8::1"});
  const PrefixSet rest = all.without(one);
  EXPECT_EQ(rest.size(), 128U);  // one of each length
  EXPECT_FALSE(rest.contains(address("2001:db8::1")));
  EXPECT_TRUE(rest.contains(address("2001:db8::")));
  EXPECT_TRUE(rest.contains(address("2001:db8::2")));
  EXPECT_EQ(rest.united(one), all);
  EXPECT_EQ(set_of({"0.0.0.0/0"}).without(set_of({"255.255.255.255"})).size(), 32U);
}

TEST(PrefixSet, OneCutThroughSeveralPrefixes) {
  EXPECT_EQ(set_of({"192.0.2.1", "192.0.2.4/30", "192.0.3.0/24"}).without(set_of({"192.0.2.0/24"})),
            set_of({"192.0.3.0/24"}));
  EXPECT_EQ(set_of({"192.0.2.0/24"}).common(set_of({"192.0.2.1", "192.0.2.4/30", "192.0.3.0/24"})),
            set_of({"192.0.2.1", "192.0.2.4/30"}));
}

TEST(PrefixSet, OfNothingIsNothing) {
  const PrefixSet nothing = PrefixSet::of({});
  const PrefixSet something = set_of({"192.0.2.1"});
  EXPECT_TRUE(nothing.empty());
  EXPECT_FALSE(nothing.contains(address("192.0.2.1")));
  EXPECT_FALSE(nothing.contains(prefix("0.0.0.0/0")));
  EXPECT_EQ(something.without(nothing), something);
  EXPECT_EQ(nothing.without(something), nothing);
  EXPECT_EQ(something.united(nothing), something);
  EXPECT_EQ(something.common(nothing), nothing);
}

TEST(PrefixSet, CountsAddresses) {
  const PrefixSet set = set_of({"192.0.2.0/24", "198.51.100.7", "2001:db8::/64", "2001:db8:1::1"});
  EXPECT_EQ(set.ipv4_addresses(), 257U);
  EXPECT_EQ(set.ipv6_addresses(), 18446744073709551616.0 + 1.0);
  EXPECT_EQ(set_of({"0.0.0.0/0"}).ipv4_addresses(), std::uint64_t{1} << 32);
}

// Enough for the radix sort, with every length, and with addresses whose digits are all the same.
TEST(PrefixSort, IsTheOrderOfPrefixes) {
  std::mt19937_64 random(9);
  for (const std::uint32_t differ :
       {~std::uint32_t{0}, std::uint32_t{0xff}, std::uint32_t{0xff00'0000}, std::uint32_t{0}}) {
    std::vector<Prefix> prefixes;
    for (int i = 0; i < 5000; ++i) {
      const auto bits = 0xc000'0200U ^ (static_cast<std::uint32_t>(random()) & differ);
      prefixes.push_back(Prefix::enclosing(Address::ipv4(bits), static_cast<unsigned>(random() % 33)));
      if (i % 5 == 0) {
        prefixes.push_back(Prefix::enclosing(Address::ipv6(random() & 0xff, random()),
                                             static_cast<unsigned>(random() % 129)));
      }
    }
    auto expected = prefixes;
    std::ranges::sort(expected);
    sort_prefixes(prefixes);
    ASSERT_EQ(prefixes, expected);
  }
}

TEST(PrefixSet, OfManyHasTheAddressesOfItsPrefixes) {
  std::mt19937_64 random(11);
  std::vector<Prefix> prefixes;
  for (int i = 0; i < 4000; ++i) {
    const auto near = static_cast<std::uint32_t>(random() % (1U << 18)) | 0x0a00'0000U;
    prefixes.push_back(Prefix::enclosing(Address::ipv4(near), 24 + static_cast<unsigned>(random() % 9)));
  }
  const PrefixSet set = PrefixSet::of(prefixes);
  std::vector<bool> expected(1U << 18);
  for (const Prefix& each : prefixes) {
    for (std::uint64_t at = each.address().ipv4_bits(); at <= each.last().ipv4_bits(); ++at) {
      expected[at & ((1U << 18) - 1)] = true;
    }
  }
  for (std::uint32_t at = 0; at < 1U << 18; ++at) {
    ASSERT_EQ(set.contains(Address::ipv4(0x0a00'0000U | at)), expected[at]) << at;
  }
}

}  // namespace
}  // namespace sallyport::net
