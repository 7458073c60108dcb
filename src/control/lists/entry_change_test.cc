// What is changed about an entry: nothing that it lets in stops meanwhile, unless that is meant.

#include "control/following/following_world.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;
using policy::kAlways;
using policy::kForever;
using policy::Mode;
using policy::Reason;
using std::chrono::days;
using std::chrono::hours;

class EntryChangeTest : public FollowingWorld {
 protected:
  EntryChangeTest() {
    world.mode(acme, Mode::blocking);
    must(lists().authorize(world.admin, acme, {{prefix("192.0.2.0/24"), "offices", kAlways, kForever}}));
  }
  Lists lists() { return world.control->lists(); }
  Timestamp in(std::chrono::seconds time) { return world.clock.now() + time; }
  Result<ListedEntry> change(const EntryChange& wanted, bool force = false,
                             const ScopeName& scope = {"acme", {}}, EntryKind kind = EntryKind::authorized,
                             std::string_view text = "192.0.2.0/24") {
    return lists().change(world.ann, scope, prefix(text), kind, wanted, force);
  }
  std::uint64_t records() { return must(world.control->audit().count({})); }

  const ScopeName acme{"acme", {}};
};

TEST_F(EntryChangeTest, WhatIsNotSaidStaysAndTheAuditHasBoth) {
  world.request("acme", "web", "192.0.2.7");
  const auto before = must(lists().entries(acme, EntryKind::authorized, {10, {}})).items.at(0);
  world.clock.advance(days(1));
  const auto changed =
      must(change({.note = "offices, until the move", .valid_from = {}, .valid_until = in(days(90))}));
  EXPECT_EQ(changed.note, "offices, until the move");
  EXPECT_EQ(changed.entry.valid_from, kAlways);
  EXPECT_EQ(changed.entry.valid_until, in(days(90)));
  EXPECT_EQ(changed.by, "administrator");  // who put it there
  EXPECT_EQ(changed.created, before.created);
  EXPECT_EQ(changed.hits, 1U);
  const auto record = must(world.control->audit().list("acme", {1, {}})).items.at(0);
  EXPECT_EQ(record.action, "entry.changed");
  EXPECT_EQ(record.actor.name, "ann@acme.example");
  EXPECT_NE(record.before.find(R"("note":"offices")"), std::string::npos);
  EXPECT_NE(record.after.find("until the move"), std::string::npos);
  const auto cleared = must(change({.note = "", .valid_from = {}, .valid_until = kForever}));
  EXPECT_EQ(cleared.note, "");
  EXPECT_EQ(cleared.entry.valid_until, kForever);
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.7").reason, Reason::authorized);
}

TEST_F(EntryChangeTest, WhereNothingDiffersNothingIsAudited) {
  const auto before = records();
  EXPECT_EQ(must(change({.note = "offices", .valid_from = {}, .valid_until = kForever})).note, "offices");
  EXPECT_EQ(records(), before);
  EXPECT_EQ(code_of(change({})), ErrorCode::malformed_request);
}

TEST_F(EntryChangeTest, RefusesWhatNoEntryMayBe) {
  const auto before = records();
  const auto validity = [&](std::optional<Timestamp> from, std::optional<Timestamp> until) {
    return code_of(change({.note = {}, .valid_from = from, .valid_until = until}, true));
  };
  EXPECT_EQ(validity({}, in(-hours(1))), ErrorCode::invalid_setting);
  EXPECT_EQ(validity({}, in(hours(0))), ErrorCode::invalid_setting);
  EXPECT_EQ(validity(in(hours(2)), in(hours(1))), ErrorCode::invalid_setting);
  EXPECT_EQ(code_of(change({.note = "a\nb", .valid_from = {}, .valid_until = {}})),
            ErrorCode::malformed_request);
  const EntryChange note{.note = "x", .valid_from = {}, .valid_until = {}};
  EXPECT_EQ(code_of(change(note, false, acme, EntryKind::denied)), ErrorCode::not_found);
  EXPECT_EQ(code_of(change(note, false, acme, EntryKind::authorized, "192.0.2.7")), ErrorCode::not_found);
  EXPECT_EQ(code_of(change(note, false, {"acme", "web"})), ErrorCode::not_found);
  EXPECT_EQ(code_of(lists().change({"eve@other.example", {}}, acme, prefix("192.0.2.0/24"),
                                   EntryKind::authorized, note)),
            ErrorCode::unknown_member);
  EXPECT_EQ(records(), before);
}

TEST_F(EntryChangeTest, CuttingOffWhatWasLetInIsRefusedUnlessForced) {
  world.request("acme", "web", "192.0.2.7");
  const EntryChange later{.note = {}, .valid_from = in(hours(1)), .valid_until = {}};
  const auto refused = change(later);
  EXPECT_EQ(code_of(refused), ErrorCode::lockout_risk);
  EXPECT_NE(refused.error().message.find("192.0.2.7"), std::string::npos);
  EXPECT_EQ(
      must(lists().preview_change(world.ann, acme, prefix("192.0.2.0/24"), EntryKind::authorized, later))
          .total,
      1U);
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.7").reason, Reason::authorized);
  must(change(later, true));
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.7").reason, Reason::unknown_address);
  // What an end that is still to come stops, it stops then.
  must(change({.note = {}, .valid_from = kAlways, .valid_until = in(hours(1))}));
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.7").reason, Reason::authorized);
  world.advance(hours(2));
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.7").reason, Reason::unknown_address);
}

TEST_F(EntryChangeTest, ADenialThatBeginsToCountIsADenial) {
  world.request("acme", "web", "192.0.2.7");
  must(lists().deny(world.admin, acme, {prefix("192.0.2.7"), {}, in(days(3)), kForever}));
  const EntryChange now{.note = {}, .valid_from = kAlways, .valid_until = {}};
  const auto deny = [&](bool force) { return change(now, force, acme, EntryKind::denied, "192.0.2.7"); };
  EXPECT_EQ(code_of(deny(false)), ErrorCode::lockout_risk);
  must(deny(true));
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.7").reason, Reason::denied);
}

TEST_F(EntryChangeTest, AnEntryThatBeginsToCountSettlesWhatWaited) {
  must(lists().authorize(world.admin, acme, {{prefix("198.51.100.0/24"), {}, in(days(1)), kForever}}));
  world.request("acme", "web", "198.51.100.7");
  ASSERT_EQ(world.alerts("acme", AlertState::open).size(), 1U);
  must(change({.note = {}, .valid_from = kAlways, .valid_until = {}}, false, acme, EntryKind::authorized,
              "198.51.100.0/24"));
  EXPECT_TRUE(world.alerts("acme", AlertState::open).empty());
  EXPECT_EQ(world.unauthorized("acme"), "none");
  EXPECT_EQ(world.decide("acme", "web", "198.51.100.7").reason, Reason::authorized);
}

TEST_F(EntryChangeTest, SharingIsKept) {
  must(world.control->directory().create_organization(world.admin, "sub", "acme"));
  must(world.control->directory().create_credential(world.admin, "sub", "key", Channel::api, std::nullopt));
  must(world.control->family().share(world.admin, "acme", prefix("192.0.2.0/24"), {"sub"}));
  world.mode({"sub", {}}, Mode::blocking);
  world.request("sub", "key", "192.0.2.9");
  EXPECT_EQ(code_of(change({.note = {}, .valid_from = in(hours(1)), .valid_until = {}})),
            ErrorCode::lockout_risk);
  must(change({.note = "shared offices", .valid_from = {}, .valid_until = in(hours(1))}));
  EXPECT_EQ(world.decide("sub", "key", "192.0.2.9").reason, Reason::shared);
  world.advance(hours(1));
  EXPECT_EQ(world.decide("sub", "key", "192.0.2.9").reason, Reason::unknown_address);
}

TEST_F(EntryChangeTest, LearnedEntriesStayLearned) {
  world.mode(acme, Mode::learning);
  world.request("acme", "web", "203.0.113.7");
  const auto changed = must(change({.note = "home of ann", .valid_from = {}, .valid_until = {}}, false, acme,
                                   EntryKind::authorized, "203.0.113.0/24"));
  EXPECT_EQ(changed.entry.source, policy::Source::learned);
  EXPECT_EQ(changed.by, "learning");
}

// A follow would write its note and its end again: so the entry is the person's, as with a policy document.
TEST_F(EntryChangeTest, AFollowedEntryIsTakenOver) {
  publish("bird", {"{addresses: [3.6.251.1]}", "{addresses: [3.6.251.2]}"});
  follow("bird");
  must(change({.note = "the bird that matters", .valid_from = {}, .valid_until = in(days(30))}, false, acme,
              EntryKind::authorized, "3.6.251.1"));
  EXPECT_EQ(entry("3.6.251.1").entry.source, policy::Source::manual);
  EXPECT_EQ(entry("3.6.251.1").by, "ann@acme.example");
  publish("bird", {"{addresses: [3.6.251.2]}"});
  world.advance(days(20));
  EXPECT_EQ(entry("3.6.251.1").note, "the bird that matters");
  EXPECT_EQ(entry("3.6.251.2").entry.source, policy::Source::catalog);
}

}  // namespace
}  // namespace sallyport::control
