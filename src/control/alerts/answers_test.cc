// R8: what people answer to an alert, by the links of their mails and otherwise.

#include <array>
#include <thread>

#include "control/test_world.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;
using policy::Mode;
using policy::Reason;
using std::chrono::hours;
using std::chrono::minutes;

class OneOwner final : public NetworkNames {
 public:
  NetworkName name_of(const net::Address& of) const override {
    return of == address("198.51.100.7") ? NetworkName{"Example Hosting", "DE", 64500} : NetworkName();
  }
};

ControlSettings settings() {
  ControlSettings settings;
  settings.network_names = std::make_shared<OneOwner>();
  settings.password_operations = 1;
  settings.password_memory = 8192;
  return settings;
}

class AnswersTest : public testing::Test {
 protected:
  AnswersTest() : world(settings()) {
    world.make_acme();
    world.mode({"acme", {}}, Mode::blocking);
    must(world.control->directory().create_credential(world.admin, "acme", "theirs", Channel::api,
                                                      policy::Fingerprint{1, 2}));
  }
  Alerts alerts() { return world.control->alerts(); }
  AlertId id() { return world.alerts("acme").at(0).id; }
  const AlertNotification::Item& item() { return world.mailbox.newest_alert().items.at(0); }
  Mode mode(const std::string& credential = {}) { return world.mode({"acme", credential}); }

  TestWorld world;
};

TEST_F(AnswersTest, EveryMailHasATokenForEachActionAndOneUsesUpAll) {
  world.request("acme", "web", "198.51.100.7");
  const std::vector<std::pair<std::string, Action>> tokens = {{item().authorize_token, Action::authorize},
                                                              {item().deny_token, Action::deny},
                                                              {item().deactivate_token, Action::deactivate}};
  for (const auto& [token, action] : tokens) {
    const auto question = must(alerts().open(token));
    EXPECT_EQ(question.action, action);
    EXPECT_EQ(question.alert.network, prefix("198.51.100.0/24"));
    EXPECT_TRUE(question.made_here);
    EXPECT_FALSE(question.removed);
    EXPECT_FALSE(question.can_sign_in);
    EXPECT_EQ(question.name.owner, "Example Hosting");
  }
  must(alerts().press(item().deny_token, std::nullopt));
  for (const auto& [token, action] : tokens) {
    EXPECT_EQ(code_of(alerts().open(token)), ErrorCode::used_token);
    EXPECT_EQ(code_of(alerts().press(token, std::nullopt, false, true)), ErrorCode::used_token);
  }
}

TEST_F(AnswersTest, ATokenOfOneActionIsNoneOfAnother) {
  world.request("acme", "web", "198.51.100.7");
  const std::vector<std::string> tokens = {item().authorize_token, item().deny_token,
                                           item().deactivate_token};
  for (const std::string& token : tokens) {
    for (const std::string& other : tokens) {
      if (token == other) continue;
      // The first characters hold the action, the rest proves it.
      EXPECT_EQ(code_of(alerts().open(other.substr(0, 2) + token.substr(2))), ErrorCode::not_found);
    }
  }
}

TEST_F(AnswersTest, TheMailSaysWhoseNetworkItIs) {
  world.request("acme", "web", "198.51.100.7");
  EXPECT_EQ(item().name, (NetworkName{"Example Hosting", "DE", 64500}));
  world.advance(minutes(15));
  world.request("acme", "web", "203.0.113.1");
  EXPECT_EQ(item().name, NetworkName());
}

TEST_F(AnswersTest, TheNetworkCanBeAuthorizedAtOnce) {
  for (const char* from : {"198.51.100.7", "198.51.100.8"}) world.request("acme", "web", from);
  const auto answered = must(alerts().press(item().authorize_token, std::nullopt, true));
  EXPECT_EQ(answered.alert.state, AlertState::authorized);
  EXPECT_EQ(world.listed({"acme", {}}), "198.51.100.0/24");
  EXPECT_EQ(world.unauthorized("acme"), "none");
  EXPECT_EQ(world.decide("acme", "web", "198.51.100.200").reason, Reason::authorized);
}

TEST_F(AnswersTest, TheNetworkCanBeDeniedAtOnce) {
  for (const char* from : {"198.51.100.7", "198.51.100.8"}) world.request("acme", "web", from);
  must(alerts().answer(world.ann, "acme", id(), {Action::deny, true, false}));
  EXPECT_EQ(world.listed({"acme", {}}, EntryKind::denied), "198.51.100.0/24");
  EXPECT_EQ(world.unauthorized("acme"), "none");
  EXPECT_EQ(world.decide("acme", "web", "198.51.100.200").reason, Reason::denied);
}

TEST_F(AnswersTest, DenyingRotatesTheCredentialWithoutGrace) {
  world.request("acme", "web", "198.51.100.7");
  const auto before = must(world.control->directory().credential("acme", "web")).fingerprint;
  const auto answered = must(alerts().answer(world.ann, "acme", id(), {.action = Action::deny}));
  EXPECT_EQ(answered.alert.state, AlertState::denied);
  ASSERT_TRUE(answered.rotation && answered.rotation->secret);
  EXPECT_FALSE(answered.rotation->former_until);
  EXPECT_EQ(world.slot.current()->decide({before, address("198.51.100.7")}, world.clock.now()).reason,
            Reason::unknown_credential);
  const auto newest = must(world.control->audit().list("acme", {2, {}})).items;
  EXPECT_EQ(newest[0].action, "credential.rotated");
  EXPECT_EQ(newest[0].actor.name, "ann@acme.example");
  EXPECT_EQ(newest[1].action, "entry.denied");
}

TEST_F(AnswersTest, ThePlatformIsAskedToRotateItsKey) {
  must(world.control->webhooks().create(world.admin, "", "https://hooks.example/", {}));
  world.request("acme", "theirs", "198.51.100.7");
  EXPECT_FALSE(must(alerts().open(item().deny_token)).made_here);
  const auto answered = must(alerts().answer(world.ann, "acme", id(), {.action = Action::deny}));
  ASSERT_TRUE(answered.rotation);
  EXPECT_TRUE(answered.rotation->requested);
  EXPECT_FALSE(answered.rotation->secret);
}

TEST_F(AnswersTest, TheCredentialCanBeKept) {
  world.request("acme", "web", "198.51.100.7");
  const auto answered = must(alerts().answer(world.ann, "acme", id(), {Action::deny, false, false}));
  EXPECT_FALSE(answered.rotation);
  EXPECT_FALSE(must(world.control->directory().credential("acme", "web")).rotated);
}

// Whoever has the mail has the link: it was forwarded, or read by somebody else.
TEST_F(AnswersTest, ALinkAloneNeitherRotatesNorDeactivates) {
  world.request("acme", "web", "198.51.100.7");
  EXPECT_EQ(code_of(alerts().press(item().deactivate_token, std::nullopt)), ErrorCode::unauthenticated);
  EXPECT_EQ(mode(), Mode::blocking);
  EXPECT_EQ(world.alerts("acme").at(0).state, AlertState::open);
  const auto answered = must(alerts().press(item().deny_token, std::nullopt));
  EXPECT_FALSE(answered.rotation);
  EXPECT_FALSE(must(world.control->directory().credential("acme", "web")).rotated);
  EXPECT_EQ(world.decide("acme", "web", "198.51.100.7").reason, Reason::denied);
}

TEST_F(AnswersTest, WhoSignedInRotatesByTheLink) {
  world.request("acme", "web", "198.51.100.7");
  const auto answered = must(alerts().press(item().deny_token, std::nullopt, false, true));
  EXPECT_TRUE(answered.rotation && answered.rotation->secret);
}

TEST_F(AnswersTest, DeactivatingSwitchesTheProtectionOff) {
  world.request("acme", "web", "198.51.100.7");
  const auto answered = must(alerts().press(item().deactivate_token, address("203.0.113.99"), false, true));
  EXPECT_EQ(answered.alert.state, AlertState::deactivated);
  EXPECT_FALSE(answered.rotation);
  EXPECT_EQ(mode(), Mode::off);
  EXPECT_EQ(must(world.control->protections().status({"acme", {}}, Channel::smtp)).settings.mode,
            Mode::blocking);
  EXPECT_EQ(world.decide("acme", "web", "198.51.100.7").reason, Reason::protection_off);
  EXPECT_EQ(code_of(alerts().answer(world.ann, "acme", id(), {.action = Action::deny})),
            ErrorCode::used_token);
  const auto record = must(world.control->audit().list("acme", {1, {}})).items.at(0);
  EXPECT_EQ(record.action, "protection.changed");
  EXPECT_EQ(record.actor.from, address("203.0.113.99"));
}

TEST_F(AnswersTest, ACredentialsOwnProtectionIsTheOneThatIsDeactivated) {
  world.mode({"acme", "web"}, Mode::blocking);
  world.request("acme", "web", "198.51.100.7");
  EXPECT_TRUE(must(alerts().open(item().deactivate_token)).own_protection);
  must(alerts().answer(world.ann, "acme", id(), {.action = Action::deactivate}));
  EXPECT_EQ(mode("web"), Mode::off);
  EXPECT_EQ(mode(), Mode::blocking);
}

TEST_F(AnswersTest, WhatAnAncestorEnforcesIsNotDeactivated) {
  must(world.control->directory().create_organization(world.admin, "child", "acme"));
  must(world.control->directory().create_credential(world.admin, "child", "k", Channel::api, std::nullopt));
  must(world.control->family().enforce(world.admin, "acme", Channel::api, Mode::blocking));
  world.request("child", "k", "198.51.100.7");
  const AlertId alert = world.alerts("child").at(0).id;
  EXPECT_EQ(code_of(alerts().answer(world.admin, "child", alert, {.action = Action::deactivate})),
            ErrorCode::enforced_by_parent);
  EXPECT_EQ(world.alerts("child").at(0).state, AlertState::open);
  EXPECT_EQ(world.decide("child", "k", "198.51.100.7").reason, Reason::unknown_address);
}

TEST_F(AnswersTest, WhereAnOrganizationHasNobodyTheNearestOneAboveIsTold) {
  auto directory = world.control->directory();
  must(directory.create_organization(world.admin, "middle", "acme"));
  must(directory.create_organization(world.admin, "leaf", "middle"));
  must(directory.add_member(world.admin, "middle", "read@acme.example", {.read = true}));
  must(directory.create_credential(world.admin, "leaf", "k", Channel::api, std::nullopt));
  world.mode({"leaf", {}}, Mode::blocking);
  world.request("leaf", "k", "198.51.100.7");
  ASSERT_EQ(world.mailbox.mails.size(), 1U);
  EXPECT_EQ(world.mailbox.mails[0].recipient, "ann@acme.example");
  EXPECT_EQ(world.mailbox.mails[0].organization, "leaf");
  must(alerts().press(item().authorize_token, std::nullopt));
  EXPECT_EQ(world.listed({"leaf", {}}), "198.51.100.7");

  must(directory.add_member(world.admin, "leaf", "zoe@acme.example", {.authorized_ips = true}));
  world.advance(minutes(15));
  world.request("leaf", "k", "203.0.113.1");
  ASSERT_EQ(world.mailbox.mails.size(), 2U);
  EXPECT_EQ(world.mailbox.mails[1].recipient, "zoe@acme.example");
}

TEST_F(AnswersTest, MailAndPageSpeakTheMembersLanguage) {
  must(world.control->people().set_language(world.admin, "ann@acme.example", Language::japanese));
  world.request("acme", "web", "198.51.100.7");
  EXPECT_EQ(world.mailbox.mails.at(0).language, Language::japanese);
  EXPECT_EQ(must(alerts().open(item().deny_token)).language, Language::japanese);
  must(alerts().press(item().deny_token, std::nullopt));
  EXPECT_EQ(must(alerts().language_of(item().deny_token)), Language::japanese);
  EXPECT_EQ(code_of(alerts().language_of("x")), ErrorCode::not_found);
}

TEST_F(AnswersTest, WhoSetAPasswordCanSignIn) {
  must(world.control->people().set_password_of(world.admin, "ann@acme.example", "a long enough password"));
  world.request("acme", "web", "198.51.100.7");
  EXPECT_TRUE(must(alerts().open(item().deny_token)).can_sign_in);
}

TEST_F(AnswersTest, WhoseMembershipEndsWhileTheMailIsUnderWayAnswersNothing) {
  auto directory = world.control->directory();
  must(directory.add_member(world.admin, "acme", "owner@acme.example", {.owner = true}));
  // In the moment in which the mail server takes it.
  struct Removing : Notifier {
    Result<void> send(const Notification& notification) override {
      mails.push_back(notification);
      if (notification.recipient == "ann@acme.example") {
        must(world->control->directory().remove_member(world->admin, "acme", "ann@acme.example"));
      }
      return {};
    }
    TestWorld* world = nullptr;
    std::vector<Notification> mails;
  } notifier;
  notifier.world = &world;
  const auto knocks = world.observe("acme", "web", "198.51.100.7");
  must(world.control->loop().record({&knocks, 1}));
  must(world.control->loop().deliver(notifier));
  ASSERT_EQ(notifier.mails.size(), 2U);
  const auto& theirs = std::get<AlertNotification>(notifier.mails.at(0).content).items.at(0);
  ASSERT_EQ(notifier.mails.at(0).recipient, "ann@acme.example");
  for (const std::string& token : {theirs.authorize_token, theirs.deny_token, theirs.deactivate_token}) {
    EXPECT_FALSE(alerts().press(token, std::nullopt, false, true));
  }
  EXPECT_EQ(world.alerts("acme").at(0).state, AlertState::open);
  const auto& owners = std::get<AlertNotification>(notifier.mails.at(1).content).items.at(0);
  must(alerts().press(owners.authorize_token, std::nullopt));
}

TEST_F(AnswersTest, OfTwoPeopleWhoPressAtOnceOneAnswers) {
  must(world.control->directory().add_member(world.admin, "acme", "owner@acme.example", {.owner = true}));
  for (int round = 0; round < 20; ++round) {
    world.request("acme", "web", "10.0." + std::to_string(round) + ".1");
    world.advance(minutes(15));
    const auto newest = world.mailbox.mails.end() - 2;
    const std::array<std::string, 2> tokens = {
        std::get<AlertNotification>(newest[0].content).items.at(0).authorize_token,
        std::get<AlertNotification>(newest[1].content).items.at(0).deny_token};
    std::array<std::optional<ErrorCode>, 2> refusals;
    {
      std::vector<std::jthread> people;
      for (std::size_t i = 0; i < 2; ++i) {
        people.emplace_back([&, i] {
          const auto answered = alerts().press(tokens[i], std::nullopt);
          if (!answered) refusals[i] = answered.error().code;
        });
      }
    }
    EXPECT_NE(refusals[0].has_value(), refusals[1].has_value());
    EXPECT_EQ(refusals[0] ? *refusals[0] : refusals[1].value_or(ErrorCode::internal), ErrorCode::used_token);
  }
}

TEST_F(AnswersTest, WhoLostThePermissionIsNeitherShownNorObeyed) {
  world.request("acme", "web", "198.51.100.7");
  auto directory = world.control->directory();
  must(directory.change_member(world.admin, "acme", "ann@acme.example", {.read = true}));
  EXPECT_FALSE(alerts().open(item().authorize_token));
  EXPECT_FALSE(alerts().press(item().authorize_token, std::nullopt));
  EXPECT_EQ(world.alerts("acme").at(0).state, AlertState::open);
}

TEST_F(AnswersTest, AFloodMakesOneMailAndOneDigest) {
  world.request("acme", "web", "198.51.100.7");
  std::vector<policy::Observation> flood;
  const auto decision = world.decide("acme", "web", "203.0.113.1");
  for (std::uint32_t i = 0; i < 3000; ++i) {
    const std::string from = "10." + std::to_string(i / 256) + "." + std::to_string(i % 256) + ".1";
    flood.push_back({world.clock.now(), world.clock.now(), 1, address(from), decision});
  }
  must(world.control->loop().record(flood));
  (void)must(world.control->loop().deliver(world.mailbox));
  EXPECT_EQ(world.mailbox.mails.size(), 1U);
  world.advance(minutes(15));
  ASSERT_EQ(world.mailbox.mails.size(), 2U);
  EXPECT_EQ(world.mailbox.newest_alert().items.size(), 50U);
  EXPECT_EQ(world.mailbox.newest_alert().more, 949U);
  EXPECT_EQ(world.mailbox.newest_alert().beyond, 2001U);
}

}  // namespace
}  // namespace sallyport::control
