// Organizations below others: all small trees against policy::decide(), and what changing one costs.

#include <gtest/gtest.h>

#include "snapshot/test_image.h"
#include "snapshot/test_world.h"

namespace sallyport::snapshot {
namespace {

using policy::CredentialId;
using policy::CredentialPolicy;
using policy::Enforcement;
using policy::EntryKind;
using policy::Mode;
using policy::OrganizationId;
using policy::OrganizationPolicy;
using policy::Reason;

const net::Address kHome = net::Address::ipv4(0x0a00'0001);
const net::Address kNear = net::Address::ipv4(0x0a00'0002);

// Nothing, or one entry: about kHome or about its network, an authorization or a denial.
constexpr unsigned kLists = 5;
std::vector<policy::Entry> list(unsigned choice) {
  if (choice == 0) return {};
  const net::Prefix prefix = net::Prefix::enclosing(kHome, choice < 3 ? 8 : 32);
  return {{.prefix = prefix, .kind = choice % 2 == 0 ? EntryKind::denied : EntryKind::authorized}};
}

std::vector<policy::Entry> hosts(unsigned count) {
  std::vector<policy::Entry> entries;
  for (std::uint32_t i = 0; i < count; ++i)
    entries.push_back(
        {.prefix = net::Prefix(net::Address::ipv4(0x0a00'0001 + i)), .kind = EntryKind::authorized});
  return entries;
}

OrganizationPolicy node(std::uint32_t id, std::uint32_t parent = 0) {
  OrganizationPolicy made;
  made.id = OrganizationId{id};
  made.parent = OrganizationId{parent};
  return made;
}

CredentialPolicy credential(std::uint32_t id, std::uint32_t of) {
  CredentialPolicy made;
  made.id = CredentialId{id};
  made.organization = OrganizationId{of};
  made.fingerprint = {id, ~std::uint64_t{id}};
  return made;
}

policy::Decision ask(const SnapshotPtr& snapshot, std::uint32_t id, net::Address address = kHome) {
  return snapshot->decide({{id, ~std::uint64_t{id}}, address}, {});
}

// Families of three generations, many in one builder, each with a policy of its own to compare with.
class Families {
 public:
  // The child has a credential. Their ids and parents are given here.
  void add(OrganizationPolicy grandparent, OrganizationPolicy parent, OrganizationPolicy child,
           std::vector<policy::Entry> of_credential = {}) {
    const auto first = static_cast<std::uint32_t>(3 * policies_.size() + 1);
    grandparent.id = parent.parent = OrganizationId{first};
    parent.id = child.parent = OrganizationId{first + 1};
    child.id = OrganizationId{first + 2};
    CredentialPolicy asked = credential(first, first + 2);
    asked.entries = std::move(of_credential);
    for (const auto* each : {&grandparent, &parent, &child}) ASSERT_TRUE(builder_.put(*each));
    ASSERT_TRUE(builder_.put(asked));
    policies_.push_back({{std::move(grandparent), std::move(parent), std::move(child)}, {std::move(asked)}});
  }

  void compare() {
    const auto snapshot = builder_.publish().value();
    for (const policy::Policy& policy : policies_) {
      for (const net::Address& address : {kHome, kNear, net::Address::ipv4(1)}) {
        ASSERT_EQ(test::difference(policy, *snapshot, {policy.credentials[0].fingerprint, address}, {}), "");
      }
    }
  }

 private:
  Builder builder_;
  std::vector<policy::Policy> policies_;
};

TEST(Tree, SharesAsThePolicyDoesInEverySmallCase) {
  Families families;
  for (unsigned choice = 0; choice < kLists * kLists * kLists * kLists * kLists * 2; ++choice) {
    unsigned rest = choice / 2;
    const auto next = [&] { return list(std::exchange(rest, rest / kLists) % kLists); };
    OrganizationPolicy grandparent, parent, child;
    child.api.mode = choice % 2 == 0 ? Mode::blocking : Mode::learning;
    grandparent.shared = next();
    parent.shared = next();
    child.received = next();
    child.entries = next();
    families.add(std::move(grandparent), std::move(parent), std::move(child), next());
  }
  families.compare();
}

TEST(Tree, EnforcesAsThePolicyDoesInEverySmallCase) {
  Families families;
  for (unsigned choice = 0; choice < kLists * kLists * kLists * 4 * 4 * 6; ++choice) {
    unsigned rest = choice;
    const auto below = [&](unsigned bound) { return std::exchange(rest, rest / bound) % bound; };
    const auto enforcement = [&] {
      const unsigned mode = below(4);
      return mode == 3 ? Enforcement() : static_cast<Mode>(mode);
    };
    OrganizationPolicy grandparent, parent, child;
    grandparent.enforced_api = enforcement();
    parent.enforced_api = enforcement();
    child.api.mode = static_cast<Mode>(below(3));
    child.api.dry_run = below(2) != 0;
    grandparent.entries = list(below(kLists));
    parent.entries = list(below(kLists));
    child.entries = list(below(kLists));
    families.add(std::move(grandparent), std::move(parent), std::move(child));
  }
  families.compare();
}

TEST(Tree, IsAsDeepAsItMayBeAndNotDeeper) {
  Builder builder;
  for (std::uint32_t id = 1; id <= policy::kMostLevels; ++id) {
    OrganizationPolicy level = node(id, id - 1);
    if (id == 1) level.shared = hosts(1);
    if (id > 1) level.received = {{.prefix = net::Prefix(kNear), .kind = EntryKind::authorized}};
    ASSERT_TRUE(builder.put(level));
  }
  EXPECT_EQ(builder.put(node(99, policy::kMostLevels)).error().code, ErrorCode::malformed_request);
  ASSERT_TRUE(builder.put(credential(1, policy::kMostLevels)));
  const auto snapshot = builder.publish().value();
  EXPECT_EQ(ask(snapshot, 1).reason, Reason::shared);
  EXPECT_EQ(ask(snapshot, 1, kNear).reason, Reason::shared);
}

TEST(Tree, RefusesWhatIsNone) {
  Builder builder;
  EXPECT_EQ(builder.put(node(2, 1)).error().code, ErrorCode::unknown_organization);
  EXPECT_EQ(builder.put(node(2, 2)).error().code, ErrorCode::unknown_organization);
  ASSERT_TRUE(builder.put(node(1)));
  ASSERT_TRUE(builder.put(node(2, 1)));
  ASSERT_TRUE(builder.put(node(3)));
  EXPECT_EQ(builder.put(node(2, 2)).error().code, ErrorCode::malformed_request);
  EXPECT_EQ(builder.put(node(2, 3)).error().code, ErrorCode::malformed_request);
  EXPECT_EQ(builder.put(node(2)).error().code, ErrorCode::malformed_request);
  EXPECT_EQ(builder.put(node(1, 2)).error().code, ErrorCode::malformed_request);
  OrganizationPolicy receiver = node(3);
  receiver.received = hosts(1);
  EXPECT_EQ(builder.put(receiver).error().code, ErrorCode::malformed_request);
}

TEST(Tree, ARefusedChangeLeavesAllPartsAsTheyWere) {
  Builder builder;
  OrganizationPolicy parent = node(1);
  parent.shared = hosts(1);
  ASSERT_TRUE(builder.put(parent));
  OrganizationPolicy child = node(2, 1);
  child.received = {{.prefix = net::Prefix(kNear), .kind = EntryKind::authorized}};
  ASSERT_TRUE(builder.put(child));
  ASSERT_TRUE(builder.put(credential(1, 2)));

  OrganizationPolicy twice = node(1);
  twice.entries = hosts(20);
  twice.enforced_api = Mode::blocking;
  twice.shared = hosts(30);
  twice.shared.push_back(twice.shared[0]);
  EXPECT_EQ(builder.put(twice).error().code, ErrorCode::duplicate);
  twice = node(2, 1);
  twice.entries = hosts(20);
  twice.shared = hosts(20);
  twice.received = {child.received[0], child.received[0]};
  EXPECT_EQ(builder.put(twice).error().code, ErrorCode::duplicate);
  const auto snapshot = builder.publish().value();
  EXPECT_EQ(ask(snapshot, 1).reason, Reason::shared);
  EXPECT_EQ(ask(snapshot, 1, kNear).reason, Reason::shared);
  EXPECT_EQ(ask(snapshot, 1, net::Address::ipv4(0x0a00'0003)).reason, Reason::unknown_address);
}

TEST(Tree, ChangingAParentCostsNothingForThoseBelow) {
  Builder builder;
  ASSERT_TRUE(builder.put(node(1)));
  for (std::uint32_t id = 2; id <= 20'000; ++id) {
    ASSERT_TRUE(builder.put(node(id, 1)));
    ASSERT_TRUE(builder.put(credential(id, id)));
  }
  const auto first = builder.publish().value();
  OrganizationPolicy parent = node(1);
  parent.shared = hosts(8);
  parent.enforced_api = Mode::blocking;
  ASSERT_TRUE(builder.put(parent));
  const auto second = builder.publish().value();
  EXPECT_LE(test::pages_not_shared(*first, *second), 2U);  // of its record, and of what it shares
  for (const std::uint32_t id : {2U, 9'999U, 20'000U}) {
    EXPECT_EQ(ask(first, id).reason, Reason::unknown_address);
    EXPECT_EQ(ask(second, id).reason, Reason::shared);
  }
}

std::uint32_t records_of(const SnapshotPtr& snapshot) {
  return reinterpret_cast<const Root*>(snapshot->image().page(snapshot->root_page()))->scopes;
}

TEST(Tree, RecordsAreUsedAgain) {
  Builder builder;
  ASSERT_TRUE(builder.put(node(1)));
  const std::uint32_t before = records_of(builder.publish().value());
  for (unsigned round = 0; round < 100; ++round) {
    OrganizationPolicy parent = node(1);
    parent.shared = hosts(round % 3 * 8);
    ASSERT_TRUE(builder.put(parent));
    OrganizationPolicy child = node(2, 1);
    child.shared = hosts(round % 2 * 9);
    child.received = hosts(round % 5 * 3);
    ASSERT_TRUE(builder.put(child));
    child.received = hosts((round + 1) % 5 * 3);
    ASSERT_TRUE(builder.put(child));
    builder.erase(OrganizationId{2});
    EXPECT_LE(records_of(builder.publish().value()), before + 4);
  }
}

TEST(Tree, AnOrphanAsksNobody) {
  Builder builder;
  OrganizationPolicy parent = node(1);
  parent.enforced_api = Mode::off;
  parent.shared = hosts(1);
  ASSERT_TRUE(builder.put(parent));
  ASSERT_TRUE(builder.put(node(2, 1)));
  ASSERT_TRUE(builder.put(credential(1, 2)));
  builder.erase(OrganizationId{1});  // against the contract
  OrganizationPolicy other = node(3);
  other.shared = hosts(1);
  ASSERT_TRUE(builder.put(other));
  const auto snapshot = builder.publish().value();
  EXPECT_EQ(ask(snapshot, 1).reason, Reason::unknown_address);
  EXPECT_EQ(builder.put(node(2, 3)).error().code, ErrorCode::malformed_request);
  builder.erase(CredentialId{1});
  builder.erase(OrganizationId{2});
  const std::uint32_t records = records_of(builder.publish().value());
  ASSERT_TRUE(builder.put(node(4)));  // takes a record that the orphan or its parent held
  ASSERT_TRUE(builder.put(node(5)));
  EXPECT_EQ(records_of(builder.publish().value()), records);
}

}  // namespace
}  // namespace sallyport::snapshot
