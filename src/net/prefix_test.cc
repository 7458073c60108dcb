#include "net/prefix.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "net/test_addresses.h"

namespace sallyport::net {
namespace {

using test::address;
using test::prefix;

TEST(Prefix, ABareAddressIsFullLength) {
  EXPECT_EQ(prefix("192.0.2.1"), prefix("192.0.2.1/32"));
  EXPECT_EQ(prefix("2001:db8::1"), prefix("2001:db8::1/128"));
  EXPECT_EQ(prefix("192.0.2.1/32").to_string(), "192.0.2.1");
  EXPECT_EQ(prefix("2001:db8::1/128").to_string(), "2001:db8::1");
  EXPECT_TRUE(prefix("192.0.2.1").is_single_address());
}

TEST(Prefix, AMappedPrefixIsTheIpv4Prefix) {
  EXPECT_EQ(prefix("::ffff:192.0.2.0/120"), prefix("192.0.2.0/24"));
  EXPECT_EQ(prefix("::ffff:0:0/96"), prefix("0.0.0.0/0"));
  EXPECT_EQ(prefix("::ffff:192.0.2.1/128"), prefix("192.0.2.1"));
  for (int length = 0; length < 96; ++length) {
    const auto prefix = Prefix::parse("::ffff:0:0/" + std::to_string(length));
    ASSERT_FALSE(prefix) << length;
    EXPECT_EQ(prefix.error().fault, ParseFault::host_bits);
  }
}

// For both families and every length: what is printed parses back, the neighbours are outside, and one host
// bit more is refused.
TEST(Prefix, HoldsForEveryLength) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 64; ++i) {
    for (const Address& inside : {Address::ipv4(static_cast<std::uint32_t>(random())),
                                  Address::ipv6(random() | 1ULL << 63, random())}) {
      const unsigned longest = inside.is_ipv4() ? 32 : 128;
      for (unsigned length = 0; length <= longest; ++length) {
        const Prefix prefix = Prefix::enclosing(inside, length);
        ASSERT_EQ(prefix.length(), length);
        ASSERT_EQ(prefix.family(), inside.family());
        ASSERT_EQ(Prefix::parse(prefix.to_string()), prefix);
        ASSERT_EQ(Prefix::parse(prefix.address().to_string() + '/' + std::to_string(length)), prefix);
        ASSERT_TRUE(prefix.contains(inside));
        ASSERT_TRUE(prefix.contains(prefix.address()));
        ASSERT_TRUE(prefix.contains(prefix.last()));
        ASSERT_TRUE(prefix.contains(prefix));
        ASSERT_LE(prefix.address(), prefix.last());
        if (length < longest) {
          const auto refused = Prefix::parse(prefix.last().to_string() + '/' + std::to_string(length));
          ASSERT_FALSE(refused);
          ASSERT_EQ(refused.error().fault, ParseFault::host_bits);
          ASSERT_TRUE(prefix.contains(Prefix::enclosing(inside, length + 1)));
          ASSERT_FALSE(Prefix::enclosing(inside, length + 1).contains(prefix));
        }
      }
    }
  }
}

TEST(Prefix, EnclosingClearsHostBitsAndBoundsTheLength) {
  EXPECT_EQ(Prefix::enclosing(address("192.0.2.77"), 24), prefix("192.0.2.0/24"));
  EXPECT_EQ(Prefix::enclosing(address("192.0.2.77"), 0), prefix("0.0.0.0/0"));
  EXPECT_EQ(Prefix::enclosing(address("192.0.2.77"), 64), prefix("192.0.2.77"));
  EXPECT_EQ(Prefix::enclosing(address("2001:db8::1"), 64), prefix("2001:db8::/64"));
  EXPECT_EQ(Prefix::enclosing(address("2001:db8::1"), 1000), prefix("2001:db8::1"));
  EXPECT_EQ(Prefix::enclosing(address("::fffe:0:1"), 95), prefix("::fffe:0:0/95"));
}

// Each family's everything, and the IPv6 prefixes whose numbers include the mapped addresses.
TEST(Prefix, FamiliesNeverContainEachOther) {
  const std::vector<Prefix> ipv4{prefix("0.0.0.0/0"), prefix("10.0.0.0/8"), prefix("10.1.2.3")};
  std::vector<Prefix> ipv6{prefix("::/0"), prefix("::/1"), prefix("::fffe:0:0/95"), prefix("::1")};
  for (unsigned length = 2; length < 96; ++length) ipv6.push_back(Prefix::enclosing(Address(), length));
  for (const Prefix& four : ipv4) {
    for (const Prefix& six : ipv6) {
      EXPECT_FALSE(six.contains(four)) << six.to_string();
      EXPECT_FALSE(six.contains(four.address())) << six.to_string();
      EXPECT_FALSE(six.contains(four.last())) << six.to_string();
      EXPECT_FALSE(four.contains(six)) << four.to_string();
      EXPECT_FALSE(four.contains(six.address())) << four.to_string();
      EXPECT_FALSE(four.contains(six.last())) << six.to_string();
      EXPECT_LT(four, six);
    }
  }
}

TEST(Prefix, LastOfAnIpv6PrefixIsIpv6) {
  EXPECT_EQ(prefix("::/80").last(), address("::fffe:ffff:ffff"));
  EXPECT_EQ(prefix("::fffe:0:0/95").last(), address("::fffe:ffff:ffff"));
  EXPECT_EQ(prefix("::fffe:0:0/96").last(), address("::fffe:ffff:ffff"));
  EXPECT_EQ(prefix("::/79").last(), address("::1:ffff:ffff:ffff"));
  EXPECT_EQ(prefix("::/0").last(), address("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
  EXPECT_EQ(prefix("0.0.0.0/0").last(), address("255.255.255.255"));
  EXPECT_EQ(prefix("192.0.2.0/25").last(), address("192.0.2.127"));
}

TEST(Prefix, SortsOuterBeforeInner) {
  std::vector<Prefix> prefixes{prefix("::/0"),           prefix("10.0.0.0/24"), prefix("2001:db8::/32"),
                               prefix("10.0.0.0/8"),     prefix("0.0.0.0/0"),   prefix("10.0.0.1"),
                               prefix("2001:db8::/128"), prefix("9.0.0.0/8")};
  std::ranges::sort(prefixes);
  std::vector<std::string> texts;
  for (const Prefix& prefix : prefixes) texts.push_back(prefix.to_string());
  EXPECT_EQ(texts, (std::vector<std::string>{"0.0.0.0/0", "9.0.0.0/8", "10.0.0.0/8", "10.0.0.0/24",
                                             "10.0.0.1", "::/0", "2001:db8::/32", "2001:db8::"}));
}

TEST(Prefix, HashTellsLengthsApart) {
  EXPECT_NE(std::hash<Prefix>()(prefix("10.0.0.0/8")), std::hash<Prefix>()(prefix("10.0.0.0/9")));
  EXPECT_EQ(std::hash<Prefix>()(prefix("10.0.0.0/8")), std::hash<Prefix>()(prefix("::ffff:10.0.0.0/104")));
}

}  // namespace
}  // namespace sallyport::net
