// What is rendered for an organization, against policy's own decide(), address by address.

#include "app/cli/render/render_allowed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "net/test_addresses.h"
#include "policy/test_world.h"

namespace sallyport::cli {
namespace {

using namespace policy;
using enum EntryKind;
using net::test::prefix;

constexpr Timestamp kNow = policy::test::kNow;
constexpr Timestamp kBefore = kNow - Milliseconds(1);
constexpr Timestamp kAfter = kNow + Milliseconds(1);

// All that a small network and its neighbours have.
std::vector<net::Address> addresses_around() {
  std::vector<net::Address> all;
  for (std::uint32_t i = 0; i < 48; ++i) {
    all.push_back(net::Address::ipv4(0x0a00'0000U + i));
    all.push_back(net::Address::ipv6(0x2001'0db8'0000'0000U, i));
  }
  return all;
}

class RandomLists {
 public:
  explicit RandomLists(unsigned seed) : random_(seed) {}

  unsigned below(unsigned bound) { return static_cast<unsigned>(random_() % bound); }

  // One entry a prefix, within the first 32 addresses of each family.
  std::vector<Entry> list(unsigned most) {
    std::vector<Entry> entries;
    for (unsigned i = below(most + 1); i > 0; --i) {
      const Entry one = entry();
      if (std::ranges::find(entries, one.prefix, &Entry::prefix) == entries.end()) entries.push_back(one);
    }
    return entries;
  }

 private:
  Entry entry() {
    const unsigned number = below(32);
    const auto address = below(2) == 0 ? net::Address::ipv4(0x0a00'0000U + number)
                                       : net::Address::ipv6(0x2001'0db8'0000'0000U, number);
    Entry made{.prefix = net::Prefix::enclosing(address, (address.is_ipv4() ? 32 : 128) - below(7)),
               .kind = std::array{authorized, authorized, denied, removed}[below(4)]};
    made.valid_from = std::array{kAlways, kAlways, kNow, kAfter}[below(4)];
    made.valid_until = std::array{kForever, kForever, kAfter, kNow}[below(4)];
    return made;
  }

  std::mt19937 random_;
};

// An organization below two others, of which each may share and enforce.
Policy random_family(RandomLists& random) {
  OrganizationPolicy organization, above, top;
  organization.id = policy::test::kOrganization;
  organization.parent = above.id = OrganizationId{100};
  above.parent = top.id = OrganizationId{101};
  organization.api.mode = Mode::blocking;
  organization.entries = random.list(8);
  organization.received = random.list(2);
  for (auto* const ancestor : {&above, &top}) {
    ancestor->entries = random.list(5);
    ancestor->shared = random.list(2);
    if (random.below(2) == 0) ancestor->enforced_api = Mode::blocking;
  }
  Policy policy;
  policy.organizations = {organization, above, top};
  policy.credentials.push_back({.id = policy::test::kCredential,
                                .organization = organization.id,
                                .fingerprint = policy::test::kFingerprint,
                                .protection = std::nullopt,
                                .entries = {}});
  return policy;
}

ListsThatCount lists_of(const Policy& policy) {
  ListsThatCount lists;
  const auto add = [&lists](const std::vector<Entry>& entries) {
    lists.entries.insert(lists.entries.end(), entries.begin(), entries.end());
  };
  add(policy.organizations[0].entries);
  add(policy.organizations[0].received);
  for (const auto& organization : policy.organizations) {
    add(organization.shared);
    if (organization.enforced_api) lists.enforcing.push_back(organization.entries);
  }
  return lists;
}

TEST(RenderAllowedTest, IsWhatPolicyAllowsAddressByAddress) {
  const auto addresses = addresses_around();
  RandomLists random(17);
  unsigned allowed = 0, denied_by_entry = 0;
  for (int round = 0; round < 3000; ++round) {
    const Policy policy = random_family(random);
    const auto set = allowed_addresses(lists_of(policy), kNow);
    for (const net::Address& address : addresses) {
      const auto decision = decide(policy, {policy::test::kFingerprint, address}, kNow);
      ASSERT_EQ(set.contains(address), decision.verdict == Verdict::allow)
          << "round " << round << ", " << address.to_string();
      allowed += decision.verdict == Verdict::allow;
      denied_by_entry += decision.reason == Reason::denied;
    }
  }
  EXPECT_GT(allowed, 10'000U);  // or the comparison says little
  EXPECT_GT(denied_by_entry, 10'000U);
}

Entry entry(const char* text, EntryKind kind, Timestamp from = kAlways, Timestamp until = kForever) {
  return {.prefix = prefix(text), .kind = kind, .valid_from = from, .valid_until = until};
}

TEST(RenderAllowedTest, TheMostSpecificPrefixWinsAndAtOneLengthTheDenial) {
  const ListsThatCount lists{
      {entry("10.0.0.0/24", authorized), entry("10.0.0.0/25", denied), entry("10.0.0.0/26", authorized),
       entry("192.0.2.0/24", authorized), entry("192.0.2.0/24", denied)},
      {}};
  EXPECT_EQ(allowed_addresses(lists, kNow),
            net::PrefixSet::of({prefix("10.0.0.0/26"), prefix("10.0.0.128/25")}));
}

TEST(RenderAllowedTest, WhatAnAncestorEnforcesIsDeniedWhateverTheListSays) {
  const ListsThatCount lists{{entry("10.0.0.0/30", authorized), entry("10.0.0.1", authorized)},
                             {{entry("10.0.0.0/31", denied), entry("10.0.0.0", authorized)}}};
  // Its own strongest entry for 10.0.0.0 is no denial.
  EXPECT_EQ(allowed_addresses(lists, kNow), net::PrefixSet::of({prefix("10.0.0.0"), prefix("10.0.0.2/31")}));
}

TEST(RenderAllowedTest, OnlyWhatIsValidNowCounts) {
  const ListsThatCount lists{{entry("10.0.0.0", authorized, kNow), entry("10.0.0.2", authorized, kAfter),
                              entry("10.0.0.4", authorized, kAlways, kNow), entry("10.0.0.6", removed)},
                             {}};
  EXPECT_EQ(allowed_addresses(lists, kNow), net::PrefixSet::of({prefix("10.0.0.0")}));
  EXPECT_TRUE(allowed_addresses(lists, kBefore).contains(prefix("10.0.0.4").address()));
}

TEST(RenderAllowedTest, TellsWhenItIsNotRightAnyMore) {
  const Timestamp later = kNow + Milliseconds(5);
  EXPECT_EQ(next_start_or_end({{entry("10.0.0.0", authorized)}, {}}, kNow), std::nullopt);
  EXPECT_EQ(next_start_or_end({{entry("10.0.0.0", authorized, kAlways, kNow)}, {}}, kNow), std::nullopt);
  EXPECT_EQ(next_start_or_end({{entry("10.0.0.0", removed, kAlways, kAfter)}, {}}, kNow), std::nullopt);
  EXPECT_EQ(
      next_start_or_end(
          {{entry("10.0.0.0", authorized, later)}, {{entry("10.0.0.0", denied, kBefore, kAfter)}}}, kNow),
      kAfter);
}

}  // namespace
}  // namespace sallyport::cli
