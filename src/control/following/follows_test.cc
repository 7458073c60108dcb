// Following and unfollowing as people do it, and what stands beside: versions, policy documents, sharing.

#include "control/following/following_world.h"

namespace sallyport::control {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

constexpr const char* kFirstLine = "{addresses: [3.6.251.1]}";
constexpr const char* kSecondLine = "{addresses: [3.6.251.2]}";

// Two offerings at two sites, hosts that one connects to, a cell that is not available, one that is unknown.
constexpr const char* kSites = R"(vendor: fish
name: Fish
sources: [{id: en, page: A page, language: en}]
sites: [north, south]
offerings:
  - id: push
    name: Push
    direction: from-vendor
    cells:
      - {site: north, source: en, addresses: [3.6.251.1, 3.6.251.2]}
      - {site: south, source: en, addresses: 3.6.251.3}
  - id: email
    name: Email
    direction: from-vendor
    cells:
      - {site: north, source: en, addresses: 3.6.251.2}
      - {site: south, source: en, unknown: nobody says}
  - id: sms
    name: SMS
    direction: from-vendor
    cells:
      - {site: north, source: en, not-available: true}
      - {site: south, source: en, addresses: 3.6.251.9}
  - id: updates
    name: Updates
    direction: to-vendor
    ports: 443/tcp
    cells:
      - {sites: [north, south], source: en, hosts: updates.fish.com}
)";

class FollowsTest : public FollowingWorld {
 protected:
  FollowsTest() {
    publish_yaml("fish", kSites);
    publish("bird", {kFirstLine, kSecondLine});
  }
  Follow fish(std::vector<std::string> offerings, std::vector<std::string> sites = {}) {
    Follow follow;
    follow.vendor = "fish";
    follow.offerings = std::move(offerings);
    follow.sites = std::move(sites);
    return follow;
  }
  Error refused(const Follow& follow) {
    const std::string before = list();
    const auto result = world.control->follows().put(world.ann, "acme", follow);
    EXPECT_FALSE(result);
    EXPECT_EQ(list(), before);
    return result ? Error() : result.error();
  }
  void block() { world.mode({"acme", {}}, policy::Mode::blocking); }
};

TEST_F(FollowsTest, ASelectionSaysWhatEachEntryIsFor) {
  follow(fish({"push", "email"}, {"north"}));
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2");
  EXPECT_EQ(entry("3.6.251.1").note, "fish: push at north");
  EXPECT_EQ(entry("3.6.251.2").note, "fish: push, email at north");
}

TEST_F(FollowsTest, WhatCannotBeFollowedIsRefusedWithTheReason) {
  Error error = refused(fish({"updates"}));
  EXPECT_EQ(error.code, ErrorCode::invalid_setting);
  EXPECT_NE(error.message.find("these are hosts that you connect to: use sallyport render"),
            std::string::npos)
      << error.message;
  error = refused(fish({"sms"}, {"north"}));
  EXPECT_NE(error.message.find("sms at north: not available"), std::string::npos) << error.message;
  error = refused(fish({"email"}));
  EXPECT_EQ(error.code, ErrorCode::unknown_cell);
  EXPECT_NE(error.message.find("email at south"), std::string::npos) << error.message;
  error = refused(fish({"pusch"}));
  EXPECT_EQ(error.code, ErrorCode::not_found);
  EXPECT_NE(error.message.find("did you mean 'push'"), std::string::npos) << error.message;
  error = refused(all_of("birds"));
  EXPECT_EQ(error.code, ErrorCode::not_found);
  EXPECT_NE(error.message.find("did you mean 'bird'"), std::string::npos) << error.message;
  EXPECT_EQ(refused(fish({})).code, ErrorCode::malformed_request);
  Follow slow = all_of("bird");
  slow.grace = days(366);
  EXPECT_EQ(refused(slow).code, ErrorCode::invalid_setting);
  catalogs = nullptr;
  EXPECT_EQ(refused(all_of("bird")).code, ErrorCode::not_found);
}

TEST_F(FollowsTest, PutReplacesAndTheSameAgainIsNothing) {
  follow(fish({"push"}));
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2, 3.6.251.3");
  const std::int64_t before = newest();
  follow(fish({"push"}));
  EXPECT_EQ(newest(), before);
  const FollowOutcome narrowed = follow(fish({"push"}, {"north"}));
  EXPECT_EQ(narrowed.removed.total, 1U);
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2");  // a person said so: no grace
  EXPECT_EQ(audit_after(before), "follow.changed by ann@acme.example, entry.removed by catalog");
  EXPECT_EQ(must(world.control->follows().list("acme")).size(), 1U);
}

TEST_F(FollowsTest, ALongerGraceCountsForWhatIsLeaving) {
  follow("bird");
  publish("bird", {kSecondLine});
  run();
  const Timestamp given_up = status().leaving.first.at(0).given_up;
  Follow longer = all_of("bird");
  longer.grace = days(30);
  follow(longer);
  EXPECT_EQ(status().leaving.first.at(0).removal, given_up + days(30));
  EXPECT_EQ(entry("3.6.251.1").entry.valid_until, given_up + days(30));
  world.advance(days(29));
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2");
}

TEST_F(FollowsTest, NarrowingWhatLetTrafficInIsALockoutRisk) {
  follow(fish({"push"}));
  block();
  EXPECT_EQ(world.request("acme", "web", "3.6.251.3"), policy::Reason::catalog);
  const auto narrow = fish({"push"}, {"north"});
  EXPECT_EQ(code_of(world.control->follows().put(world.ann, "acme", narrow)), ErrorCode::lockout_risk);
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2, 3.6.251.3");
  const auto preview = must(world.control->follows().preview_put(world.ann, "acme", narrow));
  EXPECT_EQ(preview.would_block->total, 1U);
  EXPECT_EQ(preview.removed.total, 1U);
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2, 3.6.251.3");
  must(world.control->follows().put(world.ann, "acme", narrow, true));
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2");
}

TEST_F(FollowsTest, APreviewChangesNothing) {
  const std::int64_t before = newest();
  const auto preview = must(world.control->follows().preview_put(world.ann, "acme", all_of("bird")));
  EXPECT_EQ(preview.added.total, 2U);
  EXPECT_EQ(preview.status.entries, 2U);
  EXPECT_EQ(list(), "none");
  EXPECT_EQ(newest(), before);
  EXPECT_TRUE(mails().empty());
  EXPECT_EQ(code_of(world.control->follows().status("acme", "bird")), ErrorCode::not_found);
}

TEST_F(FollowsTest, UnfollowingTakesOffWhatItGave) {
  world.authorize({"acme", {}}, "52.20.30.1");
  follow("bird");
  follow(fish({"push"}, {"north"}));
  const std::int64_t before = newest();
  const Unfollowed gone = must(world.control->follows().remove(world.ann, "acme", "fish", false));
  EXPECT_EQ(gone.removed.total, 0U);  // bird gives both of them
  EXPECT_EQ(must(world.control->follows().remove(world.ann, "acme", "bird", false)).removed.total, 2U);
  EXPECT_EQ(list(), "52.20.30.1");
  EXPECT_EQ(audit_after(before),
            "follow.removed by ann@acme.example, follow.removed by ann@acme.example, entry.removed by "
            "ann@acme.example, entry.removed by ann@acme.example");
  EXPECT_EQ(world.listed({"acme", {}}, policy::EntryKind::removed), "none");
  EXPECT_EQ(code_of(world.control->follows().remove(world.ann, "acme", "bird", false)), ErrorCode::not_found);
  EXPECT_EQ(follow("bird").added.total, 2U);  // and nothing stands in the way of following again
}

TEST_F(FollowsTest, UnfollowingWithKeepMakesThemTheirOwn) {
  follow("bird");
  EXPECT_EQ(must(world.control->follows().remove(world.ann, "acme", "bird", true)).kept.total, 2U);
  EXPECT_EQ(entry("3.6.251.1").entry.source, policy::Source::manual);
  EXPECT_EQ(reason("3.6.251.1"), policy::Reason::authorized);
  publish("bird", {kSecondLine});
  world.advance(days(30));
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2");
}

TEST_F(FollowsTest, WhatIsLeavingIsKeptForGoodToo) {
  follow("bird");
  publish("bird", {kSecondLine});
  run();
  EXPECT_NE(entry("3.6.251.1").entry.valid_until, policy::kForever);
  EXPECT_EQ(must(world.control->follows().remove(world.ann, "acme", "bird", true)).kept.total, 2U);
  EXPECT_EQ(entry("3.6.251.1").entry.valid_until, policy::kForever);
  world.advance(days(30));
  EXPECT_EQ(reason("3.6.251.1"), policy::Reason::authorized);
}

// fish's grace would end what bird's follower asked to keep.
TEST_F(FollowsTest, WhatAnotherFollowIsGivingUpIsKept) {
  follow("bird");
  follow(fish({"push"}, {"north"}));
  publish("bird", {kSecondLine, "{addresses: [3.6.251.10]}"});
  publish_yaml("fish", std::string(kSites).replace(std::string(kSites).find("3.6.251.1, "), 11, ""));
  run();
  ASSERT_NE(entry("3.6.251.1").entry.valid_until, policy::kForever);
  const Unfollowed gone = must(world.control->follows().remove(world.ann, "acme", "bird", true));
  EXPECT_EQ(gone.kept.total, 2U);  // 3.6.251.2 is fish's too, and stays that
  EXPECT_EQ(entry("3.6.251.1").entry.source, policy::Source::manual);
  EXPECT_EQ(entry("3.6.251.2").entry.source, policy::Source::catalog);
  world.advance(days(30));
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2, 3.6.251.10");
}

TEST_F(FollowsTest, UnfollowingWhatLetTrafficInIsALockoutRisk) {
  follow("bird");
  block();
  (void)world.request("acme", "web", "3.6.251.1");
  const auto refused = world.control->follows().remove(world.ann, "acme", "bird", false);
  EXPECT_EQ(code_of(refused), ErrorCode::lockout_risk);
  EXPECT_NE(refused.error().message.find("web from 3.6.251.1"), std::string::npos) << refused.error().message;
  EXPECT_EQ(
      must(world.control->follows().preview_remove(world.ann, "acme", "bird", false)).would_block->total, 1U);
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2");
  must(world.control->follows().remove(world.ann, "acme", "bird", true));  // keeping stops nothing
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2");
  follow("bird");
  EXPECT_EQ(status().yours, 2U);
}

TEST_F(FollowsTest, ManagingFollowsNeedsThePermission) {
  must(world.control->directory().add_member(world.admin, "acme", "bob@acme.example", {false, false, true}));
  const Actor bob{"bob@acme.example", std::nullopt};
  EXPECT_EQ(code_of(world.control->follows().put(bob, "acme", all_of("bird"))), ErrorCode::forbidden);
  follow("bird");
  EXPECT_EQ(code_of(world.control->follows().remove(bob, "acme", "bird", false)), ErrorCode::forbidden);
}

TEST_F(FollowsTest, AVersionFromBeforeLeavesWhatIsFollowedNow) {
  world.authorize({"acme", {}}, "52.20.30.1");
  const std::int64_t before = newest();
  follow("bird");
  must(world.control->lists().remove(world.admin, {"acme", {}}, prefix("52.20.30.1")));
  must(world.control->versions().roll_back(world.admin, "acme", before, true));
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2, 52.20.30.1");
  EXPECT_TRUE(must(world.control->versions().roll_back(world.admin, "acme", before, true)).empty());
}

TEST_F(FollowsTest, AVersionGivesBackWhatAPersonRemoved) {
  follow("bird");
  const std::int64_t then = newest();
  must(world.control->lists().remove(world.ann, {"acme", {}}, prefix("3.6.251.1")));
  world.advance(days(2));
  EXPECT_EQ(list(), "3.6.251.2");
  must(world.control->versions().roll_back(world.admin, "acme", then, true));
  EXPECT_EQ(entry("3.6.251.1").entry.source, policy::Source::catalog);
  publish("bird", {kSecondLine});
  world.advance(days(8));
  EXPECT_EQ(list(), "3.6.251.2");  // it is the follow's again
}

TEST_F(FollowsTest, WhatAVersionHadOfAFollowThatEndedDoesNotComeBack) {
  follow("bird");
  const std::int64_t then = newest();
  must(world.control->follows().remove(world.ann, "acme", "bird", false, true));
  EXPECT_EQ(list(), "none");
  EXPECT_TRUE(must(world.control->versions().roll_back(world.admin, "acme", then, true)).empty());
  EXPECT_EQ(list(), "none");
}

TEST_F(FollowsTest, AVersionDoesNotBringBackWhatTheVendorGaveUp) {
  follow("bird");
  const std::int64_t then = newest();
  publish("bird", {kSecondLine});
  world.advance(days(3));
  const Timestamp end = entry("3.6.251.1").entry.valid_until;
  EXPECT_TRUE(must(world.control->versions().roll_back(world.admin, "acme", then, true)).empty());
  EXPECT_EQ(entry("3.6.251.1").entry.valid_until, end);  // it is leaving as it was
  world.advance(days(5));
  EXPECT_EQ(list(), "3.6.251.2");
  world.authorize({"acme", {}}, "52.20.30.1");  // so that there is something to roll back
  EXPECT_EQ(must(world.control->versions().roll_back(world.admin, "acme", then, true)).size(), 1U);
  EXPECT_EQ(list(), "3.6.251.2");
  EXPECT_EQ(entry("3.6.251.2").entry.source, policy::Source::catalog);
}

TEST_F(FollowsTest, AVersionGivesBackAPersonsOwnEntry) {
  world.authorize({"acme", {}}, "3.6.251.1");
  const std::int64_t then = newest();
  must(world.control->lists().remove(world.admin, {"acme", {}}, prefix("3.6.251.1")));
  const std::int64_t removed = newest();
  world.authorize({"acme", {}}, "3.6.251.0/24");  // lifts the removal
  follow("bird");
  EXPECT_EQ(entry("3.6.251.1").entry.source, policy::Source::catalog);
  must(world.control->versions().roll_back(world.admin, "acme", then, true));
  EXPECT_EQ(entry("3.6.251.1").entry.source, policy::Source::manual);
  EXPECT_EQ(status().yours, 1U);
  must(world.control->versions().roll_back(world.admin, "acme", removed, true));
  EXPECT_EQ(list(), "3.6.251.2");
}

TEST_F(FollowsTest, DifferencesOfVersionsTellWhatWasFollowed) {
  const std::int64_t before = newest();
  follow("bird");
  const auto made = must(world.control->versions().difference("acme", before, newest()));
  ASSERT_EQ(made.size(), 2U);
  EXPECT_NE(made[0].after.find("\"source\":\"catalog\""), std::string::npos);
}

TEST_F(FollowsTest, APolicyDocumentHasTheFollowAndNotItsEntries) {
  world.authorize({"acme", {}}, "52.20.30.1");
  follow(fish({"push"}, {"north"}));
  const PolicyDocument document = must(world.control->policies().document("acme"));
  ASSERT_EQ(document.organizations.at(0).entries->size(), 1U);
  ASSERT_EQ(document.organizations[0].follows->size(), 1U);
  EXPECT_EQ(document.organizations[0].follows->front(), fish({"push"}, {"north"}));
  EXPECT_TRUE(must(world.control->policies().plan(world.admin, {document, true, false, {}})).steps.empty());
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2, 52.20.30.1");

  PolicyDocument other = document;
  other.organizations[0].follows->clear();
  EXPECT_TRUE(must(world.control->policies().plan(world.admin, {other, false, false, {}})).steps.empty());
  must(world.control->policies().apply(world.admin, {other, true, true, {}}));
  EXPECT_EQ(list(), "52.20.30.1");
  must(world.control->policies().apply(world.admin, {document, true, false, {}}));
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2, 52.20.30.1");
  other.organizations[0].follows->push_back(all_of("brid"));
  const auto refused = world.control->policies().apply(world.admin, {other, false, false, {}});
  EXPECT_EQ(code_of(refused), ErrorCode::not_found);
  EXPECT_NE(refused.error().message.find("acme: "), std::string::npos);
}

TEST_F(FollowsTest, WhatIsFollowedCanBeShared) {
  must(world.control->directory().create_organization(world.admin, "kid", "acme"));
  must(world.control->directory().create_credential(world.admin, "kid", "key", Channel::api, std::nullopt));
  follow("bird");
  must(world.control->family().share(world.admin, "acme", prefix("3.6.251.1"), {}));
  world.mode({"kid", {}}, policy::Mode::blocking);
  EXPECT_EQ(world.decide("kid", "key", "3.6.251.1").reason, policy::Reason::shared);
  const auto covers = must(world.control->lists().covers({"kid", {}}, prefix("3.6.251.1")));
  ASSERT_EQ(covers.size(), 1U);
  EXPECT_EQ(covers[0].listed.entry.source, policy::Source::catalog);
  publish("bird", {kSecondLine});
  world.advance(days(3));
  EXPECT_EQ(world.decide("kid", "key", "3.6.251.1").reason, policy::Reason::shared);  // in its grace
  const std::int64_t before = newest();
  world.advance(days(5));
  EXPECT_EQ(world.decide("kid", "key", "3.6.251.1").reason, policy::Reason::unknown_address);
  EXPECT_EQ(audit_after(before), "entry.removed by catalog, entry.unshared by catalog");
}

TEST_F(FollowsTest, AnAlertCanBeAnsweredForWhatIsNotFollowed) {
  block();
  follow("bird");
  EXPECT_EQ(world.request("acme", "web", "3.6.251.200"), policy::Reason::unknown_address);
  const auto open = world.alerts("acme", AlertState::open);
  ASSERT_EQ(open.size(), 1U);
  must(world.control->alerts().answer(world.ann, "acme", open[0].id, {}));
  EXPECT_EQ(list(), "3.6.251.1, 3.6.251.2, 3.6.251.200");
}

}  // namespace
}  // namespace sallyport::control
