// What following does to a list as vendors and days change, in simulated time.

#include "base/testing/temporary_folder.h"
#include "catalog/read_catalog.h"
#include "control/following/following_world.h"

namespace sallyport::control {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

constexpr const char* kOne = "{addresses: [3.6.251.1]}";
constexpr const char* kTwo = "{addresses: [3.6.251.2]}";

class FollowRunTest : public FollowingWorld {};

TEST_F(FollowRunTest, WhatIsPublishedIsOnTheListAtOnce) {
  publish("bird", {kOne, kTwo});
  const std::int64_t before = newest();
  const FollowOutcome outcome = follow("bird");
  EXPECT_EQ(outcome.added.total, 2U);
  EXPECT_EQ(outcome.status.entries, 2U);
  EXPECT_EQ(outcome.status.effect, "your list has 2 entries by it");
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2");
  EXPECT_EQ(entry("3.6.251.1").entry.source, policy::Source::catalog);
  EXPECT_EQ(entry("3.6.251.1").note, "bird: push");
  EXPECT_EQ(entry("3.6.251.1").by, "catalog");
  EXPECT_EQ(reason("3.6.251.1"), policy::Reason::catalog);
  EXPECT_EQ(audit_after(before),
            "follow.created by ann@acme.example, entry.followed by catalog, entry.followed by catalog");
  const auto told = mails();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(text(told[0].added), "3.6.251.1, 3.6.251.2");
  EXPECT_EQ(told[0].name, "bird Inc");
}

TEST_F(FollowRunTest, ANewRevisionIsFollowedByTheNextTurnOfTheLoop) {
  publish("bird", {kOne});
  follow("bird");
  (void)mails();
  publish("bird", {kOne, kTwo});
  EXPECT_EQ(list(), "3.6.251.1");
  run();
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2");
  EXPECT_EQ(text(mails().at(0).added), "3.6.251.2");
  const std::int64_t before = newest();
  world.advance(days(3));
  EXPECT_EQ(audit_after(before), "");  // the same again is nothing
  EXPECT_TRUE(mails().empty());
}

TEST_F(FollowRunTest, WhatWasGivenUpStaysForItsGrace) {
  publish("bird", {kOne, kTwo});
  follow("bird");
  (void)world.request("acme", "web", "3.6.251.1");
  (void)mails();
  world.advance(days(2));
  publish("bird", {kTwo});
  const std::int64_t before = newest();
  run();
  EXPECT_EQ(audit_after(before), "entry.changed by catalog");
  EXPECT_EQ(entry("3.6.251.1").entry.valid_until, world.clock.now() + days(7));
  const auto told = mails();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(text(told[0].given_up), "3.6.251.1");
  EXPECT_EQ(told[0].still_there.entries, 1U);
  EXPECT_FALSE(told[0].many);
  world.advance(days(3));
  EXPECT_EQ(reason("3.6.251.1"), policy::Reason::catalog);
  EXPECT_EQ(status().effect,
            "1 entry that your list still has was given up by the vendor 3 days ago; last used "
            "5 days ago");
  EXPECT_EQ(status().leaving.total, 1U);
  world.advance(days(4) + 1h);
  EXPECT_EQ(list(), "3.6.251.2");
  EXPECT_NE(reason("3.6.251.1"), policy::Reason::catalog);
  const auto last = mails();
  ASSERT_EQ(last.size(), 1U);
  EXPECT_EQ(text(last[0].removed), "3.6.251.1");
  EXPECT_EQ(audit_after(before), "entry.changed by catalog, entry.removed by catalog");
  EXPECT_EQ(world.listed({"acme", {}}, policy::EntryKind::removed), "none");  // it may come again
  EXPECT_EQ(status().leaving.total, 0U);
}

TEST_F(FollowRunTest, WhatComesBackInItsGraceStays) {
  publish("bird", {kOne, kTwo});
  follow("bird");
  publish("bird", {kTwo});
  run();
  world.advance(days(6));
  publish("bird", {kOne, kTwo});
  (void)mails();
  run();
  EXPECT_EQ(entry("3.6.251.1").entry.valid_until, policy::kForever);
  EXPECT_EQ(text(mails().at(0).back), "3.6.251.1");
  world.advance(days(30));
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2");
}

TEST_F(FollowRunTest, TheVendorsDaysCount) {
  publish("bird", {kOne, "{addresses: [3.6.251.2], from: 2026-01-04}",
                   "{addresses: [3.6.251.3], until: 2026-01-05}"});
  const FollowOutcome outcome = follow("bird");
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.3");
  ASSERT_EQ(outcome.status.coming.total, 1U);
  EXPECT_EQ(outcome.status.coming.first[0].prefix, prefix("3.6.251.2"));
  EXPECT_EQ(sallyport::to_string(outcome.status.coming.first[0].on), "2026-01-04T00:00:00Z");
  EXPECT_EQ(text(mails().at(0).coming), "3.6.251.2");
  world.advance(days(3) - 1s);
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.3");
  EXPECT_TRUE(mails().empty());
  world.advance(1s);
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2, 3.6.251.3");
  EXPECT_EQ(status().coming.total, 0U);
  world.advance(days(3) + 1h);  // into 2026-01-07
  const auto leaving = status().leaving;
  ASSERT_EQ(leaving.total, 1U);
  EXPECT_EQ(sallyport::to_string(leaving.first[0].given_up), "2026-01-06T00:00:00Z");
  EXPECT_EQ(sallyport::to_string(leaving.first[0].removal), "2026-01-13T00:00:00Z");
  world.advance(days(6));
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2");
}

TEST_F(FollowRunTest, EarlyTakesWhatIsAnnounced) {
  publish("bird", {kOne, "{addresses: [3.6.251.2], from: 2026-03-01}"});
  Follow early = all_of("bird");
  early.early = true;
  EXPECT_EQ(follow(early).added.total, 2U);
  EXPECT_EQ(status().coming.total, 0U);
  EXPECT_EQ(reason("3.6.251.2"), policy::Reason::catalog);
}

TEST_F(FollowRunTest, WhatAPersonRemovedStaysAway) {
  publish("bird", {kOne, kTwo, "{addresses: [18.195.110.0/24]}"});
  follow("bird");
  must(world.control->lists().remove(world.ann, {"acme", {}}, prefix("3.6.251.1")));
  must(world.control->lists().deny(world.ann, {"acme", {}},
                                   NewEntry{prefix("3.6.251.2"), {}, policy::kAlways, policy::kForever}));
  publish("bird", {kOne, kTwo, "{addresses: [18.195.110.0/24]}", "{addresses: [52.20.30.1]}"});
  world.advance(days(2));
  EXPECT_EQ(list(), "18.195.110.0/24, 52.20.30.1");
  EXPECT_EQ(world.listed({"acme", {}}, policy::EntryKind::denied), "3.6.251.2");
  const auto back = status().held_back;
  ASSERT_EQ(back.total, 2U);
  EXPECT_EQ(back.first[0].because, "you removed it");
  EXPECT_EQ(back.first[1].because, "you denied it");
  EXPECT_EQ(status().effect, "your list has 2 entries by it; 2 are held back");
}

// R6 is about addresses, not about the same prefix.
TEST_F(FollowRunTest, ARemovalAroundOrInsideKeepsItAway) {
  world.authorize({"acme", {}}, "3.6.251.0/24");
  world.authorize({"acme", {}}, "18.195.110.7");
  must(world.control->lists().remove(world.ann, {"acme", {}}, prefix("3.6.251.0/24")));
  must(world.control->lists().remove(world.ann, {"acme", {}}, prefix("18.195.110.7")));
  publish("bird", {kOne, "{addresses: [18.195.110.0/24]}", "{addresses: [52.20.30.1]}"});
  follow("bird");
  EXPECT_EQ(list(), "52.20.30.1");
  const auto back = status().held_back;
  ASSERT_EQ(back.total, 2U);
  EXPECT_EQ(back.first[0].because, "you removed 3.6.251.0/24, which contains it");
  EXPECT_EQ(back.first[1].because, "you removed 18.195.110.7, which is in it");
}

// The more specific entry would win over the denial.
TEST_F(FollowRunTest, ADeniedNetworkKeepsAwayWhatIsInIt) {
  must(world.control->lists().deny(
      world.ann, {"acme", {}}, NewEntry{prefix("18.195.110.0/24"), {}, policy::kAlways, policy::kForever}));
  publish("bird", {kOne, "{addresses: [18.195.110.7]}", "{addresses: [18.195.0.0/16]}"});
  EXPECT_EQ(follow("bird").added.total, 2U);
  EXPECT_EQ(list(), "3.6.251.1, 18.195.0.0/16");
  EXPECT_EQ(reason("18.195.110.7"), policy::Reason::denied);
  EXPECT_EQ(reason("18.195.111.7"), policy::Reason::catalog);
  const auto back = status().held_back;
  ASSERT_EQ(back.total, 1U);
  EXPECT_EQ(back.first[0].because, "you denied 18.195.110.0/24, which contains it");
}

TEST_F(FollowRunTest, ALaterDenialTakesOffWhatIsInItUntilItIsGone) {
  publish("bird", {kOne, "{addresses: [18.195.110.7]}"});
  publish("fish", {"{addresses: [18.195.110.7]}"});
  follow("bird");
  follow("fish");
  must(world.control->lists().deny(
      world.ann, {"acme", {}}, NewEntry{prefix("18.195.110.0/24"), {}, policy::kAlways, policy::kForever}));
  const std::int64_t before = newest();
  run();  // at once
  EXPECT_EQ(list(), "3.6.251.1");
  EXPECT_EQ(audit_after(before), "entry.removed by catalog");
  EXPECT_EQ(reason("18.195.110.7"), policy::Reason::denied);
  EXPECT_EQ(status().effect, "your list has 1 entry by it; 1 is held back");
  EXPECT_EQ(status("fish").held_back.first.at(0).because, "you denied 18.195.110.0/24, which contains it");
  must(world.control->lists().remove(world.ann, {"acme", {}}, prefix("18.195.110.0/24")));
  world.advance(days(1));
  EXPECT_EQ(list(), "3.6.251.1, 18.195.110.7");
}

TEST_F(FollowRunTest, WhatIsTheirsAlreadyStaysTheirs) {
  world.authorize({"acme", {}}, "3.6.251.1");
  publish("bird", {kOne, kTwo});
  EXPECT_EQ(follow("bird").added.total, 1U);
  EXPECT_EQ(status().yours, 1U);
  EXPECT_EQ(reason("3.6.251.1"), policy::Reason::authorized);
  publish("bird", {kTwo});
  world.advance(days(10));
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2");
}

TEST_F(FollowRunTest, APersonCanKeepWhatTheVendorGaveUp) {
  publish("bird", {kOne, kTwo});
  follow("bird");
  publish("bird", {kTwo});
  run();
  world.authorize({"acme", {}}, "3.6.251.1");
  world.advance(days(30));
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2");
  EXPECT_EQ(entry("3.6.251.1").entry.source, policy::Source::manual);
  EXPECT_EQ(status().leaving.total, 0U);
}

TEST_F(FollowRunTest, AnEntryOfTwoVendorsStaysAsLongAsOneHasIt) {
  publish("bird", {kOne});
  publish("fish", {kOne, kTwo});
  follow("bird");
  follow("fish");
  EXPECT_EQ(status("fish").entries, 2U);
  publish("bird", {"{addresses: [3.6.251.9]}"});
  (void)mails();
  world.advance(days(10));
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2, 3.6.251.9");
  EXPECT_EQ(entry("3.6.251.1").entry.valid_until, policy::kForever);
  EXPECT_EQ(entry("3.6.251.1").note, "fish: push");
  for (const auto& mail : mails()) EXPECT_EQ(mail.given_up.total + mail.removed.total, 0U);
  publish("fish", {kTwo});
  world.advance(days(10));
  EXPECT_EQ(list(), "3.6.251.2, 3.6.251.9");
}

TEST_F(FollowRunTest, ACatalogThatIsGoneHoldsTheFollow) {
  publish("bird", {kOne});
  follow("bird");
  (void)mails();
  withdraw("bird");
  world.advance(days(40));
  EXPECT_EQ(list(), "3.6.251.1");
  EXPECT_EQ(status().held, "there is no catalog of bird any more");
  const auto told = mails();
  ASSERT_EQ(told.size(), 1U);  // once
  EXPECT_EQ(told[0].held, "there is no catalog of bird any more");
  publish("bird", {kOne, kTwo});
  run();
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2");
  EXPECT_EQ(status().held, "");
  EXPECT_TRUE(mails().at(0).resumed);
}

TEST_F(FollowRunTest, AnUnknownCellHoldsTheFollow) {
  publish("bird", {kOne});
  follow("bird");
  std::string yaml = vendor_yaml("bird", {kTwo});
  yaml.replace(yaml.find("      - entries"), std::string::npos,
               "      - unknown: nobody says\n        sources: [en]\n");
  publish_yaml("bird", yaml);
  const std::int64_t before = newest();
  run();
  EXPECT_EQ(list(), "3.6.251.1");
  EXPECT_EQ(audit_after(before), "follow.held by catalog");
  EXPECT_NE(status().held.find("push"), std::string::npos) << status().held;
  EXPECT_EQ(status().held.find("--allow-unknown"), std::string::npos);
}

TEST_F(FollowRunTest, WhereNoCatalogsAreKnownEverythingWaits) {
  publish("bird", {kOne});
  follow("bird");
  (void)mails();
  catalogs = nullptr;
  world.advance(days(3));
  EXPECT_EQ(list(), "3.6.251.1");
  EXPECT_TRUE(mails().empty());
  EXPECT_EQ(status().held, "this Sallyport knows no catalogs");
  put_up();
  run();
  EXPECT_EQ(status().held, "");
}

TEST_F(FollowRunTest, ADaemonThatWasAwayForMonthsGivesADaysNotice) {
  publish("bird", {kOne, "{addresses: [3.6.251.2], until: 2026-01-10}"});
  follow("bird");
  world.control.reset();
  world.clock.advance(days(120));
  world.start();
  run();
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2");
  EXPECT_EQ(entry("3.6.251.2").entry.valid_until, world.clock.now() + days(1));
  ASSERT_EQ(status().leaving.total, 1U);
  EXPECT_EQ(sallyport::to_string(status().leaving.first[0].given_up), "2026-01-11T00:00:00Z");
  world.advance(days(1));
  EXPECT_EQ(list(), "3.6.251.1");
}

TEST_F(FollowRunTest, MuchGivenUpAtOnceIsSaidFirst) {
  std::vector<std::string> many;
  for (int i = 1; i <= 8; ++i) many.push_back("{addresses: [18.195.110." + std::to_string(i) + "]}");
  publish("bird", many);
  follow("bird");
  (void)mails();
  publish("bird", {many[0], many[1], many[2]});
  run();
  const auto told = mails();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_TRUE(told[0].many);
  EXPECT_EQ(told[0].given_up.total, 5U);
  EXPECT_EQ(reason("18.195.110.8"), policy::Reason::catalog);  // it still has its grace
}

TEST_F(FollowRunTest, MailsAreBounded) {
  std::vector<std::string> many;
  for (int i = 0; i < 50; ++i) many.push_back("{addresses: [18.195.110." + std::to_string(i) + "]}");
  publish("bird", many);
  follow("bird");
  const auto told = mails();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].added.first.size(), 20U);
  EXPECT_EQ(told[0].added.total, 50U);
}

TEST_F(FollowRunTest, WhatWaitedForItIsSettled) {
  world.mode({"acme", {}}, policy::Mode::blocking);
  EXPECT_EQ(world.request("acme", "web", "3.6.251.1"), policy::Reason::unknown_address);
  publish("bird", {kOne});
  follow("bird");
  EXPECT_EQ(world.unauthorized("acme"), "none");
  EXPECT_EQ(world.alerts("acme").at(0).state, AlertState::authorized);
}

TEST_F(FollowRunTest, AListThatIsFullHoldsTheFollow) {
  ControlSettings settings = settings_with_catalogs();
  settings.entries_per_list = 2;
  TestWorld small(settings);
  small.make_acme();
  publish("bird", {kOne});
  must(small.control->follows().put(small.admin, "acme", all_of("bird")));
  publish("bird", {kOne, kTwo, "{addresses: [3.6.251.3]}"});
  (void)must(small.control->loop().run_due());
  EXPECT_EQ(small.listed({"acme", {}}), "3.6.251.1");
  EXPECT_EQ(must(small.control->follows().status("acme", "bird")).held,
            "its 2 new entries find no room on the list, which has at most 2");
  publish("bird", {kOne, kTwo});
  (void)must(small.control->loop().run_due());
  EXPECT_EQ(small.listed({"acme", {}}), "3.6.251.1, 3.6.251.2");
}

TEST_F(FollowRunTest, ManyOrganizationsAreFollowedInTurns) {
  publish("bird", {kOne});
  constexpr int kOrganizations = 150;
  for (int i = 0; i < kOrganizations; ++i) {
    const std::string name = "o" + std::to_string(i);
    must(world.control->directory().create_organization(world.admin, name));
    must(world.control->follows().put(world.admin, name, all_of("bird")));
  }
  publish("bird", {kTwo});
  const auto behind = [&] {
    int count = 0;
    for (int i = 0; i < kOrganizations; ++i) {
      if (world.listed({"o" + std::to_string(i), {}}) == "3.6.251.1") ++count;
    }
    return count;
  };
  EXPECT_EQ(must(world.control->loop().run_due()), Milliseconds(1));
  EXPECT_EQ(behind(), 50);
  EXPECT_GT(must(world.control->loop().run_due()), Milliseconds(1));
  EXPECT_EQ(behind(), 0);
}

TEST_F(FollowRunTest, WhatARestartFindsIsWhatWasCommitted) {
  TemporaryFolder directory;
  TestWorld kept(settings_with_catalogs(), directory / "store.db");
  kept.make_acme();
  publish("bird", {kOne, kTwo});
  must(kept.control->follows().put(kept.admin, "acme", all_of("bird")));
  publish("bird", {kTwo});
  (void)must(kept.control->loop().run_due());
  kept.restart(false);
  EXPECT_EQ(must(kept.control->follows().status("acme", "bird")).leaving.total, 1U);
  kept.advance(days(8));
  EXPECT_EQ(kept.listed({"acme", {}}), "3.6.251.2");
  must(kept.store->check());
  must(kept.control->audit().verify());
}

TEST_F(FollowRunTest, TheRealMoEngage) {
  auto real = catalog::load_catalog(std::string(SALLYPORT_SOURCE) + "/catalogs/moengage.yaml");
  ASSERT_TRUE(real) << real.error().message;
  catalogs = catalog::Catalogs::of({catalog::held(*std::move(real))});
  Follow some;
  some.vendor = "moengage";
  some.offerings = {"email", "push"};
  some.sites = {"DC-02"};
  const FollowOutcome outcome = follow(some);
  EXPECT_GT(outcome.added.total, 0U);
  EXPECT_EQ(entry(outcome.added.first[0].to_string()).note.rfind("moengage: ", 0), 0U);
  EXPECT_NE(entry(outcome.added.first[0].to_string()).note.find("at DC-02"), std::string::npos);
}

}  // namespace
}  // namespace sallyport::control
