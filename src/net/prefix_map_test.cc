// PrefixMap against its golden twin, with every implementation of the look-up.

#include "net/prefix_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <stdexcept>
#include <vector>

#include "net/golden_prefix_map.h"
#include "net/prefix_map_find_by_all.h"
#include "net/test_addresses.h"

namespace sallyport::net {
namespace {

using test::address;
using test::prefix;

std::vector<Prefix> sorted(std::vector<Prefix> prefixes) {
  std::ranges::sort(prefixes);
  prefixes.erase(std::ranges::unique(prefixes).begin(), prefixes.end());
  return prefixes;
}

// The neighbour of an address, in the numbers of its family; wraps at the ends.
Address stepped(const Address& from, int step) {
  const auto by = static_cast<std::uint64_t>(static_cast<std::int64_t>(step));
  if (from.is_ipv4()) return Address::ipv4(static_cast<std::uint32_t>(from.ipv4_bits() + by));
  const std::uint64_t low = from.low() + by;
  const std::uint64_t carry = step > 0 ? (low == 0 ? 1 : 0) : (from.low() == 0 ? ~std::uint64_t{0} : 0);
  return Address::ipv6(from.high() + carry, low);
}

// Asks at and just beyond both ends of every prefix.
void expect_equal_at_bounds(const std::vector<Prefix>& prefixes) {
  const PrefixMap map = PrefixMap::build(prefixes);
  const GoldenPrefixMap golden(prefixes);
  ASSERT_TRUE(PrefixMapView::open(map.bytes())) << "of " << prefixes.size();
  for (const Prefix& each : prefixes) {
    for (const Address& at :
         {stepped(each.address(), -1), each.address(), each.last(), stepped(each.last(), 1)}) {
      ASSERT_EQ(find_by_all(map.bytes(), at), golden.find(at))
          << at.to_string() << " at the bounds of " << each.to_string();
    }
  }
}

TEST(PrefixMap, HoldsNothingUnlessBuilt) {
  EXPECT_EQ(PrefixMapView().find(address("10.0.0.1")), PrefixMapView::kNone);
  EXPECT_EQ(PrefixMapView().size(), 0U);
  EXPECT_EQ(PrefixMap().find(address("::1")), PrefixMapView::kNone);
  const PrefixMap empty = PrefixMap::build({});
  EXPECT_EQ(empty.find(address("10.0.0.1")), PrefixMapView::kNone);
  EXPECT_EQ(empty.find(address("::")), PrefixMapView::kNone);
  EXPECT_EQ(empty.view().size(), 0U);
  EXPECT_TRUE(PrefixMapView::open(empty.bytes()));
}

TEST(PrefixMap, AnswersWithTheMostSpecificPrefix) {
  const auto prefixes =
      sorted({prefix("10.0.0.0/8"), prefix("10.1.0.0/16"), prefix("10.1.2.0/24"), prefix("10.1.2.3"),
              prefix("2001:db8::/32"), prefix("2001:db8:1::/48"), prefix("2001:db8:1::1")});
  const PrefixMap map = PrefixMap::build(prefixes);
  const auto found = [&](std::string_view text) {
    const std::uint32_t index = map.find(address(text));
    return index == PrefixMapView::kNone ? "none" : prefixes[index].to_string();
  };
  EXPECT_EQ(found("9.255.255.255"), "none");
  EXPECT_EQ(found("10.0.0.0"), "10.0.0.0/8");
  EXPECT_EQ(found("10.1.255.255"), "10.1.0.0/16");
  EXPECT_EQ(found("10.1.2.2"), "10.1.2.0/24");
  EXPECT_EQ(found("10.1.2.3"), "10.1.2.3");
  EXPECT_EQ(found("11.0.0.0"), "none");
  EXPECT_EQ(found("2001:db8::"), "2001:db8::/32");
  EXPECT_EQ(found("2001:db8:1::"), "2001:db8:1::/48");
  EXPECT_EQ(found("2001:db8:1::1"), "2001:db8:1::1");
  EXPECT_EQ(found("2001:db9::"), "none");
  EXPECT_EQ(map.view().size(), prefixes.size());
}

TEST(PrefixMap, KeepsTheFamiliesApart) {
  const PrefixMap four = PrefixMap::build(std::vector{prefix("0.0.0.0/0")});
  const PrefixMap six = PrefixMap::build(std::vector{prefix("::/0"), prefix("::/80")});
  for (const std::string_view text : {"0.0.0.0", "10.1.2.3", "255.255.255.255"}) {
    EXPECT_EQ(four.find(address(text)), 0U) << text;
    EXPECT_EQ(six.find(address(text)), PrefixMapView::kNone) << text;
  }
  for (const std::string_view text : {"::", "::fffe:ffff:ffff", "::1:0:0:0", "ffff::"}) {
    EXPECT_EQ(four.find(address(text)), PrefixMapView::kNone) << text;
    EXPECT_NE(six.find(address(text)), PrefixMapView::kNone) << text;
  }
}

// A universe of three bits: every set of its 15 prefixes, laid at a place in the real address space; every
// address of the universe, with both ends of what it stands for and its surroundings, is asked.
class PrefixMapUniverse : public testing::TestWithParam<Prefix> {};

TEST_P(PrefixMapUniverse, EqualsTheGoldenTwinForEverySet) {
  constexpr unsigned kBits = 3;
  const Prefix place = GetParam();
  const unsigned width = place.max_length();
  const auto address_at = [&](unsigned number, unsigned length) {
    const unsigned shift = width - place.length() - length;
    if (place.family() == Family::ipv4) {
      return Address::ipv4(place.address().ipv4_bits() |
                           static_cast<std::uint32_t>(length == 0 ? 0 : std::uint64_t{number} << shift));
    }
    if (length == 0) return place.address();
    const std::uint64_t high = shift >= 64  ? std::uint64_t{number} << (shift - 64)
                               : shift > 61 ? std::uint64_t{number} >> (64 - shift)
                                            : 0;
    const std::uint64_t low = shift < 64 ? std::uint64_t{number} << shift : 0;
    return Address::ipv6(place.address().high() | high, place.address().low() | low);
  };
  std::vector<Prefix> all;
  for (unsigned length = 0; length <= kBits; ++length) {
    for (unsigned number = 0; number < 1U << length; ++number) {
      all.push_back(Prefix::enclosing(address_at(number, length), place.length() + length));
    }
  }
  std::ranges::sort(all);
  ASSERT_EQ(all.size(), 15U);
  std::vector<Address> questions{stepped(place.address(), -1), stepped(place.last(), 1)};
  for (unsigned number = 0; number < 1U << kBits; ++number) {
    const Prefix smallest = Prefix::enclosing(address_at(number, kBits), place.length() + kBits);
    questions.push_back(smallest.address());
    questions.push_back(smallest.last());
  }
  for (unsigned set = 0; set < 1U << 15; ++set) {
    std::vector<Prefix> prefixes;
    for (unsigned i = 0; i < 15; ++i) {
      if ((set >> i & 1) != 0) prefixes.push_back(all[i]);
    }
    const PrefixMap map = PrefixMap::build(prefixes);
    const GoldenPrefixMap golden(prefixes);
    for (const Address& question : questions) {
      ASSERT_EQ(find_by_all(map.bytes(), question), golden.find(question))
          << question.to_string() << " in set " << set;
    }
  }
}

// Where a node begins, ends, straddles a byte, and where the address does.
INSTANTIATE_TEST_SUITE_P(Places, PrefixMapUniverse,
                         testing::Values(prefix("0.0.0.0/0"), prefix("10.128.0.0/9"), prefix("10.4.0.0/14"),
                                         prefix("172.16.0.0/16"), prefix("172.255.0.0/16"),
                                         prefix("192.0.2.0/23"), prefix("255.255.255.248/29"), prefix("::/0"),
                                         prefix("2001:db8::/61"), prefix("2001:db8::/63"),
                                         prefix("2001:db8::a000/115"), prefix("ffff::fff8/125"),
                                         prefix("::/80")));

std::vector<Prefix> random_prefixes(std::mt19937_64& random, std::size_t count, bool ipv6, unsigned shortest,
                                    std::uint64_t spread) {
  std::vector<Prefix> prefixes;
  for (std::size_t i = 0; i < count; ++i) {
    const Address base = ipv6 ? Address::ipv6(0x2001'0db8'0000'0000ULL | (random() & spread), random())
                              : Address::ipv4(0x0a00'0000U | static_cast<std::uint32_t>(random() & spread));
    const unsigned longest = base.is_ipv4() ? 32 : 128;
    prefixes.push_back(
        Prefix::enclosing(base, shortest + static_cast<unsigned>(random() % (longest + 1 - shortest))));
  }
  return sorted(std::move(prefixes));
}

TEST(PrefixMap, EqualsTheGoldenTwinOnRandomSets) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 300; ++round) {
    for (const bool ipv6 : {false, true}) {
      for (const std::uint64_t spread : {std::uint64_t{0xff}, std::uint64_t{0xffff}, ~std::uint64_t{0}}) {
        const auto prefixes =
            random_prefixes(random, 1 + random() % 60, ipv6, static_cast<unsigned>(random() % 33), spread);
        ASSERT_NO_FATAL_FAILURE(expect_equal_at_bounds(prefixes));
      }
    }
  }
}

// Sets large enough for each size of the direct table, and for dense nodes; too large to ask the twin
// everything.
TEST(PrefixMap, EqualsTheGoldenTwinOnLargeSets) {
  std::mt19937_64 random(4);
  for (const auto& [count, spread] :
       {std::pair<std::size_t, std::uint64_t>{1'000, 0xffff}, {3'000, 0xff'ffff}, {25'000, 0xffff'ffff}}) {
    auto prefixes = random_prefixes(random, count, false, 8, spread);
    const auto more = random_prefixes(random, count / 4, true, 20, ~std::uint64_t{0});
    prefixes.insert(prefixes.end(), more.begin(), more.end());
    const PrefixMap map = PrefixMap::build(prefixes);
    const GoldenPrefixMap golden(prefixes);
    ASSERT_TRUE(PrefixMapView::open(map.bytes()));
    for (int i = 0; i < 400; ++i) {
      const Prefix& each = prefixes[random() % prefixes.size()];
      for (const Address& at :
           {stepped(each.address(), -1), each.address(), each.last(), stepped(each.last(), 1)}) {
        ASSERT_EQ(find_by_all(map.bytes(), at), golden.find(at))
            << at.to_string() << " at the bounds of " << each.to_string();
      }
    }
  }
}

// Every /32 of a /24 and every /24 of a /16: the densest nodes there are, with and without an outer prefix.
TEST(PrefixMap, EqualsTheGoldenTwinWhereNodesAreFull) {
  for (const unsigned outer : {0U, 16U}) {
    std::vector<Prefix> prefixes;
    if (outer != 0) prefixes.push_back(prefix("10.1.0.0/16"));
    for (std::uint32_t i = 0; i < 256; ++i) {
      prefixes.push_back(Prefix::enclosing(Address::ipv4(0x0a01'0000U + (i << 8)), 24));
      prefixes.push_back(Prefix(Address::ipv4(0x0a01'4400U + i)));
    }
    ASSERT_NO_FATAL_FAILURE(expect_equal_at_bounds(sorted(prefixes)));
  }
}

// Of `runs` runs, in the /16 at `place`: single addresses apart from each other, the last of them the /16's
// last.
void add_runs(std::vector<Prefix>& prefixes, std::uint32_t place, std::size_t runs) {
  if (runs % 2 == 0) prefixes.push_back(Prefix(Address::ipv4(place + 0xffff)));
  for (std::uint32_t i = 0; i < (runs - 1) / 2; ++i) {
    prefixes.push_back(Prefix(Address::ipv4(place + 2 * i + (i % 2 == 0 ? 1 : 0x8001))));
  }
}

// As many runs as a wide node holds, and one more, where the direct table is full; its slots are compared at
// every address of both halves that can differ.
TEST(PrefixMap, EqualsTheGoldenTwinWhereWideNodesAreFull) {
  std::vector<Prefix> prefixes;
  for (std::uint32_t i = 0; i < 17'000; ++i) {  // so that the table is full
    prefixes.push_back(Prefix::enclosing(Address::ipv4(0xe000'0000U + (i << 12)), 20));
  }
  prefixes.push_back(prefix("10.0.0.0/10"));
  for (std::uint32_t runs = 1; runs <= prefix_map::kMaxWideRuns + 2; ++runs) {
    add_runs(prefixes, 0x0a00'0000U + (runs << 16), runs);
    add_runs(prefixes, 0x0b00'0000U + (runs << 16), runs);  // in no other prefix
  }
  prefixes = sorted(std::move(prefixes));
  const PrefixMap map = PrefixMap::build(prefixes);
  ASSERT_TRUE(PrefixMapView::open(map.bytes()));
  ASSERT_TRUE(prefix_map::is_full_ipv4(map.bytes().data()));
  // Only what lies where questions are asked, as the twin is slow.
  const auto near = std::ranges::find_if(
      prefixes, [](const Prefix& each) { return each.address() >= Address::ipv4(0x0c00'0000U); });
  const GoldenPrefixMap golden(std::vector<Prefix>(prefixes.begin(), near));
  for (std::uint32_t net = 0x0a00U; net <= 0x0b00U; net += 0x100) {
    for (std::uint32_t runs = 0; runs <= prefix_map::kMaxWideRuns + 3; ++runs) {
      for (const std::uint32_t half : {0U, 0x7fc0U, 0x8000U, 0xffc0U}) {
        for (std::uint32_t i = 0; i < 64; ++i) {
          const Address at = Address::ipv4((net + runs) << 16 | (half + i));
          ASSERT_EQ(find_by_all(map.bytes(), at), golden.find(at)) << at.to_string();
        }
      }
    }
  }
}

// Large enough for huge pages, which are allocated and freed apart.
TEST(PrefixMap, LivesInHugePagesWhereItIsLarge) {
  std::mt19937_64 random(7);
  std::vector<Prefix> prefixes;
  for (int i = 0; i < 200'000; ++i)
    prefixes.push_back(Prefix(Address::ipv4(static_cast<std::uint32_t>(random()))));
  prefixes = sorted(std::move(prefixes));
  PrefixMap map = PrefixMap::build(prefixes);
  ASSERT_GT(map.bytes().size(), std::size_t{2} << 20);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(map.bytes().data()) % (std::size_t{2} << 20), 0U);
  const PrefixMap copy = map;
  map = PrefixMap();
  ASSERT_TRUE(PrefixMapView::open(copy.bytes()));
  for (std::uint32_t i = 0; i < prefixes.size(); ++i)
    ASSERT_EQ(find_by_all(copy.bytes(), prefixes[i].address()), i);
}

TEST(PrefixMap, RefusesMorePrefixesThanItCanNumber) {
  const std::vector<Prefix> many(PrefixMap::kMaxPrefixes + 1);
  EXPECT_THROW((void)PrefixMap::build(many), std::length_error);
}

TEST(PrefixMap, IsSmallForSmallSets) {
  std::mt19937_64 random(5);
  const auto bytes = [&](std::size_t count, bool ipv6) {
    return PrefixMap::build(random_prefixes(random, count, ipv6, 24, ~std::uint64_t{0})).bytes().size();
  };
  EXPECT_LT(bytes(1, false), 300U);
  EXPECT_LT(bytes(10, false), 700U);
  EXPECT_LT(bytes(100, false), 5'000U);
  EXPECT_LT(bytes(10, true), 1'500U);
  EXPECT_LT(bytes(100, true), 10'000U);
}

}  // namespace
}  // namespace sallyport::net
