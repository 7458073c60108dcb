// R7, R8: unauthorized addresses, alerts, their mails and their answers; the outbox.

#include <fmt/format.h>

#include <random>
#include <set>

#include "control/test_world.h"

namespace sallyport::control {
namespace {

using policy::Mode;
using policy::Reason;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

ControlSettings small_settings() {
  ControlSettings settings;
  settings.unauthorized_per_organization = 5;
  settings.activity_per_organization = 6;
  settings.open_alerts_per_organization = 3;
  return settings;
}

class AlertsTest : public testing::Test {
 protected:
  explicit AlertsTest(const ControlSettings& settings = {}) : world(settings) {
    world.make_acme();
    world.mode({"acme", {}}, Mode::blocking);
  }
  std::string token(std::size_t item = 0) {
    return world.mailbox.newest_alert().items.at(item).authorize_token;
  }
  TestWorld world;
};

class SmallAlertsTest : public AlertsTest {
 protected:
  SmallAlertsTest() : AlertsTest(small_settings()) {}
};

TEST_F(AlertsTest, AnUnknownAddressIsListedAndAlerted) {
  EXPECT_EQ(world.request("acme", "web", "198.51.100.7"), Reason::unknown_address);
  EXPECT_EQ(world.unauthorized("acme"), "198.51.100.7");
  ASSERT_EQ(world.mailbox.mails.size(), 1u);
  const Notification& mail = world.mailbox.mails[0];
  EXPECT_EQ(mail.recipient, "ann@acme.example");
  EXPECT_EQ(mail.organization, "acme");
  const auto& item = world.mailbox.newest_alert().items.at(0);
  EXPECT_EQ(item.address, address("198.51.100.7"));
  EXPECT_EQ(item.network, prefix("198.51.100.0/24"));
  EXPECT_EQ(item.credential, "web");
}

TEST_F(AlertsTest, RepeatsCountOnTheSameAlert) {
  for (int i = 0; i < 3; ++i) world.request("acme", "web", "198.51.100." + std::to_string(7 + i));
  const auto alerts = world.alerts("acme");
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].count, 3u);
  EXPECT_EQ(alerts[0].address, address("198.51.100.7"));
  EXPECT_EQ(world.unauthorized("acme"), "198.51.100.7, 198.51.100.8, 198.51.100.9");
  EXPECT_EQ(world.mailbox.mails.size(), 1u);
}

TEST_F(AlertsTest, OneMailInFifteenMinutesThenADigest) {
  world.request("acme", "web", "198.51.100.7");
  world.advance(minutes(5));
  world.request("acme", "web", "203.0.113.1");
  world.request("acme", "web", "2001:db8::1");
  world.advance(minutes(10) - seconds(1));
  EXPECT_EQ(world.mailbox.mails.size(), 1u);
  world.advance(seconds(1));
  ASSERT_EQ(world.mailbox.mails.size(), 2u);
  const auto& digest = world.mailbox.newest_alert();
  ASSERT_EQ(digest.items.size(), 2u);
  EXPECT_EQ(digest.items[1].address, address("2001:db8::1"));  // newest last
  world.advance(hours(5));
  EXPECT_EQ(world.mailbox.mails.size(), 2u);  // nothing new: no mail
}

TEST_F(AlertsTest, AClockThatJumpsReleasesNoMails) {
  world.request("acme", "web", "198.51.100.7");
  world.request("acme", "web", "203.0.113.1");
  for (const auto jump : {days(31), -days(3650)}) {
    world.clock.set_wall(world.clock.now() + jump);
    world.advance(minutes(1));
    EXPECT_EQ(world.mailbox.mails.size(), 1u);
  }
  world.advance(minutes(13));
  EXPECT_EQ(world.mailbox.mails.size(), 2u);
}

TEST_F(AlertsTest, ADigestCarriesFiftyAndCountsTheRest) {
  world.request("acme", "web", "198.51.100.7");
  for (int i = 0; i < 60; ++i) world.request("acme", "web", "10.0." + std::to_string(i) + ".1");
  world.advance(minutes(15));
  const auto& digest = world.mailbox.newest_alert();
  EXPECT_EQ(digest.items.size(), 50u);
  EXPECT_EQ(digest.more, 10u);
  EXPECT_EQ(digest.items.back().address, address("10.0.59.1"));
}

TEST_F(AlertsTest, OnlyMembersWithThePermissionAreTold) {
  must(world.control->directory().add_member(world.admin, "acme", "bob@acme.example", {false, false, true}));
  must(
      world.control->directory().add_member(world.admin, "acme", "owner@acme.example", {true, false, false}));
  world.request("acme", "web", "198.51.100.7");
  std::set<std::string> told;
  for (const auto& mail : world.mailbox.mails) told.insert(mail.recipient);
  EXPECT_EQ(told, (std::set<std::string>{"ann@acme.example", "owner@acme.example"}));
}

TEST_F(AlertsTest, WhereNobodyCanBeToldItIsToldLater) {
  must(world.control->directory().create_organization(world.admin, "lone"));
  must(world.control->directory().create_credential(world.admin, "lone", "k", Channel::smtp, std::nullopt));
  world.mode({"lone", {}}, Mode::blocking);
  world.request("lone", "k", "198.51.100.7");
  EXPECT_TRUE(world.mailbox.mails.empty());
  must(world.control->directory().add_member(world.admin, "lone", "zoe@lone.example", {true, false, false}));
  world.advance(seconds(1));
  ASSERT_EQ(world.mailbox.mails.size(), 1u);
  EXPECT_EQ(world.mailbox.newest_alert().items.at(0).address, address("198.51.100.7"));
}

TEST_F(AlertsTest, OpeningALinkChangesNothingAndPressingItsButtonAuthorizes) {
  world.request("acme", "web", "198.51.100.7");
  const auto before = must(world.control->audit().count("acme"));
  for (int i = 0; i < 3; ++i) {
    const auto question = must(world.control->alerts().open(token()));
    EXPECT_EQ(question.member, "ann@acme.example");
    EXPECT_EQ(question.action, Action::authorize);
  }
  EXPECT_EQ(must(world.control->audit().count("acme")), before);
  EXPECT_EQ(world.decide("acme", "web", "198.51.100.7").reason, Reason::unknown_address);

  const Alert answered = must(world.control->alerts().press(token(), address("203.0.113.99"))).alert;
  EXPECT_EQ(answered.state, AlertState::authorized);
  EXPECT_EQ(answered.answered_by, "ann@acme.example");
  EXPECT_EQ(world.decide("acme", "web", "198.51.100.7").reason, Reason::authorized);
  EXPECT_EQ(world.decide("acme", "web", "198.51.100.8").reason, Reason::unknown_address);
  EXPECT_EQ(world.unauthorized("acme"), "none");
  EXPECT_EQ(world.listed({"acme", {}}), "198.51.100.7");
  EXPECT_EQ(must(world.control->audit().count("acme")), before + 1);
  const auto record = must(world.control->audit().list("acme", {1, {}})).items.at(0);
  EXPECT_EQ(record.actor.name, "ann@acme.example");
  EXPECT_EQ(record.actor.from, address("203.0.113.99"));
}

TEST_F(AlertsTest, AnAnsweredAlertCannotBeAnsweredAgain) {
  must(world.control->directory().add_member(world.admin, "acme", "bob@acme.example", {true, false, false}));
  world.request("acme", "web", "198.51.100.7");
  std::vector<std::string> tokens;
  for (const auto& mail : world.mailbox.mails) {
    tokens.push_back(std::get<AlertNotification>(mail.content).items.at(0).authorize_token);
  }
  ASSERT_EQ(tokens.size(), 2u);
  must(world.control->alerts().press(tokens[0], std::nullopt));
  for (const std::string& token : tokens) {
    EXPECT_EQ(code_of(world.control->alerts().press(token, std::nullopt)), ErrorCode::used_token);
    EXPECT_EQ(code_of(world.control->alerts().open(token)), ErrorCode::used_token);
  }
  EXPECT_EQ(code_of(world.control->alerts().answer(world.ann, "acme", world.alerts("acme")[0].id,
                                                   {.action = Action::deny})),
            ErrorCode::used_token);
}

TEST_F(AlertsTest, NoOtherTextIsAToken) {
  world.request("acme", "web", "198.51.100.7");
  const std::string real = token();
  ASSERT_EQ(real.size(), 43u);
  for (std::size_t i = 0; i < real.size(); ++i) {
    for (const char c : std::string_view("A_-z0 =")) {
      std::string forged = real;
      forged[i] = c;
      if (forged == real) continue;
      EXPECT_EQ(code_of(world.control->alerts().press(forged, std::nullopt)), ErrorCode::not_found) << forged;
    }
  }
  for (const std::string& forged :
       {std::string(), real + "A", real.substr(1), real + "=", std::string(10'000, 'A')}) {
    EXPECT_EQ(code_of(world.control->alerts().open(forged)), ErrorCode::not_found);
  }
  must(world.control->alerts().press(real, std::nullopt));
}

TEST_F(AlertsTest, TokensExpireByTheWallOrByWatchedTime) {
  world.request("acme", "web", "198.51.100.7");
  const auto start = world.clock.now();
  world.clock.set_wall(start + days(8));
  EXPECT_EQ(code_of(world.control->alerts().open(token())), ErrorCode::expired_token);
  world.clock.set_wall(start - days(400));
  must(world.control->alerts().open(token()));
  world.advance(days(7));  // the wall says that it is long before the mail was sent
  EXPECT_EQ(code_of(world.control->alerts().press(token(), std::nullopt)), ErrorCode::expired_token);
}

TEST_F(AlertsTest, AMemberWhoLostThePermissionCannotAnswer) {
  world.request("acme", "web", "198.51.100.7");
  const auto acme = must(world.control->directory().organization("acme"));
  {
    const auto transaction = must(world.store->begin());
    must(transaction->put_member(acme.id, {"ann@acme.example", {false, false, true}}));
    must(transaction->commit());
  }
  EXPECT_EQ(code_of(world.control->alerts().press(token(), std::nullopt)), ErrorCode::forbidden);
  EXPECT_EQ(world.alerts("acme")[0].state, AlertState::open);
}

TEST_F(AlertsTest, DenyAddsADenial) {
  world.request("acme", "web", "198.51.100.7");
  must(world.control->alerts().answer(world.ann, "acme", world.alerts("acme")[0].id,
                                      {.action = Action::deny}));
  EXPECT_EQ(world.listed({"acme", {}}, policy::EntryKind::denied), "198.51.100.7");
  EXPECT_EQ(world.unauthorized("acme"), "none");
  EXPECT_EQ(world.request("acme", "web", "198.51.100.7"), Reason::denied);
  EXPECT_EQ(world.unauthorized("acme"), "none");
  EXPECT_TRUE(world.alerts("acme", AlertState::open).empty());
  EXPECT_EQ(world.request("acme", "web", "198.51.100.8"), Reason::unknown_address);
  EXPECT_EQ(world.alerts("acme", AlertState::open).size(), 1u);
}

TEST_F(AlertsTest, AuthorizingSettlesWhatItCovers) {
  world.request("acme", "web", "198.51.100.7");
  world.request("acme", "web", "203.0.113.1");
  must(world.control->lists().authorize(
      world.ann, {"acme", {}}, {{prefix("198.51.100.0/24"), {}, policy::kAlways, policy::kForever}}));
  EXPECT_EQ(world.unauthorized("acme"), "203.0.113.1");
  const auto open = world.alerts("acme", AlertState::open);
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open[0].address, address("203.0.113.1"));
  EXPECT_EQ(world.alerts("acme", AlertState::authorized).at(0).answered_by, "ann@acme.example");
}

TEST_F(SmallAlertsTest, WhatStrangersCauseIsBounded) {
  for (int i = 0; i < 20; ++i) {
    world.request("acme", "web", "10.0." + std::to_string(i) + ".1");
    world.clock.advance(Milliseconds(10));
  }
  EXPECT_EQ(world.unauthorized("acme"), "10.0.15.1, 10.0.16.1, 10.0.17.1, 10.0.18.1, 10.0.19.1");
  const auto activity = must(world.control->lists().activity("acme", {100, {}})).items;
  ASSERT_EQ(activity.size(), 6u);
  EXPECT_EQ(activity[0].address, address("10.0.19.1"));
  EXPECT_EQ(world.alerts("acme").size(), 3u);
  world.advance(minutes(15));
  const auto& digest = world.mailbox.newest_alert();
  EXPECT_EQ(digest.items.size(), 2u);
  EXPECT_EQ(digest.beyond, 17u);
  world.request("acme", "web", "10.9.9.9");
  world.advance(minutes(15));
  EXPECT_EQ(world.mailbox.mails.size(), 3u);
  EXPECT_EQ(world.mailbox.newest_alert().beyond, 1u);
}

// What is held to bounds is not counted in each batch: whatever went on in between, the bounds hold.
TEST_F(SmallAlertsTest, TheBoundsHoldWhateverHappensInBetween) {
  std::mt19937 random(5);
  for (int i = 0; i < 400; ++i) {
    const std::string from = fmt::format("198.51.{}.7", random() % 60);
    switch (random() % 8) {
      case 0:
        (void)world.control->lists().deny(world.admin, {"acme", {}},
                                          {prefix(from), {}, policy::kAlways, policy::kForever});
        break;
      case 1:
        world.restart(random() % 2 == 0);
        break;
      case 2:
        world.advance(minutes(random() % 20));
        break;
      default:
        world.request("acme", "web", from);
    }
    ASSERT_LE(must(world.control->lists().unauthorized("acme", {100, {}})).items.size(), 5U) << i;
    ASSERT_LE(must(world.control->lists().activity("acme", {100, {}})).items.size(), 6U) << i;
    ASSERT_LE(world.alerts("acme", AlertState::open).size(), 3U) << i;
  }
}

TEST_F(AlertsTest, RetriesAreSpacedOut) {
  world.mailbox.down = true;
  world.request("acme", "web", "198.51.100.7");
  std::vector<std::size_t> tries;
  for (int minute = 0; minute <= 7; ++minute) {
    tries.push_back(world.mailbox.tried.size());
    world.advance(minutes(1));
  }
  EXPECT_EQ(tries, (std::vector<std::size_t>{1, 2, 2, 3, 3, 3, 3, 4}));
}

TEST_F(AlertsTest, AMailThatNobodyTakesIsGivenUpInTheEnd) {
  world.mailbox.down = true;
  world.request("acme", "web", "198.51.100.7");
  for (int i = 0; i < 15 * 24; ++i) world.advance(hours(1));
  EXPECT_EQ(world.control->statistics().outbox_waiting, 0u);
  const auto newest = must(world.control->audit().list("acme", {1, {}})).items.at(0);
  EXPECT_EQ(newest.action, "mail.given_up");
  EXPECT_NE(newest.before.find("connection refused"), std::string::npos);
}

TEST_F(AlertsTest, ACredentialWithItsOwnProtectionIsAuthorizedInItsOwnList) {
  world.mode({"acme", "web"}, Mode::blocking);
  world.request("acme", "web", "198.51.100.7");
  must(world.control->alerts().press(token(), std::nullopt));
  EXPECT_EQ(world.listed({"acme", "web"}), "198.51.100.7");
  EXPECT_EQ(world.listed({"acme", {}}), "none");
  EXPECT_EQ(world.decide("acme", "web", "198.51.100.7").reason, Reason::authorized);
}

TEST_F(AlertsTest, AnAlertOutlivesItsCredential) {
  world.request("acme", "web", "198.51.100.7");
  must(world.control->directory().remove_credential(world.admin, "acme", "web"));
  EXPECT_EQ(world.unauthorized("acme"), "none");
  must(world.control->alerts().press(token(), std::nullopt));
  EXPECT_EQ(world.listed({"acme", {}}), "198.51.100.7");
}

}  // namespace
}  // namespace sallyport::control
