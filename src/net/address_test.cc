#include "net/address.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <unordered_set>
#include <vector>

#include "net/test_addresses.h"

namespace sallyport::net {
namespace {

using test::address;

struct Accepted {
  std::string_view text;
  Address address;
  std::string_view printed;
};

class AddressAccepted : public testing::TestWithParam<Accepted> {};

TEST_P(AddressAccepted, IsReadAndPrintedCanonically) {
  const auto& [text, expected, printed] = GetParam();
  EXPECT_EQ(address(text), expected);
  EXPECT_EQ(expected.to_string(), printed);
  EXPECT_EQ(address(printed), expected);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, AddressAccepted,
    testing::Values(Accepted{"0.0.0.0", Address::ipv4(0), "0.0.0.0"},
                    Accepted{"255.255.255.255", Address::ipv4(0xffff'ffff), "255.255.255.255"},
                    Accepted{"192.0.2.1", Address::ipv4(0xc000'0201), "192.0.2.1"},
                    Accepted{"::ffff:192.0.2.1", Address::ipv4(0xc000'0201), "192.0.2.1"},
                    Accepted{"::FFFF:c000:0201", Address::ipv4(0xc000'0201), "192.0.2.1"},
                    Accepted{"0:0:0:0:0:ffff:192.0.2.1", Address::ipv4(0xc000'0201), "192.0.2.1"},
                    Accepted{"::", Address(), "::"}, Accepted{"::1", Address::ipv6(0, 1), "::1"},
                    Accepted{"1::", Address::ipv6(0x0001'0000'0000'0000, 0), "1::"},
                    Accepted{"::192.0.2.1", Address::ipv6(0, 0xc000'0201), "::c000:201"},
                    Accepted{"64:ff9b::192.0.2.1", Address::ipv6(0x0064'ff9b'0000'0000, 0xc000'0201),
                             "64:ff9b::c000:201"},
                    Accepted{"::fffe:192.0.2.1", Address::ipv6(0, 0xfffe'c000'0201), "::fffe:c000:201"},
                    Accepted{"2001:DB8:0000::000F", Address::ipv6(0x2001'0db8'0000'0000, 0xf), "2001:db8::f"},
                    Accepted{"1:2:3:4:5:6:7::", Address::ipv6(0x0001'0002'0003'0004, 0x0005'0006'0007'0000),
                             "1:2:3:4:5:6:7:0"},
                    Accepted{"::2:3:4:5:6:7:8", Address::ipv6(0x0000'0002'0003'0004, 0x0005'0006'0007'0008),
                             "0:2:3:4:5:6:7:8"},
                    Accepted{"1:2:3:4:5:6:1.2.3.4",
                             Address::ipv6(0x0001'0002'0003'0004, 0x0005'0006'0102'0304),
                             "1:2:3:4:5:6:102:304"},
                    Accepted{"1:2:3:4:5::1.2.3.4",
                             Address::ipv6(0x0001'0002'0003'0004, 0x0005'0000'0102'0304),
                             "1:2:3:4:5:0:102:304"},
                    // RFC 5952: the longest run of zero groups is shortened, of equal ones the first.
                    Accepted{"1:0:0:2:0:0:0:3", Address::ipv6(0x0001'0000'0000'0002, 0x3), "1:0:0:2::3"},
                    Accepted{"1:0:0:2:0:0:3:4", Address::ipv6(0x0001'0000'0000'0002, 0x0000'0000'0003'0004),
                             "1::2:0:0:3:4"},
                    Accepted{"1:0:2:0:3:0:4:0", Address::ipv6(0x0001'0000'0002'0000, 0x0003'0000'0004'0000),
                             "1:0:2:0:3:0:4:0"}));

TEST(Address, DefaultIsTheUnspecifiedIpv6Address) {
  EXPECT_EQ(Address().to_string(), "::");
  EXPECT_EQ(Address().family(), Family::ipv6);
}

TEST(Address, OnlyTheMappedFormIsUnwrapped) {
  EXPECT_TRUE(Address::ipv6(0, 0xffff'0000'0000ULL).is_ipv4());
  EXPECT_FALSE(Address::ipv6(1, 0xffff'0000'0000ULL).is_ipv4());
  EXPECT_FALSE(Address::ipv6(0, 0x1'ffff'0000'0000ULL).is_ipv4());
  EXPECT_FALSE(address("::1.2.3.4").is_ipv4());
  EXPECT_FALSE(address("2002:102:304::").is_ipv4());
}

TEST(Address, BytesAreInNetworkOrder) {
  const Address::Bytes mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1};
  EXPECT_EQ(Address::from_bytes(mapped), address("192.0.2.1"));
  EXPECT_EQ(address("192.0.2.1").bytes(), mapped);
  std::mt19937_64 random(1);
  for (int i = 0; i < 1000; ++i) {
    const Address address = Address::ipv6(random(), random());
    EXPECT_EQ(Address::from_bytes(address.bytes()), address);
  }
}

TEST(Address, Ipv4SortsBeforeIpv6AndEachByItsBits) {
  const std::vector<Address> sorted{
      address("0.0.0.0"), address("9.255.255.255"),    address("10.0.0.0"),  address("255.255.255.255"),
      address("::"),      address("::fffe:ffff:ffff"), address("::1:0:0:0"), address("2001:db8::"),
      address("ffff::")};
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    for (std::size_t j = 0; j < sorted.size(); ++j) {
      EXPECT_EQ(sorted[i] < sorted[j], i < j) << sorted[i].to_string() << " " << sorted[j].to_string();
      EXPECT_EQ(sorted[i] == sorted[j], i == j);
    }
  }
}

// Every value of every octet and group, in every place: what is printed parses back.
TEST(Address, RoundTripsEveryPartInEveryPlace) {
  for (unsigned place = 0; place < 4; ++place) {
    for (std::uint32_t octet = 0; octet < 256; ++octet) {
      for (const std::uint32_t rest : {0x0000'0000U, 0xffff'ffffU, 0x0a14'1e28U}) {
        const Address address = Address::ipv4((rest & ~(0xffU << 8 * place)) | octet << 8 * place);
        ASSERT_EQ(Address::parse(address.to_string()), address);
      }
    }
  }
  for (unsigned place = 0; place < 8; ++place) {
    for (std::uint64_t group = 0; group < 0x10000; ++group) {
      const std::uint64_t half = group << 16 * (place % 4);
      const Address address =
          place < 4 ? Address::ipv6(half, 1) : Address::ipv6(0x2001'0db8'0000'0000ULL, half);
      ASSERT_EQ(Address::parse(address.to_string()), address);
    }
  }
}

// All 256 ways in which groups can be zero: every shape of the :: there is.
TEST(Address, RoundTripsEveryPatternOfZeroGroups) {
  for (unsigned pattern = 0; pattern < 256; ++pattern) {
    std::uint64_t halves[2] = {0, 0};
    for (unsigned i = 0; i < 8; ++i) {
      if ((pattern >> i & 1) != 0) halves[i / 4] |= std::uint64_t{0xa0 + i} << (48 - 16 * (i % 4));
    }
    const Address address = Address::ipv6(halves[0], halves[1]);
    ASSERT_EQ(Address::parse(address.to_string()), address) << address.to_string();
  }
}

TEST(Address, HashSpreadsNeighboursOverAllBits) {
  constexpr std::size_t kCount = 1 << 14;
  std::unordered_set<std::size_t> low;
  std::unordered_set<std::size_t> high;
  for (std::uint32_t i = 0; i < kCount; ++i) {
    const std::size_t hash = std::hash<Address>()(Address::ipv6(0x2001'0db8'0000'0000ULL + i, 0));
    low.insert(hash % kCount);
    high.insert(hash >> 50);
  }
  // Random values fill 1 - 1/e of the places; far fewer would mean that neighbours collide.
  EXPECT_GT(low.size(), kCount * 6 / 10);
  EXPECT_GT(high.size(), kCount * 6 / 10);
  EXPECT_EQ(std::hash<Address>()(address("1.2.3.4")), std::hash<Address>()(address("::ffff:1.2.3.4")));
}

}  // namespace
}  // namespace sallyport::net
