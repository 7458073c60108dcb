// Webhooks over a real store, in simulated time, with a receiver of our own behind the port.

#include "control/webhooks/webhooks.h"

#include <atomic>
#include <boost/json.hpp>
#include <condition_variable>
#include <fstream>
#include <future>
#include <mutex>
#include <thread>

#include "control/test_world.h"
#include "control/webhooks/webhook_secret.h"

namespace sallyport::control {
namespace {

using namespace std::chrono_literals;

// What receivers do: by url, take events, refuse them with a status, or hang.
class Receivers : public WebhookSender {
 public:
  WebhookAnswer send(const WebhookMessage& message) override {
    std::unique_lock lock(mutex_);
    tried.push_back(message);
    if (hanging == message.url) {
      hangs_ = true;
      changed_.notify_all();
      changed_.wait(lock, [this] { return hanging.empty(); });
      return {0, "no whole answer within 15 s", 15s};
    }
    const auto refusal = status.find(message.url);
    if (refusal != status.end() && refusal->second != 200) return {refusal->second, "answered so", 20ms};
    taken.push_back(message);
    return {200, {}, 10ms};
  }

  void await_hang() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return hangs_; });
  }
  void let_go() {
    const std::lock_guard lock(mutex_);
    hanging.clear();
    changed_.notify_all();
  }

  std::vector<boost::json::object> bodies(const std::string& url) const {
    std::vector<boost::json::object> found;
    for (const auto& message : taken) {
      if (message.url == url) found.push_back(boost::json::parse(message.body).as_object());
    }
    return found;
  }
  std::string types(const std::string& url) const {
    std::string text;
    for (const auto& body : bodies(url)) {
      text += (text.empty() ? "" : ", ") + std::string(body.at("type").as_string());
    }
    return text;
  }

  std::map<std::string, unsigned> status;  // by url; 200 where there is none
  std::string hanging;
  std::vector<WebhookMessage> tried;
  std::vector<WebhookMessage> taken;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool hangs_ = false;
};

const std::string kHere = "https://one.example/hook";
const std::string kThere = "https://two.example/hook";

Webhooks::Settings enabled(bool whether) {
  Webhooks::Settings settings;
  settings.enabled = whether;
  return settings;
}

boost::json::value json(const std::string& text) {
  return boost::json::value(boost::json::string_view(text.data(), text.size()));
}

class WebhooksTest : public ::testing::Test {
 protected:
  void SetUp() override { world_.make_acme(); }
  Webhooks webhooks() { return world_.control->webhooks(); }
  CreatedWebhook create(const std::string& organization, const std::string& url,
                        const std::vector<std::string>& events = {}) {
    return must(webhooks().create(world_.admin, organization, url, events));
  }
  Webhooks::Round deliver() { return must(webhooks().deliver(receivers_)); }
  void note(int number) {
    world_.authorize({"acme", ""},
                     "10." + std::to_string(number / 256) + "." + std::to_string(number % 256) + ".0/24");
  }
  // As a daemon lives through it.
  void pass(std::chrono::seconds duration, std::chrono::seconds step) {
    for (auto passed = 0s; passed < duration; passed += step) {
      world_.clock.advance(step);
      must(world_.control->loop().run_due());
      (void)deliver();
    }
  }
  Webhook shown(const std::string& organization, std::int64_t id) {
    return must(webhooks().webhook(organization, id));
  }

  TestWorld world_;
  Receivers receivers_;
};

TEST_F(WebhooksTest, AChangeIsToldAsACloudEvent) {
  const auto made = create("acme", kHere);
  world_.authorize({"acme", ""}, "192.0.2.0/24");
  EXPECT_EQ(shown("acme", made.webhook.id).waiting, 1U);
  EXPECT_EQ(deliver().delivered, 1U);
  const auto bodies = receivers_.bodies(kHere);
  ASSERT_EQ(bodies.size(), 1U);
  const auto& body = bodies.front();
  EXPECT_EQ(body.at("specversion"), "1.0");
  EXPECT_EQ(body.at("type"), "entry.authorized");
  EXPECT_EQ(body.at("subject"), "acme");
  EXPECT_EQ(body.at("time"), "2026-01-01T00:00:00Z");
  EXPECT_EQ(body.at("datacontenttype"), "application/json");
  EXPECT_EQ(body.at("id"), json(receivers_.taken.front().id));
  EXPECT_TRUE(body.at("source").as_string().starts_with("urn:sallyport:"));
  const auto& data = body.at("data").as_object();
  EXPECT_EQ(data.at("actor"), "administrator");
  EXPECT_EQ(data.at("after").at("prefix"), "192.0.2.0/24");
  EXPECT_TRUE(data.at("before").is_null());
  EXPECT_EQ(deliver().delivered, 0U);
  EXPECT_EQ(shown("acme", made.webhook.id).waiting, 0U);
}

TEST_F(WebhooksTest, WhatIsRolledBackIsNotTold) {
  create("acme", kHere);
  const auto refused = world_.control->lists().authorize(
      world_.admin, {"acme", ""},
      {NewEntry{prefix("192.0.2.0/24"), {}, policy::kAlways, policy::kForever},
       NewEntry{prefix("192.0.2.0/24"), {}, policy::kAlways, policy::kForever}});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(deliver().delivered, 0U);
}

TEST_F(WebhooksTest, ThoseAboveHearOfThoseBelowAndSiblingsDoNot) {
  auto directory = world_.control->directory();
  must(directory.create_organization(world_.admin, "north", "acme"));
  must(directory.create_organization(world_.admin, "south", "acme"));
  must(directory.create_organization(world_.admin, "city", "north"));
  create("acme", "https://acme.example");
  create("north", "https://north.example");
  create("south", "https://south.example");
  create("", "https://all.example", {"entry.*", "organization.created"});
  world_.authorize({"city", ""}, "192.0.2.0/24");
  (void)deliver();
  EXPECT_EQ(receivers_.types("https://acme.example"), "webhook.created, webhook.created, entry.authorized");
  EXPECT_EQ(receivers_.types("https://north.example"), "entry.authorized");
  EXPECT_EQ(receivers_.types("https://south.example"), "");
  EXPECT_EQ(receivers_.types("https://all.example"), "entry.authorized");
  must(directory.create_organization(world_.admin, "other"));
  (void)deliver();
  EXPECT_EQ(receivers_.types("https://all.example"), "entry.authorized, organization.created");
  EXPECT_EQ(receivers_.bodies("https://acme.example").size(), 3U);
}

TEST_F(WebhooksTest, OnlyWhatWasChosenIsTold) {
  const auto made = create("acme", kHere, {"entry.denied", "alert.*"});
  note(1);
  must(world_.control->lists().deny(world_.admin, {"acme", ""},
                                    {prefix("198.51.100.0/24"), {}, policy::kAlways, policy::kForever}));
  must(webhooks().test("acme", made.webhook.id));
  (void)deliver();
  EXPECT_EQ(receivers_.types(kHere), "entry.denied, webhook.test");
}

TEST_F(WebhooksTest, AlertsAreToldOnceWhenOpenedAndOnceWhenAnswered) {
  create("acme", kHere, {"alert.*"});
  world_.mode({"acme", ""}, policy::Mode::blocking);
  world_.request("acme", "web", "198.51.100.7");
  world_.request("acme", "web", "198.51.100.8");
  world_.request("acme", "web", "203.0.113.7");
  const auto alerts = world_.alerts("acme", AlertState::open);
  ASSERT_EQ(alerts.size(), 2U);
  must(
      world_.control->alerts().answer(world_.admin, "acme", alerts.back().id, {.action = Action::authorize}));
  world_.authorize({"acme", ""}, "203.0.113.0/24");
  (void)deliver();
  EXPECT_EQ(receivers_.types(kHere), "alert.opened, alert.opened, alert.answered, alert.answered");
  const auto bodies = receivers_.bodies(kHere);
  EXPECT_EQ(bodies[0].at("data").at("address"), "198.51.100.7");
  EXPECT_EQ(bodies[0].at("data").at("organization"), "acme");
  EXPECT_EQ(bodies[0].at("data").at("state"), "open");
  EXPECT_EQ(bodies[2].at("data").at("network"), "198.51.100.0/24");
  EXPECT_EQ(bodies[2].at("data").at("state"), "authorized");
  EXPECT_EQ(bodies[3].at("data").at("address"), "203.0.113.7");
  EXPECT_EQ(bodies[3].at("data").at("answered_by"), "administrator");
}

TEST_F(WebhooksTest, AfterAWeekOf500AllIsDeliveredInOrder) {
  const auto made = create("acme", kHere, {"entry.*"});
  receivers_.status[kHere] = 500;
  for (int i = 0; i < 20; ++i) note(i);
  pass(7 * 24h, 30min);
  EXPECT_TRUE(receivers_.taken.empty());
  EXPECT_EQ(shown("acme", made.webhook.id).waiting, 20U);
  EXPECT_EQ(shown("acme", made.webhook.id).failing_since, world_.clock.now() - 7 * 24h + 30min);
  const std::string first = receivers_.tried.front().id;
  for (const auto& message : receivers_.tried) EXPECT_EQ(message.id, first);  // the others wait behind it
  EXPECT_LT(receivers_.tried.size(), 60U);
  receivers_.status.clear();
  pass(7h, 30min);
  const auto bodies = receivers_.bodies(kHere);
  ASSERT_EQ(bodies.size(), 20U);
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    EXPECT_EQ(bodies[i].at("data").at("after").at("prefix"), json("10.0." + std::to_string(i) + ".0/24"));
  }
  EXPECT_FALSE(shown("acme", made.webhook.id).failing_since.has_value());
}

TEST_F(WebhooksTest, AttemptsComeAtGrowingIntervals) {
  create("acme", kHere, {"entry.*"});
  receivers_.status[kHere] = 500;
  note(1);
  (void)deliver();
  const Timestamp start = world_.clock.now();
  std::vector<Milliseconds> offsets;
  for (Milliseconds passed{0}; passed < 3h; passed += 5s) {
    world_.clock.advance(5s);
    const std::size_t before = receivers_.tried.size();
    (void)deliver();
    if (receivers_.tried.size() != before) offsets.push_back(world_.clock.now() - start);
  }
  const std::vector<Milliseconds> expected = {5s, 35s, 155s, 755s, 2555s, 2555s + 1h, 2555s + 2h};
  EXPECT_EQ(offsets, expected);
}

TEST_F(WebhooksTest, AReceiverThatHangsHoldsUpNobodyElse) {
  create("acme", kHere, {"entry.*"});
  create("acme", kThere, {"entry.*"});
  receivers_.hanging = kHere;
  note(1);
  auto first = std::async(std::launch::async, [this] { return webhooks().deliver(receivers_); });
  receivers_.await_hang();
  EXPECT_EQ(deliver().delivered, 1U);  // beside it; and the one that hangs is not sent a second time
  note(2);
  EXPECT_EQ(deliver().delivered, 1U);
  EXPECT_EQ(receivers_.bodies(kThere).size(), 2U);
  (void)must(world_.control->loop().deliver(world_.mailbox));
  receivers_.let_go();
  EXPECT_EQ(must(first.get()).failed, 1U);
}

TEST_F(WebhooksTest, AfterTwoWeeksTheOldestGiveWayToOneThatSaysSo) {
  const auto made = create("acme", kHere, {"entry.*"});
  receivers_.status[kHere] = 503;
  for (int i = 0; i < 3; ++i) note(i);
  pass(10 * 24h, 1h);
  note(3);
  pass(5 * 24h, 1h);
  EXPECT_EQ(shown("acme", made.webhook.id).waiting, 2U);
  const auto newest = must(world_.control->audit().list("acme", {1, {}})).items.front();
  EXPECT_EQ(newest.action, "webhook.events_given_up");
  EXPECT_EQ(newest.before.find("/hook"), std::string::npos);  // what may be secret stays out of the audit
  receivers_.status.clear();
  pass(7h, 1h);
  EXPECT_EQ(receivers_.types(kHere), "webhook.events_dropped, entry.authorized");
  const auto bodies = receivers_.bodies(kHere);
  EXPECT_EQ(bodies[0].at("data").at("dropped"), 3);
  EXPECT_EQ(bodies[1].at("data").at("after").at("prefix"), "10.0.3.0/24");
  EXPECT_EQ(shown("acme", made.webhook.id).waiting, 0U);
}

TEST_F(WebhooksTest, TimeInWhichNobodyWatchedGivesNothingUp) {
  const auto made = create("acme", kHere, {"entry.*"});
  receivers_.status[kHere] = 500;
  note(1);
  (void)deliver();
  world_.clock.advance(40 * 24h);  // a suspended machine
  (void)deliver();
  EXPECT_EQ(shown("acme", made.webhook.id).waiting, 1U);
  receivers_.status.clear();
  pass(2h, 30min);
  EXPECT_EQ(receivers_.types(kHere), "entry.authorized");
}

TEST_F(WebhooksTest, GoneDisables) {
  const auto made = create("acme", kHere);
  create("acme", kThere, {"webhook.*"});
  receivers_.status[kHere] = 410;
  note(1);
  note(2);
  EXPECT_EQ(deliver().failed, 1U);
  EXPECT_EQ(shown("acme", made.webhook.id).disabled, world_.clock.now());
  EXPECT_EQ(shown("acme", made.webhook.id).waiting, 0U);
  note(3);
  EXPECT_EQ(shown("acme", made.webhook.id).waiting, 0U);
  (void)deliver();
  EXPECT_EQ(receivers_.types(kThere), "webhook.disabled");
  EXPECT_EQ(code_of(webhooks().test("acme", made.webhook.id)), ErrorCode::invalid_setting);
  receivers_.status.clear();
  const auto again = must(webhooks().change(world_.admin, "acme", made.webhook.id, enabled(true)));
  EXPECT_FALSE(again.disabled.has_value());
  note(4);
  (void)deliver();
  EXPECT_EQ(receivers_.types(kHere), "webhook.changed, entry.authorized");
  must(webhooks().remove(world_.admin, "acme", made.webhook.id));
}

TEST_F(WebhooksTest, WhereItSendsToAndWhatItHearsOfCanBeChanged) {
  const auto made = create("acme", kHere, {"entry.*"});
  receivers_.status[kHere] = 500;
  note(1);
  (void)deliver();
  Webhooks::Settings settings;
  settings.url = kThere;
  settings.events = {"entry.denied"};
  const auto changed = must(webhooks().change(world_.ann, "acme", made.webhook.id, settings));
  EXPECT_EQ(changed.url, kThere);
  EXPECT_EQ(changed.events, std::vector<std::string>{"entry.denied"});
  const auto newest = must(world_.control->audit().list("acme", {1, {}})).items.front();
  EXPECT_EQ(newest.action, "webhook.changed");
  EXPECT_EQ(newest.actor.name, world_.ann.name);
  note(2);
  (void)deliver();  // what waits goes there, at once
  EXPECT_EQ(receivers_.types(kThere), "entry.authorized");
  settings.url = "ftp://a.example";
  EXPECT_EQ(code_of(webhooks().change(world_.admin, "acme", made.webhook.id, settings)),
            ErrorCode::invalid_setting);
  const auto disabled = must(webhooks().change(world_.admin, "acme", made.webhook.id, enabled(false)));
  EXPECT_EQ(disabled.disabled, world_.clock.now());
}

TEST_F(WebhooksTest, ATestTriesAtOnceWhatWaits) {
  const auto made = create("acme", kHere, {"entry.*"});
  receivers_.status[kHere] = 500;
  note(1);
  note(2);
  pass(12h, 30min);
  receivers_.status.clear();
  EXPECT_EQ(deliver().delivered, 0U);  // it is tried again within the hour
  must(webhooks().test("acme", made.webhook.id));
  EXPECT_EQ(deliver().delivered, 3U);
  EXPECT_EQ(receivers_.types(kHere), "entry.authorized, entry.authorized, webhook.test");
}

TEST_F(WebhooksTest, TheSecretIsShownOnceAndBothSignDuringTheOverlap) {
  const auto made = create("acme", kHere, {"entry.*"});
  EXPECT_TRUE(made.secret.starts_with("whsec_"));
  const auto signers = [this] {
    note(static_cast<int>(receivers_.tried.size()));
    (void)deliver();
    std::vector<std::string> shown;
    for (const auto& key : receivers_.taken.back().secrets) shown.push_back(show_webhook_key(key));
    return shown;
  };
  using Shown = std::vector<std::string>;
  EXPECT_EQ(signers(), Shown{made.secret});
  const auto second = must(webhooks().rotate_secret(world_.ann, "acme", made.webhook.id, 1h));
  EXPECT_EQ(second.former_until, world_.clock.now() + 1h);
  EXPECT_EQ(signers(), (Shown{second.secret, made.secret}));
  world_.clock.advance(59min);
  EXPECT_EQ(signers().size(), 2U);
  world_.clock.advance(1min);
  EXPECT_EQ(signers(), Shown{second.secret});
  const auto third = must(webhooks().rotate_secret(world_.ann, "acme", made.webhook.id, 0s));
  EXPECT_FALSE(third.former_until.has_value());
  EXPECT_EQ(signers(), Shown{third.secret});
  EXPECT_EQ(code_of(webhooks().rotate_secret(world_.ann, "acme", made.webhook.id, 31 * 24h)),
            ErrorCode::invalid_setting);
  for (const auto& record : must(world_.control->audit().list("acme", {100, {}})).items) {
    EXPECT_EQ((record.before + record.after).find("whsec"), std::string::npos);
  }
}

TEST_F(WebhooksTest, AttemptsAreLoggedNewestFirstAndBounded) {
  const auto made = create("acme", kHere, {"entry.*"});
  receivers_.status[kHere] = 500;
  note(1);
  (void)deliver();
  receivers_.status.clear();
  world_.clock.advance(5s);
  (void)deliver();
  const auto page = must(webhooks().attempts("acme", made.webhook.id, {1, {}}));
  ASSERT_EQ(page.items.size(), 1U);
  EXPECT_EQ(page.items[0].status, 200U);
  EXPECT_EQ(page.items[0].attempt, 2U);
  EXPECT_EQ(page.items[0].failure, "");
  EXPECT_EQ(page.items[0].duration, 10ms);
  const auto older = must(webhooks().attempts("acme", made.webhook.id, {1, page.next})).items.at(0);
  EXPECT_EQ(older.status, 500U);
  EXPECT_EQ(older.attempt, 1U);
  EXPECT_EQ(older.event, page.items[0].event);
  EXPECT_EQ(older.type, "entry.authorized");
  for (int i = 0; i < 1'005; ++i) must(webhooks().test("acme", made.webhook.id));
  EXPECT_EQ(deliver().delivered, 1'005U);
  const auto kept = must(webhooks().attempts("acme", made.webhook.id, {1000, {}}));
  EXPECT_EQ(kept.items.size(), 1000U);
  EXPECT_TRUE(kept.next.empty());
}

TEST_F(WebhooksTest, OneOfAnotherOrganizationIsNotFound) {
  must(world_.control->directory().create_organization(world_.admin, "other"));
  const auto id = create("acme", kHere).webhook.id;
  for (const std::string organization : {"other", ""}) {
    EXPECT_EQ(code_of(webhooks().webhook(organization, id)), ErrorCode::not_found);
    EXPECT_EQ(code_of(webhooks().remove(world_.admin, organization, id)), ErrorCode::not_found);
    EXPECT_EQ(code_of(webhooks().rotate_secret(world_.admin, organization, id, 0s)), ErrorCode::not_found);
    EXPECT_EQ(code_of(webhooks().test(organization, id)), ErrorCode::not_found);
    EXPECT_EQ(code_of(webhooks().attempts(organization, id, {})), ErrorCode::not_found);
    EXPECT_TRUE(must(webhooks().list(organization)).empty());
  }
  EXPECT_EQ(code_of(webhooks().list("nobody")), ErrorCode::unknown_organization);
}

TEST_F(WebhooksTest, RemovingForgetsWhatWaited) {
  const auto id = create("acme", kHere).webhook.id;
  note(1);
  must(webhooks().remove(world_.admin, "acme", id));
  note(2);
  EXPECT_EQ(deliver().delivered, 0U);
  EXPECT_EQ(world_.control->statistics().webhook_events_waiting, 0U);
}

TEST_F(WebhooksTest, AnOrganizationHasAtMostTwenty) {
  for (int i = 0; i < 20; ++i) create("acme", kHere);
  EXPECT_EQ(code_of(webhooks().create(world_.admin, "acme", kHere, {})), ErrorCode::too_many_entries);
}

TEST(WebhooksRestart, WhatWaitsAndWhoHearsOutliveARestart) {
  const TemporaryFolder folder;
  TestWorld world({}, folder / "sallyport.db");
  world.make_acme();
  const auto made = must(world.control->webhooks().create(world.admin, "acme", kHere, {"entry.*"}));
  world.authorize({"acme", ""}, "192.0.2.0/24");
  world.restart(false);
  world.authorize({"acme", ""}, "198.51.100.0/24");
  Receivers receivers;
  EXPECT_EQ(must(world.control->webhooks().deliver(receivers)).delivered, 2U);
  EXPECT_EQ(show_webhook_key(receivers.taken.at(0).secrets.at(0)), made.secret);
  std::ifstream in(folder / "sallyport.db", std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  EXPECT_EQ(bytes.find(receivers.taken.at(0).secrets.at(0)), std::string::npos) << "the secret lies open";
}

}  // namespace
}  // namespace sallyport::control
