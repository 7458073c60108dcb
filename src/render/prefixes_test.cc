#include "render/prefixes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "net/test_addresses.h"

namespace sallyport::render {
namespace {

using net::test::address;
using net::test::prefix;

std::vector<net::Prefix> list_of_one(std::string_view text) { return {prefix(text)}; }
net::PrefixSet one(std::string_view text) { return net::PrefixSet::of({prefix(text)}); }

// Whether the address is inside by its first bits alone, as an implementation sees it that knows no families.
bool is_inside(const net::Address& at, const net::Prefix& net) {
  const auto bits = [](const net::Address& of) { return of.bytes(); };
  const auto a = bits(at);
  const auto b = bits(net.address());
  const unsigned length = net.length() + (net.family() == net::Family::ipv4 ? 96 : 0);
  for (unsigned bit = 0; bit < length; ++bit) {
    if (((a[bit / 8] ^ b[bit / 8]) >> (7 - bit % 8) & 1) != 0) return false;
  }
  return true;
}

bool some_has(const std::vector<net::Prefix>& prefixes, const net::Address& at) {
  return std::ranges::any_of(prefixes, [&](const auto& each) { return is_inside(at, each); });
}

TEST(ApartFromIpv4, KeepsEveryAddressAndLetsNoIpv4In) {
  std::mt19937_64 random(7);
  for (unsigned length = 0; length <= 95; ++length) {
    // The prefix of that length around ::ffff:0:0, made of bits, as there is no address of it.
    const std::uint64_t low = length <= 64 ? 0 : 0xffff'0000'0000ULL & ~std::uint64_t{0} << (128 - length);
    const auto around = net::Prefix::enclosing(net::Address::ipv6(0, low), length);
    ASSERT_EQ(around.family(), net::Family::ipv6);
    const auto apart = apart_from_ipv4(std::vector{around});
    EXPECT_EQ(apart.size(), 96 - length);
    for (const char* ipv4 : {"0.0.0.0", "127.0.0.1", "192.0.2.77", "255.255.255.255"}) {
      EXPECT_TRUE(is_inside(address(ipv4), around)) << "the trap is there, at " << length;
      EXPECT_FALSE(some_has(apart, address(ipv4))) << ipv4 << " at " << length;
    }
    for (int i = 0; i < 200; ++i) {
      const unsigned from = length + static_cast<unsigned>(random() % (129 - length));
      std::uint64_t high = 0;
      std::uint64_t bits = 0xffff'0000'0000ULL;  // the first `from` bits of ::ffff:0:0, then any
      if (from < 64) {
        high = random() & ~std::uint64_t{0} >> from;
        bits = random();
      } else if (from < 128) {
        const std::uint64_t any = ~std::uint64_t{0} >> (from - 64);
        bits = (bits & ~any) | (random() & any);
      }
      const auto at = net::Address::ipv6(high, bits);
      EXPECT_EQ(some_has(apart, at), !at.is_ipv4()) << at.to_string() << " at " << length;
    }
  }
}

TEST(ApartFromIpv4, LeavesOtherPrefixesAsTheyAre) {
  for (const char* text : {"0.0.0.0/0", "10.0.0.0/8", "2001:db8::/32", "8000::/1", "::1", "::fffe:0:0/96"}) {
    EXPECT_EQ(apart_from_ipv4(list_of_one(text)), std::vector{prefix(text)});
  }
}

TEST(ApartFromIpv4, IsSorted) {
  const auto apart = apart_from_ipv4(std::vector{prefix("10.0.0.0/8"), prefix("::/0")});
  EXPECT_EQ(apart.size(), 97U);
  EXPECT_TRUE(std::ranges::is_sorted(apart));
}

TEST(WithoutLength0, HalvesIt) {
  EXPECT_EQ(without_length_0(std::vector{prefix("0.0.0.0/0"), prefix("::/0")}),
            (std::vector{prefix("0.0.0.0/1"), prefix("128.0.0.0/1"), prefix("::/1"), prefix("8000::/1")}));
  EXPECT_EQ(without_length_0(list_of_one("10.0.0.0/8")), std::vector{prefix("10.0.0.0/8")});
}

TEST(ByFamily, TakesThemApart) {
  const auto set = net::PrefixSet::of({prefix("10.0.0.0/8"), prefix("::1"), prefix("11.0.0.0/30")});
  const auto [ipv4, ipv6] = by_family(set.prefixes());
  EXPECT_EQ(ipv4.size(), 2U);
  EXPECT_EQ(ipv6.size(), 1U);
}

TEST(CountOfAddresses, IsForPeople) {
  EXPECT_EQ(count_of_addresses(one("10.0.0.1")), "1 IPv4 address");
  EXPECT_EQ(count_of_addresses(one("10.0.0.0/24")), "256 IPv4 addresses");
  EXPECT_EQ(count_of_addresses(one("2001:db8::/32")), "about 2^96 IPv6 addresses");
  EXPECT_EQ(count_of_addresses(net::PrefixSet::of({prefix("0.0.0.0/0"), prefix("::4/126")})),
            "4294967296 IPv4 addresses and 4 IPv6 addresses");
}

}  // namespace
}  // namespace sallyport::render
