#include "net/special_use.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace sallyport::net {
namespace {

Prefix special_prefix(std::string_view text) { return Prefix::parse(text).value(); }

std::string_view name_of_use(std::string_view text) {
  const SpecialUse* const use = find_special_use(special_prefix(text));
  return use != nullptr ? use->name : "none";
}

TEST(SpecialUse, NamesTheBlockThatHoldsThePrefix) {
  EXPECT_EQ(name_of_use("10.1.2.0/24"), "Private-Use");
  EXPECT_EQ(name_of_use("172.31.255.255"), "Private-Use");
  EXPECT_EQ(name_of_use("100.64.0.0/10"), "Shared Address Space");
  EXPECT_EQ(name_of_use("203.0.113.7"), "Documentation (TEST-NET-3)");
  EXPECT_EQ(name_of_use("239.1.1.1"), "Multicast");
  EXPECT_EQ(name_of_use("250.0.0.0/8"), "Reserved");
  EXPECT_EQ(name_of_use("fd12:3456::/32"), "Unique-Local");
  EXPECT_EQ(name_of_use("2001:db8:1::/48"), "Documentation");
  EXPECT_EQ(name_of_use("ff02::1"), "Multicast");
  EXPECT_EQ(name_of_use("::1"), "Loopback Address");
}

TEST(SpecialUse, LeavesWhatLiesBesideTheBlocks) {
  for (const char* text :
       {"8.8.8.0/24", "11.0.0.0/8", "172.32.0.0/11", "172.15.255.255", "100.128.0.0/9", "192.0.1.0/24",
        "192.0.3.0/24", "198.20.0.0/14", "223.255.255.0/24", "168.63.129.16", "2001:200::/23", "2600::/12",
        "2a00::/12", "2003::/16", "fe00::/9"}) {
    EXPECT_EQ(name_of_use(text), "none") << text;
  }
}

TEST(SpecialUse, AReachableBlockMayBeHadThoughTheOneAroundItMayNot) {
  EXPECT_EQ(name_of_use("192.0.0.9"), "none");
  EXPECT_EQ(name_of_use("192.0.0.8"), "IPv4 dummy address");
  EXPECT_EQ(name_of_use("192.0.0.8/31"), "IETF Protocol Assignments");
  EXPECT_EQ(name_of_use("192.0.0.11"), "IETF Protocol Assignments");
  EXPECT_EQ(name_of_use("2001:20::/28"), "none");
  EXPECT_EQ(name_of_use("2001:40::/28"), "IETF Protocol Assignments");
  EXPECT_EQ(name_of_use("192.175.48.0/24"), "none");
}

TEST(SpecialUse, APrefixAroundABlockIsForSpecialUseToo) {
  EXPECT_EQ(name_of_use("0.0.0.0/0"), "This network");
  EXPECT_EQ(name_of_use("192.0.0.0/12"), "IETF Protocol Assignments");
  EXPECT_EQ(name_of_use("202.0.0.0/7"), "Documentation (TEST-NET-3)");
  EXPECT_EQ(name_of_use("::/0"), "Unspecified Address");
  EXPECT_EQ(name_of_use("2000::/3"), "IETF Protocol Assignments");
  EXPECT_EQ(name_of_use("192.31.0.0/16"), "none") << "what is inside is reachable";
}

TEST(SpecialUse, TheRegistryIsSortedAndSaysEachBlockOnce) {
  const auto registry = special_use_registry();
  for (std::size_t i = 1; i < registry.size(); ++i) {
    EXPECT_LT(registry[i - 1].prefix, registry[i].prefix) << registry[i].prefix.to_string();
  }
  EXPECT_TRUE(
      std::ranges::all_of(registry, [](const SpecialUse& use) { return use.source.starts_with("RFC "); }));
}

// By the definition, one block after the other.
const SpecialUse* golden_special_use(const Prefix& prefix) {
  const SpecialUse* narrowest = nullptr;
  for (const SpecialUse& use : special_use_registry()) {
    if (!use.prefix.contains(prefix)) continue;
    if (narrowest == nullptr || use.prefix.length() > narrowest->prefix.length()) narrowest = &use;
  }
  if (narrowest != nullptr && narrowest->reachable == Reachable::no) return narrowest;
  for (const SpecialUse& use : special_use_registry()) {
    if (use.reachable == Reachable::no && prefix.contains(use.prefix) && use.prefix != prefix) return &use;
  }
  return nullptr;
}

TEST(SpecialUse, AnswersLikeTheDefinition) {
  std::mt19937_64 random(6890);
  int special = 0;
  for (const SpecialUse& use : special_use_registry()) {
    const Address first = use.prefix.address();
    const Address last = use.prefix.last();
    for (unsigned length = 0; length <= use.prefix.max_length(); ++length) {
      for (const Address& address :
           {first, last, Address::ipv6(first.high(), first.low() ^ (random() & 0xffff)),
            Address::ipv6(first.high() ^ (random() & 0xffff'ffffULL), first.low())}) {
        const Prefix prefix = Prefix::enclosing(address, length);
        ASSERT_EQ(find_special_use(prefix), golden_special_use(prefix)) << prefix.to_string();
        special += find_special_use(prefix) != nullptr ? 1 : 0;
      }
    }
  }
  EXPECT_GT(special, 1000);
  for (int i = 0; i < 20000; ++i) {
    const Prefix prefix = Prefix::enclosing(Address::ipv4(static_cast<std::uint32_t>(random())),
                                            static_cast<unsigned>(random() % 33));
    ASSERT_EQ(find_special_use(prefix), golden_special_use(prefix)) << prefix.to_string();
  }
}

}  // namespace
}  // namespace sallyport::net
