// When what is followed goes: graces, days, clocks that are wrong, catalogs that come and go meanwhile, and
// looks that fail.

#include "control/following/following_world.h"

namespace sallyport::control {
namespace {

using std::chrono::days;

constexpr const char* kFirstAddress = "{addresses: [3.6.251.1]}";
constexpr const char* kSecondAddress = "{addresses: [3.6.251.2]}";

// Where `armed`, the next change fails once the catalogs were asked for.
class FailingStore final : public Store {
 public:
  explicit FailingStore(std::unique_ptr<Store> store) : store_(std::move(store)) {}
  Result<std::unique_ptr<Transaction>> begin() override {
    if (std::exchange(fails, false)) return fail(ErrorCode::unavailable, "the disk is away");
    return store_->begin();
  }
  Result<std::unique_ptr<Reader>> view() override { return store_->view(); }
  Result<void> check() override { return store_->check(); }

  bool armed = false;
  bool fails = false;

 private:
  std::unique_ptr<Store> store_;
};

class FollowTimesTest : public FollowingWorld {
 protected:
  // A world in which the first look at a follow can be made to fail.
  struct Failing {
    explicit Failing(FollowTimesTest& test) : world(settings(test, *this)) {
      world.control.reset();
      auto wrapped = std::make_unique<FailingStore>(std::move(world.store));
      store = wrapped.get();
      world.store = std::move(wrapped);
      world.start();
      world.make_acme();
    }
    static ControlSettings settings(FollowTimesTest& test, Failing& self) {
      ControlSettings settings;
      settings.catalogs = [&test, &self] {
        if (self.store != nullptr && std::exchange(self.store->armed, false)) self.store->fails = true;
        return test.catalogs;
      };
      return settings;
    }
    Milliseconds watched() const {
      return Milliseconds(must(must(world.store->view())->number(Number::watched)).value_or(0));
    }

    FailingStore* store = nullptr;
    TestWorld world;
  };
};

TEST_F(FollowTimesTest, WhatWasLeavingStaysWhileItsFollowIsHeld) {
  publish("bird", {kFirstAddress, kSecondAddress});
  follow("bird");
  publish("bird", {kSecondAddress});
  run();
  world.advance(days(2));
  withdraw("bird");
  run();
  (void)mails();
  world.advance(days(40));
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2");
  EXPECT_EQ(reason("3.6.251.1"), policy::Reason::catalog);
  EXPECT_EQ(entry("3.6.251.1").entry.valid_until, world.clock.now() + days(1));
  for (const auto& mail : mails()) EXPECT_EQ(mail.removed.total, 0U);
  publish("bird", {kSecondAddress});
  run();
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2");
  world.advance(days(1));
  EXPECT_EQ(list(), "3.6.251.2");
}

TEST_F(FollowTimesTest, WhatIsBackWhenItsFollowIsNotHeldAnyMoreStays) {
  publish("bird", {kFirstAddress, kSecondAddress});
  follow("bird");
  publish("bird", {kSecondAddress});
  run();
  withdraw("bird");
  world.advance(days(10));
  publish("bird", {kFirstAddress, kSecondAddress});
  run();
  EXPECT_EQ(entry("3.6.251.1").entry.valid_until, policy::kForever);
}

// The north's end says nothing about why it is not wanted now: it was the south's until today.
TEST_F(FollowTimesTest, AnOldEndElsewhereDoesNotShortenTheGrace) {
  const std::string start =
      "vendor: fish\nname: Fish\nsources: [{id: en, page: A page, language: en}]\nsites: [north, south]\n"
      "offerings:\n  - id: push\n    name: Push\n    direction: from-vendor\n    cells:\n"
      "      - site: north\n        source: en\n        entries:\n"
      "          - {addresses: [3.6.251.1], until: 2024-12-31}\n"
      "          - {addresses: [3.6.251.2]}\n"
      "      - {site: south, source: en, addresses: ";
  publish_yaml("fish", start + "[3.6.251.1, 3.6.251.3]}\n");
  follow("fish");
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2, 3.6.251.3");
  world.advance(days(2));
  publish_yaml("fish", start + "[3.6.251.3]}\n");
  run();
  const auto leaving = status("fish").leaving;
  ASSERT_EQ(leaving.total, 1U);
  EXPECT_EQ(leaving.first[0].prefix, prefix("3.6.251.1"));
  EXPECT_EQ(leaving.first[0].given_up, world.clock.now());
  EXPECT_EQ(leaving.first[0].removal, world.clock.now() + days(7));
}

TEST_F(FollowTimesTest, WhatIsNotTakenEarlyAnyMoreIsAnnounced) {
  publish("bird", {kFirstAddress, "{addresses: [3.6.251.2], from: 2026-03-01}"});
  Follow early = all_of("bird");
  early.early = true;
  follow(early);
  (void)mails();
  const FollowOutcome outcome = follow("bird");
  EXPECT_EQ(list(), "3.6.251.1");
  EXPECT_EQ(outcome.removed.total, 1U);
  ASSERT_EQ(outcome.status.coming.total, 1U);
  EXPECT_EQ(outcome.status.coming.first[0].prefix, prefix("3.6.251.2"));
  const auto told = mails();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(text(told[0].coming), "3.6.251.2");
  world.advance(days(60));  // into March
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2");
  EXPECT_EQ(status().coming.total, 0U);
}

TEST_F(FollowTimesTest, AClockThatWasAheadDoesNotStopFollowing) {
  publish("bird", {kFirstAddress, "{addresses: [3.6.251.2], until: 2026-01-05}"});
  follow("bird");
  const Timestamp start = world.clock.now();
  world.clock.set_wall(start + days(3650));
  run();
  EXPECT_EQ(status().leaving.total, 1U);
  world.clock.set_wall(start + days(1));
  run();
  EXPECT_EQ(status().leaving.total, 0U);
  EXPECT_EQ(entry("3.6.251.2").entry.valid_until, policy::kForever);
}

TEST_F(FollowTimesTest, OneThatFailsDoesNotStopTheOthers) {
  publish("bird", {kFirstAddress});
  Failing failing(*this);
  TestWorld& other = failing.world;
  must(other.control->directory().create_organization(other.admin, "beta"));
  for (const char* name : {"acme", "beta"})
    must(other.control->follows().put(other.admin, name, all_of("bird")));
  publish("bird", {kFirstAddress, kSecondAddress});
  failing.store->armed = true;
  const auto turn = other.control->loop().run_due();
  EXPECT_EQ(code_of(turn), ErrorCode::unavailable);
  EXPECT_EQ(other.listed({"acme", {}}), "3.6.251.1");  // the one that failed
  EXPECT_EQ(other.listed({"beta", {}}), "3.6.251.1, 3.6.251.2");
  must(other.control->loop().run_due());
  EXPECT_EQ(other.listed({"acme", {}}), "3.6.251.1, 3.6.251.2");
}

TEST_F(FollowTimesTest, TheTimeWatchedIsWrittenWhateverFollowingComesTo) {
  publish("bird", {kFirstAddress});
  Failing failing(*this);
  must(failing.world.control->follows().put(failing.world.admin, "acme", all_of("bird")));
  publish("bird", {kSecondAddress});
  const Milliseconds before = failing.watched();
  failing.world.clock.advance(std::chrono::minutes(11));
  failing.store->armed = true;
  EXPECT_EQ(code_of(failing.world.control->loop().run_due()), ErrorCode::unavailable);
  EXPECT_EQ(failing.watched(), before + std::chrono::minutes(11));
}

// The turn began with one revision; a newer one was there before it came to the organization.
TEST_F(FollowTimesTest, ATurnDoesNotGoBackBehindANewerCatalog) {
  publish("bird", {kFirstAddress});
  std::shared_ptr<const catalog::Catalogs> newer;
  ControlSettings settings;
  settings.catalogs = [&] {
    const auto known = catalogs;
    if (newer != nullptr) catalogs = std::exchange(newer, nullptr);
    return known;
  };
  TestWorld other(settings);
  other.make_acme();
  must(other.control->follows().put(other.admin, "acme", all_of("bird")));
  must(other.control->loop().run_due());
  publish("bird", {kFirstAddress, "{addresses: [3.6.251.3]}"});
  newer = catalogs;
  publish("bird", {kFirstAddress, kSecondAddress});
  EXPECT_EQ(must(other.control->loop().run_due()), Milliseconds(1));  // look again
  EXPECT_EQ(other.listed({"acme", {}}), "3.6.251.1, 3.6.251.3");
  EXPECT_GT(must(other.control->loop().run_due()), Milliseconds(1));
}

}  // namespace
}  // namespace sallyport::control
