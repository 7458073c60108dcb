// What much of something does to webhooks: bulk changes, queues that are full, receivers that answer slowly.

#include <boost/json.hpp>
#include <functional>
#include <mutex>

#include "control/test_world.h"
#include "control/webhooks/webhook_queue.h"

namespace sallyport::control {
namespace {

using namespace std::chrono_literals;
using boost::json::object;

const std::string kOurs = "https://ours.example/hook";
const std::string kSlow = "https://slow.example/hook";

// Takes everything, or refuses everything with 503; each answer takes as long as is said for its url.
class Counter : public WebhookSender {
 public:
  WebhookAnswer send(const WebhookMessage& message) override {
    const std::lock_guard lock(mutex_);
    const auto found = durations.find(message.url);
    const Milliseconds duration = found == durations.end() ? 10ms : found->second;
    ++tried[message.url];
    order.push_back(message.url);
    if (pass) pass(duration);
    if (down) return {503, "answered so", duration};
    taken[message.url].push_back(boost::json::parse(message.body).as_object());
    return {200, {}, duration};
  }
  std::string types(const std::string& url) {
    std::string text;
    for (const object& body : taken[url]) text += (text.empty() ? "" : ", ") + type(body);
    return text;
  }
  static std::string type(const object& body) { return std::string(body.at("type").as_string()); }

  std::function<void(Milliseconds)> pass;  // the clock, where it is to go on meanwhile
  bool down = false;
  std::map<std::string, Milliseconds> durations;
  std::map<std::string, unsigned> tried;
  std::map<std::string, std::vector<object>> taken;
  std::vector<std::string> order;

 private:
  std::mutex mutex_;
};

class WebhookCrowdTest : public ::testing::Test {
 protected:
  void SetUp() override { world_.make_acme(); }
  Webhooks webhooks() { return world_.control->webhooks(); }
  std::int64_t create(const std::string& organization, const std::string& url,
                      const std::vector<std::string>& events = {}) {
    return must(webhooks().create(world_.admin, organization, url, events)).webhook.id;
  }
  void deliver() { (void)must(webhooks().deliver(receiver_)); }
  void import(const std::string& organization, std::uint32_t from, std::uint32_t count) {
    std::vector<NewEntry> entries;
    for (std::uint32_t i = from; i < from + count; ++i) {
      entries.push_back(
          {net::Prefix(net::Address::ipv4(0x0a000000U + i)), {}, policy::kAlways, policy::kForever});
    }
    must(world_.control->lists().authorize(world_.admin, {organization, ""}, entries));
  }
  std::uint64_t waiting(std::int64_t id) { return must(webhooks().webhook("acme", id)).waiting; }

  TestWorld world_;
  Counter receiver_;
};

TEST_F(WebhookCrowdTest, ABulkChangeIsToldInFewEvents) {
  create("acme", kOurs, {"entry.*"});
  import("acme", 0, 12'000);
  deliver();
  const auto& bodies = receiver_.taken[kOurs];
  ASSERT_EQ(bodies.size(), 120U);
  std::uint32_t next = 0;
  for (const object& body : bodies) {
    const object& data = body.at("data").as_object();
    EXPECT_EQ(Counter::type(body), "entry.authorized");
    EXPECT_EQ(data.at("count"), 100);
    EXPECT_EQ(data.at("last").as_int64(), data.at("number").as_int64() + 99);
    EXPECT_TRUE(data.at("after").is_null());
    for (const auto& each : data.at("prefixes").as_array()) {
      EXPECT_EQ(each.as_string(), net::Address::ipv4(0x0a000000U + next++).to_string().c_str());
    }
  }
  EXPECT_EQ(next, 12'000U);
}

TEST_F(WebhookCrowdTest, OneEntryIsToldWithAllOfIt) {
  create("acme", kOurs, {"entry.*"});
  import("acme", 0, 1);
  deliver();
  const object& data = receiver_.taken[kOurs].at(0).at("data").as_object();
  EXPECT_EQ(data.at("count"), 1);
  EXPECT_EQ(data.at("prefixes").as_array().at(0), "10.0.0.0");
  EXPECT_EQ(data.at("after").at("prefix"), "10.0.0.0");
}

// Removals inside give way to what is authorized around them: they are told by themselves.
TEST_F(WebhookCrowdTest, WhatIsDoneAlikeIsToldTogether) {
  import("acme", 0, 4);
  std::vector<net::Prefix> prefixes;
  for (std::uint32_t i = 0; i < 4; ++i) prefixes.emplace_back(net::Address::ipv4(0x0a000000U + i));
  for (const auto& each : prefixes) must(world_.control->lists().remove(world_.admin, {"acme", ""}, each));
  create("acme", kOurs, {"entry.*"});
  world_.authorize({"acme", ""}, "10.0.0.0/30");
  deliver();
  EXPECT_EQ(receiver_.types(kOurs), "entry.authorized, entry.lifted");
  EXPECT_EQ(receiver_.taken[kOurs].at(1).at("data").at("count"), 4);
}

// Somebody's import throws nobody's question away, though its receiver is down meanwhile.
TEST_F(WebhookCrowdTest, ARequestToRotateOutlivesABulkChange) {
  auto directory = world_.control->directory();
  must(directory.create_organization(world_.admin, "other"));
  must(directory.create_credential(world_.admin, "acme", "theirs", Channel::api, policy::Fingerprint{1, 2}));
  const auto id = create("", kOurs);
  receiver_.down = true;
  must(directory.rotate_credential(world_.admin, "acme", "theirs", 0s, std::nullopt));
  deliver();
  for (int i = 0; i < 9'950; ++i) must(webhooks().test("", id));
  import("other", 0, 12'000);
  receiver_.down = false;
  world_.clock.advance(5s);
  deliver();
  const auto& bodies = receiver_.taken[kOurs];
  ASSERT_EQ(bodies.size(), kMostWaiting);
  EXPECT_EQ(Counter::type(bodies.at(0)), "credential.rotation_requested");
  EXPECT_EQ(Counter::type(bodies.at(9'950)), "webhook.test");
  EXPECT_EQ(Counter::type(bodies.at(9'951)), "webhook.events_dropped");
  EXPECT_EQ(bodies.at(9'951).at("data").at("dropped"), 1 + 9'950 + 120 - 9'999);
  EXPECT_EQ(Counter::type(bodies.at(9'952)), "entry.authorized");  // the newest of them
}

TEST_F(WebhookCrowdTest, OthersNeverGiveWayToEntries) {
  const auto id = create("acme", kOurs);
  for (std::uint64_t i = 0; i < kMostWaiting; ++i) must(webhooks().test("acme", id));
  import("acme", 0, 300);
  EXPECT_EQ(waiting(id), kMostWaiting);
  EXPECT_EQ(world_.control->statistics().webhook_events_dropped,
            4U);  // three of entries, and one for the gap
  deliver();
  const auto& bodies = receiver_.taken[kOurs];
  ASSERT_EQ(bodies.size(), kMostWaiting);
  EXPECT_EQ(Counter::type(bodies.back()), "webhook.events_dropped");
  EXPECT_EQ(Counter::type(bodies.front()), "webhook.test");
}

TEST_F(WebhookCrowdTest, WhereAllAreAlikeTheOldestGiveWay) {
  const auto id = create("acme", kOurs);
  for (std::uint64_t i = 0; i < kMostWaiting + 5; ++i) must(webhooks().test("acme", id));
  EXPECT_EQ(waiting(id), kMostWaiting);
  deliver();
  const auto& bodies = receiver_.taken[kOurs];
  EXPECT_EQ(bodies.size(), kMostWaiting);
  EXPECT_EQ(Counter::type(bodies.front()), "webhook.events_dropped");
  EXPECT_EQ(bodies.front().at("data").at("dropped"), 6);
  EXPECT_EQ(waiting(id), 0U);
}

// It takes everything, each after 13 s: others are served between its events, and it does not get more
// threads.
TEST_F(WebhookCrowdTest, AReceiverThatAnswersSlowlyGetsOneEventAtATime) {
  auto directory = world_.control->directory();
  must(directory.create_organization(world_.admin, "other"));
  const auto slow = create("acme", kSlow, {"webhook.test"});
  const auto ours = create("other", kOurs, {"webhook.test"});
  receiver_.durations[kSlow] = 13s;
  receiver_.pass = [this](Milliseconds duration) { world_.clock.advance(duration); };
  for (int i = 0; i < 60; ++i) must(webhooks().test("acme", slow));
  must(webhooks().test("other", ours));
  deliver();
  EXPECT_EQ(receiver_.tried[kSlow], 60U);
  const auto served = std::ranges::find(receiver_.order, kOurs) - receiver_.order.begin();
  EXPECT_LE(served, 1);  // after one of the slow one's events at most
}

}  // namespace
}  // namespace sallyport::control
