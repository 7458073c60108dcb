#include "gate/gate.h"

#include <gtest/gtest.h>

#include "gate/test_world.h"

namespace sallyport::gate {
namespace {

using namespace std::chrono_literals;

class GateTest : public testing::Test {
 protected:
  Lane& lane(GateSettings settings = {}) {
    gate_.emplace(world_.slot, world_.key, world_.clock, world_.queue, world_.metrics, settings);
    return gate_->open_lane();
  }
  bool counts(std::string_view series, int value) {
    return world_.metrics.text().contains(std::string(series) + " " + std::to_string(value) + "\n");
  }

  TestWorld world_;
  std::optional<Gate> gate_;
};

TEST_F(GateTest, DecidesByTheSnapshot) {
  world_.publish();
  auto& gate = lane();
  const auto allowed = gate.decide(TestWorld::kKey, address("192.0.2.9"));
  EXPECT_EQ(allowed.outcome, Outcome::allowed);
  EXPECT_EQ(allowed.decision.reason, policy::Reason::authorized);
  EXPECT_EQ(gate.decide(TestWorld::kKey, address("198.51.100.1")).decision.reason, policy::Reason::denied);
  EXPECT_EQ(gate.decide(TestWorld::kKey, address("203.0.113.1")).decision.reason,
            policy::Reason::unknown_address);
  EXPECT_EQ(gate.decide(TestWorld::kLearning, address("203.0.113.1")).decision.reason,
            policy::Reason::learned);
  EXPECT_TRUE(counts("sallyport_gate_allowed_total", 2));
  EXPECT_TRUE(counts("sallyport_gate_denied_total", 2));
  EXPECT_TRUE(counts("sallyport_gate_reasons_total{reason=\"unknown_address\"}", 1));
  EXPECT_TRUE(counts("sallyport_gate_generation", 1));
}

// Each reason has a counter of its own, the last ones too.
TEST_F(GateTest, CountsWhatIsSharedAndWhatIsFollowed) {
  using namespace policy;
  snapshot::Builder builder;
  OrganizationPolicy top;
  top.id = OrganizationId{1};
  top.shared.push_back({.prefix = prefix("192.0.2.0/24"), .kind = EntryKind::authorized});
  OrganizationPolicy below;
  below.id = OrganizationId{2};
  below.parent = OrganizationId{1};
  below.entries.push_back(
      {.prefix = prefix("198.51.100.0/24"), .kind = EntryKind::authorized, .source = Source::catalog});
  builder.put(top).value();
  builder.put(below).value();
  CredentialPolicy credential;
  credential.id = CredentialId{1};
  credential.organization = OrganizationId{2};
  credential.fingerprint = world_.key.of(TestWorld::kKey);
  builder.put(credential).value();
  world_.slot.publish(builder.publish().value());
  auto& gate = lane();
  EXPECT_EQ(gate.decide(TestWorld::kKey, address("192.0.2.9")).decision.reason, Reason::shared);
  EXPECT_EQ(gate.decide(TestWorld::kKey, address("198.51.100.9")).decision.reason, Reason::catalog);
  EXPECT_EQ(gate.decide(TestWorld::kKey, address("198.51.100.9")).decision.reason, Reason::catalog);
  EXPECT_TRUE(counts("sallyport_gate_reasons_total{reason=\"shared\"}", 1));
  EXPECT_TRUE(counts("sallyport_gate_reasons_total{reason=\"catalog\"}", 2));
}

TEST_F(GateTest, WithoutASnapshotItFails) {
  auto& gate = lane();
  const auto answer = gate.decide(TestWorld::kKey, address("192.0.2.9"));
  EXPECT_EQ(answer.outcome, Outcome::failed);
  EXPECT_FALSE(answer.lets_through());
  EXPECT_FALSE(gate_->is_ready());
  EXPECT_TRUE(counts("sallyport_gate_failed_total", 1));
  EXPECT_TRUE(counts("sallyport_gate_denied_total", 0));
  world_.publish();
  EXPECT_TRUE(gate_->is_ready());
  EXPECT_EQ(gate.decide(TestWorld::kKey, address("192.0.2.9")).outcome, Outcome::allowed);
}

TEST_F(GateTest, FailingOpenIsCountedApart) {
  auto& gate = lane({.allow_without_snapshot = true});
  const auto answer = gate.decide(TestWorld::kKey, address("203.0.113.1"));
  EXPECT_EQ(answer.outcome, Outcome::failed_open);
  EXPECT_TRUE(answer.lets_through());
  EXPECT_TRUE(gate_->is_ready());
  EXPECT_TRUE(counts("sallyport_gate_failed_open_total", 1));
  world_.publish();
  EXPECT_EQ(gate.decide(TestWorld::kKey, address("203.0.113.1")).outcome, Outcome::denied);
}

TEST_F(GateTest, AnUnknownCredentialIsDeniedUnlessSetOtherwise) {
  world_.publish();
  EXPECT_EQ(lane().decide("somebody-else", address("192.0.2.9")).outcome, Outcome::denied);
  EXPECT_EQ(lane({.allow_unknown_credential = true}).decide("somebody-else", address("192.0.2.9")).outcome,
            Outcome::allowed);
  EXPECT_EQ(lane({.allow_unknown_credential = true}).decide(TestWorld::kKey, address("203.0.113.1")).outcome,
            Outcome::denied);
}

TEST_F(GateTest, KnownCredentialsAreObservedAndUnknownOnesAreNot) {
  auto& gate = lane();
  gate.decide(TestWorld::kKey, address("192.0.2.9"));  // no snapshot: nobody is known
  world_.publish();
  gate.decide("somebody-else", address("192.0.2.9"));
  EXPECT_TRUE(world_.observations().empty());
  gate.decide(TestWorld::kKey, address("192.0.2.9"));
  gate.decide(TestWorld::kKey, address("203.0.113.1"));
  const auto seen = world_.observations();
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0].decision.credential, policy::CredentialId{1});
  EXPECT_EQ(seen[0].first, world_.clock.now());
  EXPECT_EQ(seen[1].decision.verdict, policy::Verdict::deny);
}

TEST_F(GateTest, TickTellsWhatWasCounted) {
  world_.publish();
  auto& gate = lane();
  for (int i = 0; i < 10; ++i) gate.decide(TestWorld::kKey, address("192.0.2.9"));
  EXPECT_EQ(world_.observations().size(), 1u);
  gate.tick();
  EXPECT_EQ(world_.observations().at(0).count, 9u);
  EXPECT_TRUE(counts("sallyport_gate_observations_total", 2));
}

TEST_F(GateTest, DroppedObservationsAreCounted) {
  world_.publish();
  auto& gate = lane();
  for (std::uint32_t i = 0; i < 20; ++i) gate.decide(TestWorld::kKey, net::Address::ipv4(0xc000'0200 + i));
  EXPECT_TRUE(counts("sallyport_gate_observations_dropped_total", 4));
  EXPECT_EQ(world_.observations().size(), 16u);
  gate.decide(TestWorld::kKey, address("192.0.2.19"));
  EXPECT_EQ(world_.observations().at(0).count, 2u);
}

TEST_F(GateTest, TickLetsGoOfAnOldSnapshot) {
  world_.publish();
  const std::weak_ptr<const snapshot::Snapshot> old = world_.slot.current();
  auto& gate = lane();
  gate.decide(TestWorld::kKey, address("192.0.2.9"));
  world_.publish();
  EXPECT_FALSE(old.expired());
  gate.tick();
  EXPECT_TRUE(old.expired());
}

TEST_F(GateTest, RefusalsAreCounted) {
  lane();
  for (int i = 0; i <= static_cast<int>(Refusal::ambiguous_client_address); ++i) {
    gate_->refuse(static_cast<Refusal>(i));
    EXPECT_TRUE(counts(
        "sallyport_gate_reasons_total{reason=\"" + std::string(to_string(static_cast<Refusal>(i))) + "\"}",
        1));
  }
  EXPECT_TRUE(counts("sallyport_gate_denied_total", 2));
  EXPECT_TRUE(counts("sallyport_gate_failed_total", 4));
}

}  // namespace
}  // namespace sallyport::gate
