// Trees of organizations: what ancestors share and enforce.

#include <gtest/gtest.h>

#include "policy/test_world.h"

namespace sallyport::policy {
namespace {

using enum EntryKind;
using net::test::prefix;
using namespace test;

// A tree of one branch: `above` are the ancestors of kOrganization, the nearest first.
Policy below(std::vector<OrganizationPolicy> above, OrganizationPolicy organization,
             std::vector<Entry> of_credential = {}) {
  Policy policy;
  organization.id = kOrganization;
  policy.organizations.push_back(std::move(organization));
  policy.credentials.push_back({.id = kCredential,
                                .organization = kOrganization,
                                .fingerprint = kFingerprint,
                                .protection = std::nullopt,
                                .entries = std::move(of_credential)});
  for (std::size_t i = 0; i < above.size(); ++i) {
    above[i].id = OrganizationId{static_cast<std::uint32_t>(100 + i)};
    policy.organizations.back().parent = above[i].id;
    policy.organizations.push_back(std::move(above[i]));
  }
  return policy;
}

OrganizationPolicy with_entries(std::vector<Entry> entries) {
  OrganizationPolicy organization;
  organization.entries = std::move(entries);
  return organization;
}

OrganizationPolicy sharing(std::vector<Entry> entries) {
  OrganizationPolicy organization;
  organization.shared = std::move(entries);
  return organization;
}

OrganizationPolicy enforcing(Enforcement api, std::vector<Entry> entries = {}) {
  OrganizationPolicy organization;
  organization.enforced_api = api;
  organization.entries = std::move(entries);
  return organization;
}

OrganizationPolicy protected_by(Protection protection) {
  OrganizationPolicy organization;
  organization.api = organization.smtp = protection;
  return organization;
}

void expect(const Decision& decision, Reason reason, const char* matched, Holder holder) {
  EXPECT_EQ(decision.reason, reason);
  EXPECT_EQ(decision.cause, reason);
  const bool allows = reason == Reason::authorized || reason == Reason::shared;
  EXPECT_EQ(decision.verdict, allows ? Verdict::allow : Verdict::deny);
  EXPECT_EQ(decision.entry, prefix(matched));
  EXPECT_EQ(decision.holder, holder);
}

TEST(Sharing, ReachesAllBelowAtAnyDepthAndNotTheSharer) {
  const OrganizationPolicy sharer = sharing({entry("10.0.0.0/8", authorized)});
  expect(ask(below({sharer}, {}), "10.0.0.1"), Reason::shared, "10.0.0.0/8", Holder::ancestor);
  expect(ask(below({{}, {}, sharer}, {}), "10.0.0.1"), Reason::shared, "10.0.0.0/8", Holder::ancestor);
  const std::vector<OrganizationPolicy> deepest(kMostLevels - 2);
  std::vector<OrganizationPolicy> above = deepest;
  above.push_back(sharer);
  expect(ask(below(above, {}), "10.0.0.1"), Reason::shared, "10.0.0.0/8", Holder::ancestor);
  EXPECT_EQ(ask(below({}, sharer), "10.0.0.1").reason, Reason::unknown_address);
}

TEST(Sharing, ADenialIsShared) {
  expect(ask(below({sharing({entry("10.0.0.1", denied)})}, with_entries({entry("10.0.0.0/8", authorized)})),
             "10.0.0.1"),
         Reason::denied, "10.0.0.1", Holder::ancestor);
}

TEST(Sharing, WhatAnAncestorKeepsToItselfDoesNotApply) {
  EXPECT_EQ(ask(below({with_entries({entry("10.0.0.0/8", authorized)})}, {}), "10.0.0.1").reason,
            Reason::unknown_address);
  EXPECT_EQ(
      ask(below({with_entries({entry("10.0.0.1", denied)})}, with_entries({entry("10.0.0.0/8", authorized)})),
          "10.0.0.1")
          .reason,
      Reason::authorized);
}

TEST(Sharing, AnOwnMoreSpecificEntryWinsWhereNothingIsEnforced) {
  const OrganizationPolicy denier = sharing({entry("10.0.0.0/8", denied)});
  expect(ask(below({denier}, with_entries({entry("10.0.0.1", authorized)})), "10.0.0.1"), Reason::authorized,
         "10.0.0.1", Holder::organization);
  expect(ask(below({denier}, {}, {entry("10.0.0.1", authorized)}), "10.0.0.1"), Reason::authorized,
         "10.0.0.1", Holder::credential);
  OrganizationPolicy received;
  received.received = {entry("10.0.0.1", authorized)};
  expect(ask(below({denier}, received), "10.0.0.1"), Reason::shared, "10.0.0.1", Holder::ancestor);
}

TEST(Sharing, OfEqualPrefixesADenialWinsThenTheNearerList) {
  const Entry allows = entry("10.0.0.0/8", authorized);
  const Entry denies = entry("10.0.0.0/8", denied);
  const auto decide_among = [](std::optional<Entry> credential, std::optional<Entry> organization,
                               std::optional<Entry> received, std::optional<Entry> shared) {
    OrganizationPolicy asked;
    if (organization) asked.entries = {*organization};
    if (received) asked.received = {*received};
    OrganizationPolicy parent;
    if (shared) parent.shared = {*shared};
    return ask(below({parent}, asked, credential ? std::vector{*credential} : std::vector<Entry>{}),
               "10.0.0.1");
  };
  const char* const same = "10.0.0.0/8";
  expect(decide_among(allows, allows, allows, allows), Reason::authorized, same, Holder::credential);
  expect(decide_among({}, allows, allows, allows), Reason::authorized, same, Holder::organization);
  expect(decide_among({}, {}, allows, allows), Reason::shared, same, Holder::ancestor);
  expect(decide_among(denies, denies, denies, denies), Reason::denied, same, Holder::credential);
  expect(decide_among(allows, denies, denies, denies), Reason::denied, same, Holder::organization);
  expect(decide_among(allows, allows, denies, allows), Reason::denied, same, Holder::ancestor);
  expect(decide_among(allows, allows, allows, denies), Reason::denied, same, Holder::ancestor);
}

TEST(Sharing, WhatAnOrganizationReceivedIsForThatOneOnly) {
  OrganizationPolicy receiver;
  receiver.received = {entry("10.0.0.0/8", authorized)};
  expect(ask(below({{}}, receiver), "10.0.0.1"), Reason::shared, "10.0.0.0/8", Holder::ancestor);
  EXPECT_EQ(ask(below({receiver, {}}, {}), "10.0.0.1").reason, Reason::unknown_address);
}

TEST(Sharing, OnlyEntriesInForceCount) {
  Entry ended = entry("10.0.0.1", denied);
  ended.valid_until = kNow;
  Entry later = entry("10.0.0.1", denied);
  later.valid_from = kNow + Milliseconds(1);
  for (const Entry& out_of_force : {ended, later}) {
    expect(ask(below({sharing({out_of_force, entry("10.0.0.0/8", authorized)})}, {}), "10.0.0.1"),
           Reason::shared, "10.0.0.0/8", Holder::ancestor);
    EXPECT_EQ(ask(below({enforcing(Mode::blocking, {out_of_force})},
                        with_entries({entry("10.0.0.0/8", authorized)})),
                  "10.0.0.1")
                  .reason,
              Reason::authorized);
  }
}

TEST(Sharing, OnlyRemovalsOfItsOwnKeepAnAddressFromBeingLearned) {
  const Entry removal = entry("10.0.0.1", removed);
  OrganizationPolicy above = sharing({removal});
  above.entries = {removal};
  OrganizationPolicy learning = protected_by({Mode::learning, false});
  EXPECT_EQ(ask(below({above}, learning), "10.0.0.1").reason, Reason::learned);
  EXPECT_EQ(ask(below({above}, learning, {removal}), "10.0.0.1").reason, Reason::unknown_address);
  learning.entries = {removal};
  EXPECT_EQ(ask(below({above}, learning), "10.0.0.1").reason, Reason::unknown_address);
}

TEST(Enforcement, TheStrictestModeCounts) {
  struct Row {
    Mode own;
    Enforcement parent, grandparent;
    Reason reason;
  };
  const Reason blocked = Reason::unknown_address;
  for (const Row& row :
       {Row{Mode::off, {}, {}, Reason::protection_off}, Row{Mode::off, Mode::off, {}, Reason::protection_off},
        Row{Mode::off, Mode::learning, {}, Reason::learned}, Row{Mode::off, {}, Mode::blocking, blocked},
        Row{Mode::off, Mode::learning, Mode::blocking, blocked},
        Row{Mode::off, Mode::blocking, Mode::off, blocked},
        Row{Mode::learning, Mode::off, {}, Reason::learned}, Row{Mode::learning, Mode::blocking, {}, blocked},
        Row{Mode::blocking, Mode::off, Mode::learning, blocked}}) {
    const std::vector<OrganizationPolicy> above = {enforcing(row.parent), enforcing(row.grandparent)};
    EXPECT_EQ(ask(below(above, protected_by({row.own, false})), "10.0.0.1").reason, row.reason);
    Policy of_credential = below(above, {});
    of_credential.credentials[0].protection = Protection{row.own, false};
    EXPECT_EQ(ask(of_credential, "10.0.0.1").reason, row.reason);
  }
}

TEST(Enforcement, DryRunDoesNotCountBelowIt) {
  for (const Mode enforced : {Mode::blocking, Mode::learning, Mode::off}) {
    const Decision decision =
        ask(below({{}, enforcing(enforced)}, protected_by({Mode::blocking, true})), "10.0.0.1");
    EXPECT_EQ(decision.verdict, Verdict::deny);
    EXPECT_EQ(decision.reason, Reason::unknown_address);
  }
  EXPECT_EQ(ask(below({{}}, protected_by({Mode::blocking, true})), "10.0.0.1").reason, Reason::dry_run);
}

TEST(Enforcement, IsNotOnTheOrganizationItself) {
  OrganizationPolicy itself = enforcing(Mode::blocking, {entry("10.0.0.1", denied)});
  itself.api = {Mode::off, false};
  EXPECT_EQ(ask(below({}, itself), "10.0.0.1").reason, Reason::protection_off);
}

TEST(Enforcement, IsByChannel) {
  OrganizationPolicy parent;
  parent.enforced_smtp = Mode::blocking;
  parent.entries = {entry("10.0.0.1", denied)};
  OrganizationPolicy asked = protected_by({Mode::off, false});
  Policy policy = below({parent}, asked);
  EXPECT_EQ(ask(policy, "10.0.0.1").reason, Reason::protection_off);
  policy.credentials[0].channel = Channel::smtp;
  expect(ask(policy, "10.0.0.1"), Reason::denied, "10.0.0.1", Holder::ancestor);
  policy.organizations[0].smtp = {};
  policy.organizations[0].entries = {entry("10.0.0.1", authorized)};
  policy.organizations[0].api = {};
  expect(ask(policy, "10.0.0.1"), Reason::denied, "10.0.0.1", Holder::ancestor);
  policy.credentials[0].channel = Channel::api;
  expect(ask(policy, "10.0.0.1"), Reason::authorized, "10.0.0.1", Holder::organization);
}

TEST(Enforcement, WhatTheAncestorDeniesIsDeniedWhateverStandsBelow) {
  const OrganizationPolicy parent = enforcing(Mode::learning, {entry("10.0.0.0/8", denied)});
  expect(ask(below({parent}, with_entries({entry("10.0.0.1", authorized)}), {entry("10.0.0.1", authorized)}),
             "10.0.0.1"),
         Reason::denied, "10.0.0.0/8", Holder::ancestor);
  expect(ask(below({sharing({entry("10.0.0.1", authorized)}), parent}, {}), "10.0.0.1"), Reason::denied,
         "10.0.0.0/8", Holder::ancestor);
  // In the mode `off` nothing is asked, not even that.
  EXPECT_EQ(
      ask(below({enforcing(Mode::off, {entry("10.0.0.0/8", denied)})}, protected_by({Mode::off, false})),
          "10.0.0.1")
          .reason,
      Reason::protection_off);
}

TEST(Enforcement, TheAncestorsOwnStrongestEntryMakesTheDenial) {
  const OrganizationPolicy permits =
      enforcing(Mode::blocking, {entry("10.0.0.0/8", denied), entry("10.0.0.1", authorized)});
  // It permits the address itself, which denies nothing and gives nothing either.
  EXPECT_EQ(ask(below({permits}, {}), "10.0.0.1").reason, Reason::unknown_address);
  expect(ask(below({permits}, with_entries({entry("10.0.0.0/8", authorized)})), "10.0.0.1"),
         Reason::authorized, "10.0.0.0/8", Holder::organization);
  expect(ask(below({permits}, with_entries({entry("10.0.0.2", authorized)})), "10.0.0.2"), Reason::denied,
         "10.0.0.0/8", Holder::ancestor);
}

TEST(Enforcement, OfSeveralDenialsTheStrongestIsNamed) {
  const OrganizationPolicy wide = enforcing(Mode::blocking, {entry("10.0.0.0/8", denied)});
  const OrganizationPolicy narrow = enforcing(Mode::blocking, {entry("10.0.0.0/24", denied)});
  for (const auto& above : {std::vector{wide, narrow}, std::vector{narrow, wide}})
    expect(ask(below(above, {}), "10.0.0.1"), Reason::denied, "10.0.0.0/24", Holder::ancestor);
}

}  // namespace
}  // namespace sallyport::policy
