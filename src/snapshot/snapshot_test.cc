// The snapshot against the policy that it was built from: random worlds, all generations, many readers.

#include "snapshot/snapshot.h"

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <thread>

#include "snapshot/slot.h"
#include "snapshot/test_world.h"

namespace sallyport::snapshot {
namespace {

struct Generation {
  policy::Policy policy;
  SnapshotPtr snapshot;
};

class RandomWorlds : public testing::TestWithParam<unsigned> {};

TEST_P(RandomWorlds, EveryLivingGenerationAnswersAsItsPolicy) {
  test::RandomChoices choices(GetParam());
  test::World world;
  std::deque<Generation> living;
  for (unsigned generation = 1; generation <= 120; ++generation) {
    for (unsigned changes = 1 + choices.below(8); changes > 0; --changes)
      ASSERT_EQ(world.change(choices), "");
    auto snapshot = world.publish();
    ASSERT_TRUE(snapshot) << snapshot.error().detail;
    ASSERT_EQ((*snapshot)->generation(), generation);
    ASSERT_EQ(test::difference(world.policy(), **snapshot, choices, 120), "");
    living.push_back({world.policy(), *snapshot});
    while (living.size() > 1 + choices.below(8)) living.erase(living.begin() + choices.below(8) % 2);
    for (const Generation& old : living)
      ASSERT_EQ(test::difference(old.policy, *old.snapshot, choices, 4), "");
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomWorlds, testing::Range(1U, 13U));

TEST(Snapshot, OfNothingKnowsNobody) {
  Builder builder;
  const auto snapshot = builder.publish();
  ASSERT_TRUE(snapshot);
  const auto decision = (*snapshot)->decide({{0, 0}, net::Address::ipv4(1)}, {});
  EXPECT_EQ(decision.verdict, policy::Verdict::deny);
  EXPECT_EQ(decision.reason, policy::Reason::unknown_credential);
  EXPECT_EQ(decision.generation, 1U);
}

TEST(Snapshot, OutlivesItsBuilder) {
  SnapshotPtr snapshot;
  policy::Policy policy;
  {
    Builder builder;
    policy.organizations.resize(1);
    policy.organizations[0].id = policy::OrganizationId{1};
    policy.credentials.push_back({policy::CredentialId{1}, policy::OrganizationId{1}, {1, 1}, {}, {}, {}});
    ASSERT_TRUE(builder.put(policy.organizations[0]));
    ASSERT_TRUE(builder.put(policy.credentials[0]));
    snapshot = builder.publish().value();
  }
  EXPECT_EQ(test::difference(policy, *snapshot, {{1, 1}, net::Address::ipv4(1)}, {}), "");
}

TEST(Slot, AReaderSeesNothingThenWhatWasPublishedLast) {
  Slot slot;
  Reader reader(slot);
  EXPECT_EQ(reader.current(), nullptr);
  Builder builder;
  slot.publish(builder.publish().value());
  EXPECT_EQ(reader.current()->generation(), 1U);
  slot.publish(builder.publish().value());
  EXPECT_EQ(reader.current()->generation(), 2U);
  EXPECT_EQ(slot.current()->generation(), 2U);
}

// Each generation authorizes exactly one address, its own number: a reader that saw half of two generations,
// or a page that was reused too early, would get another answer.
TEST(Slot, ReadersSeeWholeGenerationsWhileTheBuilderPublishes) {
  constexpr std::uint32_t kGenerations = 400;
  constexpr std::uint32_t kOrganizations = 4;
  Slot slot;
  Builder builder;
  const auto publish_next = [&](std::uint32_t generation) {
    for (std::uint32_t i = 1; i <= kOrganizations; ++i) {
      policy::OrganizationPolicy organization;
      organization.id = policy::OrganizationId{i};
      organization.entries.push_back(
          {.prefix = net::Prefix(net::Address::ipv4(generation)), .kind = policy::EntryKind::authorized});
      // Half of them in lists of their own.
      for (std::uint32_t j = 0; j < (i % 2) * 12; ++j) {
        organization.entries.push_back({.prefix = net::Prefix(net::Address::ipv4(0x0a00'0000U + j))});
      }
      ASSERT_TRUE(builder.put(organization));
      ASSERT_TRUE(builder.put({.id = policy::CredentialId{i},
                               .organization = organization.id,
                               .fingerprint = {i, generation},
                               .channel = {},
                               .protection = {},
                               .entries = {}}));
    }
    auto snapshot = builder.publish();
    ASSERT_TRUE(snapshot) << snapshot.error().detail;
    slot.publish(*snapshot);
  };
  publish_next(1);

  std::atomic<bool> done{false};
  std::atomic<unsigned> wrong{0};
  const auto read = [&] {
    Reader reader(slot);
    while (!done.load(std::memory_order_relaxed)) {
      const Snapshot& snapshot = *reader.current();
      const auto generation = static_cast<std::uint32_t>(snapshot.generation());
      for (std::uint32_t i = 1; i <= kOrganizations; ++i) {
        const auto own = snapshot.decide({{i, generation}, net::Address::ipv4(generation)}, {});
        const auto next = snapshot.decide({{i, generation}, net::Address::ipv4(generation + 1)}, {});
        const bool right = own.reason == policy::Reason::authorized && own.generation == generation &&
                           next.reason == policy::Reason::unknown_address;
        if (!right) ++wrong;
      }
    }
  };
  std::thread first(read);
  std::thread second(read);
  for (std::uint32_t generation = 2; generation <= kGenerations; ++generation) publish_next(generation);
  done = true;
  first.join();
  second.join();
  EXPECT_EQ(wrong.load(), 0U);
}

}  // namespace
}  // namespace sallyport::snapshot
