// R4, R5, R6: learning, how it ends, and that nothing but watched time ends it.

#include "control/test_world.h"

namespace sallyport::control {
namespace {

using policy::Mode;
using policy::Reason;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class LearningTest : public testing::Test {
 protected:
  LearningTest() { world.make_acme(); }
  TestWorld world;
};

TEST_F(LearningTest, NewAddressAuthorizesItsNetwork) {
  EXPECT_EQ(world.request("acme", "web", "192.0.2.10"), Reason::learned);
  EXPECT_EQ(world.request("acme", "web", "192.0.2.77"), Reason::authorized);
  EXPECT_EQ(world.request("acme", "web", "2001:db8:1:2::3"), Reason::learned);
  EXPECT_EQ(world.listed({"acme", {}}), "192.0.2.0/24, 2001:db8:1:2::/64");
  const auto entry =
      must(world.control->lists().entries({"acme", {}}, policy::EntryKind::authorized, {1, {}})).items[0];
  EXPECT_EQ(entry.entry.source, policy::Source::learned);
  EXPECT_EQ(entry.hits, 2u);
  EXPECT_EQ(entry.by, "learning");
  EXPECT_TRUE(must(world.control->directory().credential("acme", "web")).last_used);
}

TEST_F(LearningTest, WidthIsSettable) {
  ProtectionChange change;
  change.learned_ipv4 = 32;
  change.learned_ipv6 = 48;
  must(world.control->protections().change(world.admin, {"acme", {}}, Channel::api, change));
  world.request("acme", "web", "192.0.2.10");
  world.request("acme", "web", "2001:db8:1:2::3");
  EXPECT_EQ(world.listed({"acme", {}}), "192.0.2.10, 2001:db8:1::/48");
}

TEST_F(LearningTest, TurnsToBlockingExactlyWhenTheQuietPeriodIsOver) {
  world.request("acme", "web", "192.0.2.10");
  world.advance(days(29));
  EXPECT_EQ(world.request("acme", "web", "192.0.2.77"), Reason::authorized);
  world.advance(days(1) - seconds(1));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::learning);
  EXPECT_TRUE(world.mailbox.mails.empty());
  world.advance(seconds(1));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::blocking);
  EXPECT_EQ(must(world.control->protections().status({"acme", {}}, Channel::smtp)).settings.mode,
            Mode::learning);
  ASSERT_EQ(world.mailbox.mails.size(), 1u);
  const auto& news = std::get<BlockingNotification>(world.mailbox.mails[0].content).items.at(0);
  EXPECT_EQ(news.channel, Channel::api);
  EXPECT_EQ(news.authorized, 1u);
  EXPECT_EQ(world.request("acme", "web", "198.51.100.7"), Reason::unknown_address);
  const auto audit = must(world.control->audit().list("acme", {1, {}})).items;
  EXPECT_EQ(audit[0].actor.name, "quiet period");
}

TEST_F(LearningTest, GoesOnUntilAKnownAddressWasUsedAgain) {
  world.request("acme", "web", "192.0.2.10");
  world.advance(days(90));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::learning);
  EXPECT_EQ(world.request("acme", "web", "192.0.2.11"), Reason::authorized);
  EXPECT_EQ(world.mode({"acme", {}}), Mode::blocking);  // at once: the period has long passed
}

TEST_F(LearningTest, EachNewNetworkStartsTheQuietPeriodAnew) {
  world.request("acme", "web", "192.0.2.10");
  world.request("acme", "web", "192.0.2.10");
  world.advance(days(20));
  world.request("acme", "web", "198.51.100.1");
  world.request("acme", "web", "198.51.100.1");
  world.advance(days(29));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::learning);
  EXPECT_EQ(must(world.control->protections().status({"acme", {}}, Channel::api)).quiet_for, days(29));
  world.advance(days(1));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::blocking);
}

TEST_F(LearningTest, SettingLearningStartsAnew) {
  world.request("acme", "web", "192.0.2.10");
  world.request("acme", "web", "192.0.2.10");
  world.advance(days(29));
  world.mode({"acme", {}}, Mode::blocking);
  world.mode({"acme", {}}, Mode::learning);
  EXPECT_EQ(must(world.control->protections().status({"acme", {}}, Channel::api)).quiet_for, seconds(0));
  world.advance(days(29));
  EXPECT_EQ(world.request("acme", "web", "192.0.2.10"), Reason::authorized);
  EXPECT_EQ(world.mode({"acme", {}}), Mode::learning);
  world.advance(days(1) - seconds(1));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::learning);
  world.advance(seconds(1));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::blocking);
}

TEST_F(LearningTest, WhatWasNeverUsedStartsWithItsFirstUse) {
  world.mode({"acme", {}}, Mode::blocking);
  world.mode({"acme", {}}, Mode::learning);
  EXPECT_FALSE(must(world.control->protections().status({"acme", {}}, Channel::api)).quiet_for);
  world.advance(days(40));
  world.authorize({"acme", {}}, "192.0.2.0/24");
  EXPECT_EQ(world.request("acme", "web", "192.0.2.10"), Reason::authorized);  // which proves it, too
  world.advance(days(30) - seconds(1));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::learning);
  world.advance(seconds(1));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::blocking);
}

TEST_F(LearningTest, WhatIsSetAsItIsChangesNothing) {
  world.request("acme", "web", "192.0.2.10");
  world.request("acme", "web", "192.0.2.10");
  world.advance(days(29));
  const auto records = must(world.control->audit().count("acme"));
  ProtectionChange same;
  same.mode = Mode::learning;
  same.dry_run = false;
  same.quiet_period = days(30);
  same.learned_ipv4 = 24;
  same.learned_ipv6 = 64;
  must(world.control->protections().change(world.admin, {"acme", {}}, std::nullopt, same));
  EXPECT_EQ(must(world.control->audit().count("acme")), records);
  world.advance(days(1));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::blocking);
}

TEST_F(LearningTest, TheMailSaysWhetherAnythingIsEnforced) {
  ProtectionChange dry_run;
  dry_run.dry_run = true;
  must(world.control->protections().change(world.admin, {"acme", {}}, Channel::api, dry_run));
  world.request("acme", "web", "192.0.2.10");
  world.request("acme", "web", "192.0.2.10");
  world.advance(days(30));
  ASSERT_EQ(world.mailbox.mails.size(), 1u);
  EXPECT_TRUE(std::get<BlockingNotification>(world.mailbox.mails[0].content).items.at(0).dry_run);
}

TEST_F(LearningTest, ChannelsThatTurnAtOneMomentAreToldOfInOneMail) {
  must(
      world.control->directory().create_credential(world.admin, "acme", "post", Channel::smtp, std::nullopt));
  world.request("acme", "web", "192.0.2.10");
  world.request("acme", "post", "198.51.100.10");
  world.request("acme", "web", "192.0.2.10");
  world.request("acme", "post", "198.51.100.10");
  world.advance(days(30));
  ASSERT_EQ(world.mailbox.mails.size(), 1u);
  const auto& items = std::get<BlockingNotification>(world.mailbox.mails[0].content).items;
  ASSERT_EQ(items.size(), 2u);
  EXPECT_NE(items[0].channel, items[1].channel);
}

TEST_F(LearningTest, ShorterQuietPeriodCountsFromTheSameStart) {
  world.request("acme", "web", "192.0.2.10");
  world.request("acme", "web", "192.0.2.10");
  world.advance(days(10));
  ProtectionChange change;
  change.quiet_period = days(11);
  must(world.control->protections().change(world.admin, {"acme", {}}, std::nullopt, change));
  world.advance(days(1));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::blocking);
}

TEST_F(LearningTest, NeverBlocksWithAnEmptyList) {
  world.request("acme", "web", "192.0.2.10");
  world.request("acme", "web", "192.0.2.10");
  must(world.control->lists().remove(world.admin, {"acme", {}}, prefix("192.0.2.0/24"), std::nullopt, true));
  world.advance(days(60));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::learning);
}

TEST_F(LearningTest, ClockJumpsChangeNothing) {
  world.request("acme", "web", "192.0.2.10");
  world.request("acme", "web", "192.0.2.10");
  for (const auto jump : {days(31), -days(3650), days(20'000)}) {
    world.clock.set_wall(world.clock.now() + jump);
    world.advance(hours(1));
    EXPECT_EQ(world.mode({"acme", {}}), Mode::learning);
  }
  world.advance(days(30) - hours(3) - seconds(1));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::learning);
  world.advance(seconds(1));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::blocking);
}

TEST_F(LearningTest, TimeInWhichNobodyWatchedDoesNotCount) {
  world.request("acme", "web", "192.0.2.10");
  world.request("acme", "web", "192.0.2.10");
  world.advance(days(10));
  world.restart();
  world.clock.advance(days(60));  // no daemon runs: this control has not looked yet, and will be made anew
  world.restart(false);
  world.advance(seconds(1));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::learning);
  world.clock.advance(days(60));  // the process was stopped: one look before, one after
  must(world.control->loop().run_due());
  EXPECT_EQ(world.mode({"acme", {}}), Mode::learning);
  world.advance(days(20) - hours(1) - seconds(2));  // a gap counts as one hour
  EXPECT_EQ(world.mode({"acme", {}}), Mode::learning);
  world.advance(seconds(1));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::blocking);
}

TEST_F(LearningTest, AKillLosesAtMostTheTimeSinceTheLastHeartbeat) {
  world.request("acme", "web", "192.0.2.10");
  world.request("acme", "web", "192.0.2.10");
  world.advance(days(29) + minutes(5));
  world.restart(false);
  world.advance(days(1) - minutes(5));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::learning);
  world.advance(minutes(10));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::blocking);
}

TEST_F(LearningTest, WhatAPersonRemovedIsNotLearnedAgain) {
  world.request("acme", "web", "192.0.2.10");
  must(world.control->lists().remove(world.ann, {"acme", {}}, prefix("192.0.2.0/24"), std::nullopt, true));
  EXPECT_EQ(world.request("acme", "web", "192.0.2.10"), Reason::unknown_address);
  EXPECT_EQ(world.listed({"acme", {}}), "none");
  EXPECT_EQ(world.listed({"acme", {}}, policy::EntryKind::removed), "192.0.2.0/24");
  EXPECT_EQ(world.alerts("acme", AlertState::open).size(), 1u);
  world.authorize({"acme", {}}, "192.0.0.0/16");  // covers the removal, and so lifts it
  EXPECT_EQ(world.listed({"acme", {}}, policy::EntryKind::removed), "none");
  EXPECT_EQ(world.request("acme", "web", "192.0.2.10"), Reason::authorized);
}

TEST_F(LearningTest, LearnsAroundWhatWasRemoved) {
  ProtectionChange change;
  change.learned_ipv4 = 32;
  must(world.control->protections().change(world.admin, {"acme", {}}, std::nullopt, change));
  world.request("acme", "web", "192.0.2.10");
  must(world.control->lists().remove(world.ann, {"acme", {}}, prefix("192.0.2.10"), std::nullopt, true));
  change.learned_ipv4 = 24;
  must(world.control->protections().change(world.admin, {"acme", {}}, std::nullopt, change));
  EXPECT_EQ(world.request("acme", "web", "192.0.2.200"), Reason::learned);
  EXPECT_EQ(world.listed({"acme", {}}), "192.0.2.128/25");
  EXPECT_EQ(world.request("acme", "web", "192.0.2.10"), Reason::unknown_address);
}

TEST_F(LearningTest, ACredentialWithItsOwnProtectionLearnsIntoItsOwnList) {
  must(
      world.control->directory().create_credential(world.admin, "acme", "batch", Channel::api, std::nullopt));
  ProtectionChange change;
  change.quiet_period = days(5);
  must(world.control->protections().change(world.admin, {"acme", "batch"}, std::nullopt, change));
  world.request("acme", "batch", "192.0.2.10");
  world.request("acme", "web", "198.51.100.1");
  EXPECT_EQ(world.listed({"acme", "batch"}), "192.0.2.0/24");
  EXPECT_EQ(world.listed({"acme", {}}), "198.51.100.0/24");
  world.request("acme", "batch", "192.0.2.10");
  world.advance(days(5));
  EXPECT_EQ(world.mode({"acme", "batch"}), Mode::blocking);
  EXPECT_EQ(world.mode({"acme", {}}), Mode::learning);
  EXPECT_EQ(std::get<BlockingNotification>(world.mailbox.mails.at(0).content).items.at(0).credential,
            "batch");
  must(world.control->protections().inherit(world.admin, {"acme", "batch"}));
  EXPECT_TRUE(must(world.control->protections().status({"acme", "batch"}, Channel::api)).inherited);
  EXPECT_EQ(world.request("acme", "batch", "192.0.2.10"), Reason::authorized);  // its own list stays
}

// One after the other or all at once: the same lists, hits and protection.
TEST_F(LearningTest, ABatchIsItsObservationsOneByOne) {
  TestWorld other;
  other.make_acme();
  const std::vector<std::string> uses = {"192.0.2.1", "192.0.2.2",    "198.51.100.1", "192.0.2.3",
                                         "192.0.2.1", "198.51.100.1", "2001:db8::1",  "2001:db8::2"};
  std::vector<policy::Observation> batch;
  for (const std::string& use : uses) batch.push_back(world.observe("acme", "web", use));
  must(world.control->loop().record(batch));
  for (const std::string& use : uses) other.request("acme", "web", use);
  EXPECT_EQ(world.listed({"acme", {}}), other.listed({"acme", {}}));
  const auto one =
      must(world.control->lists().entries({"acme", {}}, policy::EntryKind::authorized, {10, {}})).items;
  const auto two =
      must(other.control->lists().entries({"acme", {}}, policy::EntryKind::authorized, {10, {}})).items;
  ASSERT_EQ(one.size(), 3u);
  for (std::size_t i = 0; i < one.size(); ++i) EXPECT_EQ(one[i].hits, two[i].hits);
  for (TestWorld* each : {&world, &other}) {
    each->advance(days(30));
    EXPECT_EQ(each->mode({"acme", {}}), Mode::blocking);
  }
}

TEST_F(LearningTest, EndsWithinABatchToo) {
  world.request("acme", "web", "192.0.2.10");
  world.advance(days(31));
  const std::vector<policy::Observation> batch = {world.observe("acme", "web", "192.0.2.10"),
                                                  world.observe("acme", "web", "198.51.100.1")};
  ASSERT_EQ(batch[1].decision.reason, Reason::learned);
  must(world.control->loop().record(batch));
  EXPECT_EQ(world.mode({"acme", {}}), Mode::blocking);
  EXPECT_EQ(world.listed({"acme", {}}), "192.0.2.0/24");
  EXPECT_EQ(world.unauthorized("acme"), "198.51.100.1");
}

TEST_F(LearningTest, AListThatIsFullLearnsNoMore) {
  ControlSettings settings;
  settings.entries_per_list = 2;
  TestWorld small(settings);
  small.make_acme();
  for (const char* from : {"192.0.2.1", "198.51.100.1", "203.0.113.1"}) small.request("acme", "web", from);
  EXPECT_EQ(small.listed({"acme", {}}), "192.0.2.0/24, 198.51.100.0/24");
  EXPECT_EQ(small.decide("acme", "web", "203.0.113.1").reason, Reason::learned);
}

TEST_F(LearningTest, WhatIsLearnedIsNoLongerUnauthorized) {
  world.mode({"acme", {}}, Mode::blocking);
  world.request("acme", "web", "192.0.2.1");
  EXPECT_EQ(world.unauthorized("acme"), "192.0.2.1");
  world.mode({"acme", {}}, Mode::learning);
  EXPECT_EQ(world.request("acme", "web", "192.0.2.2"), Reason::learned);
  EXPECT_EQ(world.unauthorized("acme"), "none");
  EXPECT_EQ(world.alerts("acme").at(0).answered_by, "learning");
}

TEST_F(LearningTest, DeniedUsesDoNotCountAsUses) {
  world.mode({"acme", {}}, Mode::blocking);
  EXPECT_EQ(world.request("acme", "web", "192.0.2.1"), Reason::unknown_address);
  EXPECT_FALSE(must(world.control->directory().credential("acme", "web")).last_used);
}

TEST_F(LearningTest, OffAndDryRunOnlyLeaveActivity) {
  world.mode({"acme", {}}, Mode::off);
  EXPECT_EQ(world.request("acme", "web", "192.0.2.1"), Reason::protection_off);
  world.mode({"acme", {}}, Mode::blocking);
  ProtectionChange change;
  change.dry_run = true;
  must(world.control->protections().change(world.admin, {"acme", {}}, std::nullopt, change));
  EXPECT_EQ(world.request("acme", "web", "192.0.2.2"), Reason::dry_run);
  EXPECT_EQ(world.listed({"acme", {}}), "none");
  EXPECT_EQ(world.unauthorized("acme"), "none");
  EXPECT_TRUE(world.alerts("acme").empty());
  const auto activity = must(world.control->lists().activity("acme", {10, {}})).items;
  ASSERT_EQ(activity.size(), 2u);
  EXPECT_EQ(activity[0].reason, Reason::dry_run);
  EXPECT_EQ(activity[1].reason, Reason::protection_off);
}

}  // namespace
}  // namespace sallyport::control
