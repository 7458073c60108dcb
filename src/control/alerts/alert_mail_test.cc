// Who is told of which alerts, while the mail server is down, people come and go, and alerts are answered.

#include <set>

#include "control/test_world.h"

namespace sallyport::control {
namespace {

using policy::Mode;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class AlertMailTest : public testing::Test {
 protected:
  AlertMailTest() {
    world.make_acme();
    world.mode({"acme", {}}, Mode::blocking);
  }
  Directory directory() { return world.control->directory(); }
  Names recipients() const {
    Names names;
    for (const Notification& mail : world.mailbox.mails) names.push_back(mail.recipient);
    return names;
  }
  std::size_t items(std::size_t mail) const {
    return std::get<AlertNotification>(world.mailbox.mails.at(mail).content).items.size();
  }
  std::uint64_t waiting() { return world.control->statistics().outbox_waiting; }
  void answer(const Alert& alert) {
    must(world.control->alerts().answer(world.ann, "acme", alert.id, {.action = Action::authorize}));
  }

  TestWorld world;
};

TEST_F(AlertMailTest, FiveDaysWithoutAMailServerAreOneMailForEachMember) {
  must(directory().add_member(world.admin, "acme", "bob@acme.example", {.owner = true}));
  world.mailbox.down = true;
  for (int hour = 0; hour < 5 * 24; ++hour) {
    world.request("acme", "web", "10.0." + std::to_string(hour) + ".1");
    if (hour % 2 == 1) answer(world.alerts("acme", AlertState::open).at(0));
    world.advance(hours(1));
    EXPECT_EQ(waiting(), 2U) << hour;
    if (hour == 50) world.restart();
  }
  world.mailbox.down = false;
  world.advance(hours(1));
  EXPECT_EQ(recipients(), (Names{"ann@acme.example", "bob@acme.example"}));
  const auto& mail = world.mailbox.newest_alert();
  EXPECT_EQ(mail.items.size() + mail.more, 60U);         // those that are open yet
  EXPECT_GT(mail.expires, world.clock.now() + days(5));  // links are made anew once a day at least
  for (const auto& item : mail.items) {
    EXPECT_TRUE(world.control->alerts().open(item.authorize_token).has_value()) << item.address.to_string();
  }
  EXPECT_EQ(waiting(), 0U);
  world.advance(hours(5));
  EXPECT_EQ(world.mailbox.mails.size(), 2U);
  // R8 holds after it: fifteen minutes from when it left.
  world.request("acme", "web", "203.0.113.1");
  EXPECT_EQ(world.mailbox.mails.size(), 4U);
}

TEST_F(AlertMailTest, WhereAllWasAnsweredMeanwhileNoMailLeaves) {
  world.mailbox.down = true;
  world.request("acme", "web", "198.51.100.7");
  answer(world.alerts("acme").at(0));
  world.mailbox.down = false;
  world.advance(hours(1));
  EXPECT_TRUE(world.mailbox.mails.empty());
  EXPECT_EQ(waiting(), 0U);
}

TEST_F(AlertMailTest, WhenTheServerIsBackWhatWaitsLeavesInOrder) {
  must(directory().create_organization(world.admin, "other"));
  must(directory().create_credential(world.admin, "other", "k", Channel::api, std::nullopt));
  must(directory().add_member(world.admin, "other", "zoe@other.example", {.owner = true}));
  world.mode({"other", {}}, Mode::blocking);
  world.mailbox.down = true;
  world.request("acme", "web", "198.51.100.7");
  for (int hour = 0; hour < 10; ++hour) world.advance(hours(1));
  world.request("other", "k", "198.51.100.7");  // the newer one is due again first
  world.advance(minutes(30));
  world.mailbox.down = false;
  for (int minute = 0; minute < 70 && world.mailbox.mails.empty(); ++minute) world.advance(minutes(1));
  EXPECT_EQ(world.mailbox.mails.size(), 2U);  // one success, and the other does not wait for its hour
}

TEST_F(AlertMailTest, ASecondAttemptIsTheSameMailUntilThereAreNews) {
  world.mailbox.down = true;
  world.request("acme", "web", "198.51.100.7");
  world.advance(minutes(3));
  EXPECT_EQ(world.mailbox.tried.size(), 2U);
  EXPECT_EQ(std::set<std::string>(world.mailbox.tried.begin(), world.mailbox.tried.end()).size(), 1U);
  world.request("acme", "web", "203.0.113.1");
  world.mailbox.down = false;
  world.advance(hours(1));
  ASSERT_EQ(world.mailbox.mails.size(), 1U);
  EXPECT_EQ(items(0), 2U);
  EXPECT_NE(world.mailbox.mails.at(0).id, world.mailbox.tried.at(0));
}

// To hand a mail over takes seconds, and the last one may have left long ago.
TEST_F(AlertMailTest, WhatOpensWhileAMailIsUnderWayIsToldToo) {
  struct Slow : Notifier {
    explicit Slow(TestWorld& at) : here(at) {}
    Result<void> send(const Notification& mail) override {
      for (const auto& item : std::get<AlertNotification>(mail.content).items) {
        told.push_back(item.address.to_string());
      }
      if (told.size() > 1) return {};
      here.clock.advance(hours(1));
      const auto observation = here.observe("acme", "web", "203.0.113.1");
      must(here.control->loop().record({&observation, 1}));
      return {};
    }
    TestWorld& here;
    Names told;
  } notifier(world);
  const auto observation = world.observe("acme", "web", "198.51.100.7");
  must(world.control->loop().record({&observation, 1}));
  for (int minute = 0; minute < 60; ++minute) {
    must(world.control->loop().run_due());
    must(world.control->loop().deliver(notifier));
    world.clock.advance(minutes(1));
  }
  EXPECT_EQ(notifier.told, (Names{"198.51.100.7", "203.0.113.1"}));
}

// Three of them in a row are no server that is down, and the next success is no server that is back.
TEST_F(AlertMailTest, MailboxesThatNobodyHasHoldUpNobody) {
  struct Choosy : Notifier {
    Result<void> send(const Notification& mail) override {
      ++tried[mail.recipient];
      if (mail.recipient.starts_with("gone")) return fail(ErrorCode::forbidden, "550 no such user");
      return {};
    }
    std::map<std::string, int> tried;
  } notifier;
  for (int i = 0; i < 6; ++i) {
    must(directory().add_member(world.admin, "acme", "gone" + std::to_string(i) + "@acme.example",
                                {.owner = true}));
    must(directory().add_member(world.admin, "acme", "here" + std::to_string(i) + "@acme.example",
                                {.owner = true}));
  }
  const auto observation = world.observe("acme", "web", "198.51.100.7");
  must(world.control->loop().record({&observation, 1}));
  EXPECT_EQ(must(world.control->loop().deliver(notifier)).sent, 7U);  // in one round
  for (int second = 0; second < 59; ++second) {
    must(world.control->loop().deliver(notifier));
    world.clock.advance(seconds(1));
  }
  for (const auto& [recipient, tried] : notifier.tried) EXPECT_EQ(tried, 1) << recipient;
}

// A digest tells each member what a mail has not told them yet, whenever theirs could leave.
TEST_F(AlertMailTest, EachMemberIsToldEachAlertOnce) {
  must(directory().add_member(world.admin, "acme", "bob@acme.example", {.owner = true}));
  struct Greylisting : Notifier {
    Result<void> send(const Notification& mail) override {
      if (refuse == mail.recipient) return fail(ErrorCode::unavailable, "come back later");
      for (const auto& item : std::get<AlertNotification>(mail.content).items) {
        told[mail.recipient].push_back(item.address.to_string());
      }
      return {};
    }
    std::string refuse;
    std::map<std::string, Names> told;
  } notifier;
  const auto deliver = [&] {
    must(world.control->loop().run_due());
    must(world.control->loop().deliver(notifier));
  };
  const auto knock = [&](const char* from) {
    const auto observation = world.observe("acme", "web", from);
    must(world.control->loop().record({&observation, 1}));
    deliver();
  };
  notifier.refuse = "ann@acme.example";
  knock("198.51.100.7");
  world.clock.advance(minutes(2));
  knock("203.0.113.1");
  notifier.refuse.clear();
  for (int minute = 0; minute < 60; ++minute) {
    world.clock.advance(minutes(1));
    deliver();
  }
  const Names both = {"198.51.100.7", "203.0.113.1"};
  EXPECT_EQ(notifier.told["ann@acme.example"], both);
  EXPECT_EQ(notifier.told["bob@acme.example"], both);
}

TEST_F(AlertMailTest, WhoIsAddedIsToldWhatNobodyWasTold) {
  world.mailbox.down = true;
  world.request("acme", "web", "198.51.100.7");
  must(directory().remove_member(world.admin, "acme", "ann@acme.example"));
  EXPECT_EQ(waiting(), 0U);
  must(directory().add_member(world.admin, "acme", "eve@acme.example", {.authorized_ips = true}));
  world.mailbox.down = false;
  world.advance(hours(1));
  EXPECT_EQ(recipients(), Names{"eve@acme.example"});
  EXPECT_EQ(items(0), 1U);
}

TEST_F(AlertMailTest, WhoGetsThePermissionIsToldAlsoOfThoseBelow) {
  must(directory().create_organization(world.admin, "north", "acme"));
  must(directory().create_credential(world.admin, "north", "k", Channel::api, std::nullopt));
  world.mode({"north", {}}, Mode::blocking);
  must(directory().change_member(world.admin, "acme", "ann@acme.example", {.read = true}));
  world.request("north", "k", "198.51.100.7");
  world.advance(hours(1));
  EXPECT_TRUE(world.mailbox.mails.empty());
  must(directory().change_member(world.admin, "acme", "ann@acme.example", {.authorized_ips = true}));
  world.advance(seconds(1));
  ASSERT_EQ(recipients(), Names{"ann@acme.example"});
  EXPECT_EQ(world.mailbox.mails.at(0).organization, "north");
}

TEST_F(AlertMailTest, WhoLostThePermissionDoesNotGetTheMailThatWaits) {
  must(directory().add_member(world.admin, "acme", "bob@acme.example", {.owner = true}));
  world.mailbox.down = true;
  world.request("acme", "web", "198.51.100.7");
  must(directory().change_member(world.admin, "acme", "ann@acme.example", {.read = true}));
  world.mailbox.down = false;
  world.advance(hours(1));
  EXPECT_EQ(recipients(), Names{"bob@acme.example"});
}

TEST_F(AlertMailTest, WhatFindsNoRoomIsCountedApart) {
  std::vector<policy::Observation> flood;
  const auto decision = world.decide("acme", "web", "203.0.113.1");
  for (std::uint32_t i = 0; i < 1'010; ++i) {
    flood.push_back(
        {world.clock.now(), world.clock.now(), 3, net::Address::ipv4(0x0a000000U + (i << 8U)), decision});
  }
  must(world.control->loop().record(flood));
  must(world.control->loop().deliver(world.mailbox));
  const auto& mail = world.mailbox.newest_alert();
  EXPECT_EQ(mail.items.size(), 50U);
  EXPECT_EQ(mail.more, 950U);
  EXPECT_EQ(mail.beyond, 30U);  // requests, not networks
}

TEST_F(AlertMailTest, AMailThatFailsSaysWhy) {
  world.mailbox.down = true;
  const auto observation = world.observe("acme", "web", "198.51.100.7");
  must(world.control->loop().record({&observation, 1}));
  const auto round = must(world.control->loop().deliver(world.mailbox));
  EXPECT_EQ(round.failed, 1U);
  ASSERT_TRUE(round.trouble.has_value());
  EXPECT_EQ(round.trouble->message, "connection refused");
}

}  // namespace
}  // namespace sallyport::control
