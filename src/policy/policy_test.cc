#include "policy/policy.h"

#include <gtest/gtest.h>

#include <array>

#include "policy/test_world.h"

namespace sallyport::policy {
namespace {

using enum EntryKind;
using net::test::address;
using net::test::prefix;
using namespace test;

Timestamp at(int milliseconds) { return Timestamp(Milliseconds(milliseconds)); }

Policy world(Protection protection, std::vector<Entry> shared, std::vector<Entry> own = {}) {
  Policy policy;
  OrganizationPolicy organization;
  organization.id = kOrganization;
  organization.api = organization.smtp = protection;
  organization.entries = std::move(shared);
  policy.organizations.push_back(std::move(organization));
  policy.credentials.push_back({.id = kCredential,
                                .organization = kOrganization,
                                .fingerprint = kFingerprint,
                                .protection = std::nullopt,
                                .entries = std::move(own)});
  return policy;
}

// Lists as their only difference: what an address gets under blocking.
struct Case {
  const char* what;
  std::vector<Entry> shared;
  std::vector<Entry> own;
  const char* from;
  Reason reason;
  const char* matched;  // null where nothing did
  bool of_credential;
};

void hold(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    SCOPED_TRACE(c.what);
    const Decision decision = ask(world({Mode::blocking, false}, c.shared, c.own), c.from);
    EXPECT_EQ(decision.reason, c.reason);
    EXPECT_EQ(decision.cause, c.reason);
    EXPECT_EQ(decision.verdict, c.reason == Reason::authorized ? Verdict::allow : Verdict::deny);
    EXPECT_EQ(decision.entry, c.matched == nullptr ? std::nullopt : std::optional(prefix(c.matched)));
    EXPECT_EQ(decision.holder, c.of_credential ? Holder::credential : Holder::organization);
  }
}

TEST(Decide, AnUnknownCredentialIsDeniedWhateverTheMode) {
  for (const Mode mode : {Mode::off, Mode::learning, Mode::blocking}) {
    const Policy policy = world({mode, true}, {entry("0.0.0.0/0", authorized)});
    const Decision decision = decide(policy, {Fingerprint{2, 1}, address("10.0.0.1")}, kNow);
    EXPECT_EQ(decision.verdict, Verdict::deny);
    EXPECT_EQ(decision.reason, Reason::unknown_credential);
    EXPECT_EQ(decision.cause, Reason::unknown_credential);
    EXPECT_EQ(decision.organization, OrganizationId{});
    EXPECT_EQ(decision.credential, CredentialId{});
  }
}

TEST(Decide, SaysWhoItIsAbout) {
  Policy policy = world({}, {});
  policy.credentials[0].channel = Channel::smtp;
  const Decision decision = ask(policy, "10.0.0.1");
  EXPECT_EQ(decision.organization, kOrganization);
  EXPECT_EQ(decision.credential, kCredential);
  EXPECT_EQ(decision.channel, Channel::smtp);
}

TEST(Decide, AnEmptyListIsAnEmptyList) {
  hold({{"nothing stands there", {}, {}, "10.0.0.1", Reason::unknown_address, nullptr, false}});
}

TEST(Decide, TheMostSpecificEntryWins) {
  hold({
      {"a host in a network",
       {entry("10.0.0.0/24", denied), entry("10.0.0.1", authorized)},
       {},
       "10.0.0.1",
       Reason::authorized,
       "10.0.0.1",
       false},
      {"its neighbour",
       {entry("10.0.0.0/24", denied), entry("10.0.0.1", authorized)},
       {},
       "10.0.0.2",
       Reason::denied,
       "10.0.0.0/24",
       false},
      {"the order does not matter",
       {entry("10.0.0.1", denied), entry("10.0.0.0/8", authorized)},
       {},
       "10.0.0.1",
       Reason::denied,
       "10.0.0.1",
       false},
      {"the credential's narrower entry",
       {entry("10.0.0.0/8", denied)},
       {entry("10.1.0.0/16", authorized)},
       "10.1.2.3",
       Reason::authorized,
       "10.1.0.0/16",
       true},
      {"the organization's narrower entry",
       {entry("10.1.0.0/16", authorized)},
       {entry("10.0.0.0/8", denied)},
       "10.1.2.3",
       Reason::authorized,
       "10.1.0.0/16",
       false},
      {"IPv6",
       {entry("2001:db8::/32", authorized), entry("2001:db8:1::/48", denied)},
       {},
       "2001:db8:1::9",
       Reason::denied,
       "2001:db8:1::/48",
       false},
      {"::/0 holds no IPv4",
       {entry("::/0", authorized)},
       {},
       "10.0.0.1",
       Reason::unknown_address,
       nullptr,
       false},
      {"0.0.0.0/0 holds no IPv6",
       {entry("0.0.0.0/0", authorized)},
       {},
       "::1",
       Reason::unknown_address,
       nullptr,
       false},
  });
}

Entry of_catalog(std::string_view text, EntryKind kind = authorized) {
  Entry made = entry(text, kind);
  made.source = Source::catalog;
  return made;
}

TEST(Decide, AnEntryOfACatalogSaysSo) {
  const auto reason = [](std::vector<Entry> shared, std::vector<Entry> own) {
    return ask(world({Mode::blocking, false}, std::move(shared), std::move(own)), "10.0.0.1").reason;
  };
  EXPECT_EQ(reason({of_catalog("10.0.0.0/8")}, {}), Reason::catalog);
  EXPECT_EQ(reason({of_catalog("10.0.0.1", denied)}, {}), Reason::denied);
  EXPECT_EQ(reason({of_catalog("10.0.0.0/8"), entry("10.0.0.0/24", authorized)}, {}), Reason::authorized);
  EXPECT_EQ(reason({entry("10.0.0.0/8", authorized), of_catalog("10.0.0.0/24")}, {}), Reason::catalog);
  EXPECT_EQ(reason({of_catalog("10.0.0.1")}, {entry("10.0.0.1", authorized)}), Reason::authorized);
  EXPECT_EQ(reason({entry("10.0.0.1", authorized)}, {of_catalog("10.0.0.1")}), Reason::catalog);
}

TEST(Decide, DenialWinsAtEqualLength) {
  hold({
      {"denied by the credential",
       {entry("10.0.0.0/8", authorized)},
       {entry("10.0.0.0/8", denied)},
       "10.0.0.1",
       Reason::denied,
       "10.0.0.0/8",
       true},
      {"denied by the organization",
       {entry("10.0.0.0/8", denied)},
       {entry("10.0.0.0/8", authorized)},
       "10.0.0.1",
       Reason::denied,
       "10.0.0.0/8",
       false},
  });
}

TEST(Decide, OfEqualEntriesTheCredentialsOwnIsNamed) {
  hold({
      {"both authorize",
       {entry("10.0.0.0/8", authorized)},
       {entry("10.0.0.0/8", authorized)},
       "10.0.0.1",
       Reason::authorized,
       "10.0.0.0/8",
       true},
      {"both deny",
       {entry("10.0.0.0/8", denied)},
       {entry("10.0.0.0/8", denied)},
       "10.0.0.1",
       Reason::denied,
       "10.0.0.0/8",
       true},
  });
}

TEST(Decide, ARemovedEntryIsNeverKnownAndHidesNothing) {
  hold({
      {"removed alone",
       {entry("10.0.0.1", removed)},
       {},
       "10.0.0.1",
       Reason::unknown_address,
       nullptr,
       false},
      {"a wider entry still decides",
       {entry("10.0.0.0/8", authorized), entry("10.0.0.1", removed)},
       {},
       "10.0.0.1",
       Reason::authorized,
       "10.0.0.0/8",
       false},
  });
}

TEST(Decide, OnlyEntriesInForceCount) {
  struct Row {
    Timestamp from, until;
    Reason reason;
    const char* matched;
  };
  for (const Row& row : {Row{at(1000), kForever, Reason::authorized, "10.0.0.1"},
                         Row{at(1001), kForever, Reason::denied, "10.0.0.0/8"},
                         Row{kAlways, at(1001), Reason::authorized, "10.0.0.1"},
                         Row{kAlways, at(1000), Reason::denied, "10.0.0.0/8"}}) {
    Entry host = entry("10.0.0.1", authorized);
    host.valid_from = row.from;
    host.valid_until = row.until;
    const Decision decision = ask(world({}, {entry("10.0.0.0/8", denied), host}), "10.0.0.1");
    EXPECT_EQ(decision.reason, row.reason);
    EXPECT_EQ(decision.entry, prefix(row.matched));
  }
}

TEST(Decide, ModesDecideAboutUnknownAddresses) {
  struct Row {
    Mode mode;
    Verdict verdict;
    Reason reason;
  };
  for (const Row& row : {Row{Mode::off, Verdict::allow, Reason::protection_off},
                         Row{Mode::learning, Verdict::allow, Reason::learned},
                         Row{Mode::blocking, Verdict::deny, Reason::unknown_address}}) {
    const Decision decision = ask(world({row.mode, false}, {entry("10.0.0.1", denied)}), "10.0.0.2");
    EXPECT_EQ(decision.verdict, row.verdict) << to_string(row.mode);
    EXPECT_EQ(decision.reason, row.reason);
    EXPECT_EQ(decision.cause, row.reason);
  }
}

TEST(Decide, AKnownAddressIsDecidedByItsEntryInEveryModeButOff) {
  for (const Mode mode : {Mode::learning, Mode::blocking}) {
    EXPECT_EQ(ask(world({mode, false}, {entry("10.0.0.1", denied)}), "10.0.0.1").reason, Reason::denied);
    EXPECT_EQ(ask(world({mode, false}, {entry("10.0.0.1", authorized)}), "10.0.0.1").reason,
              Reason::authorized);
  }
  const Decision off = ask(world({Mode::off, false}, {entry("10.0.0.1", denied)}), "10.0.0.1");
  EXPECT_EQ(off.verdict, Verdict::allow);
  EXPECT_EQ(off.reason, Reason::protection_off);
  EXPECT_FALSE(off.entry);
}

TEST(Decide, WhatAPersonRemovedIsBlockedWhileLearning) {
  Entry expired = entry("10.0.0.0/24", removed);
  expired.valid_until = kNow;
  const Protection learning{Mode::learning, false};
  EXPECT_EQ(ask(world(learning, {entry("10.0.0.0/24", removed)}), "10.0.0.9").reason,
            Reason::unknown_address);
  EXPECT_EQ(ask(world(learning, {}, {entry("10.0.0.0/24", removed)}), "10.0.0.9").reason,
            Reason::unknown_address);
  EXPECT_EQ(ask(world(learning, {expired}), "10.0.0.9").reason, Reason::learned);
  EXPECT_EQ(ask(world({Mode::off, false}, {entry("10.0.0.0/24", removed)}), "10.0.0.9").reason,
            Reason::protection_off);
}

TEST(Decide, TheCredentialsProtectionComesBeforeItsOrganizations) {
  Policy policy = world({Mode::blocking, false}, {});
  policy.organizations[0].smtp = {Mode::learning, false};
  EXPECT_EQ(ask(policy, "10.0.0.1").reason, Reason::unknown_address);
  policy.credentials[0].channel = Channel::smtp;
  EXPECT_EQ(ask(policy, "10.0.0.1").reason, Reason::learned);
  policy.credentials[0].protection = Protection{Mode::off, false};
  EXPECT_EQ(ask(policy, "10.0.0.1").reason, Reason::protection_off);
  policy.credentials[0].protection = Protection{Mode::blocking, false};
  EXPECT_EQ(ask(policy, "10.0.0.1").reason, Reason::unknown_address);
}

TEST(Decide, ADryRunAllowsWhatWouldHaveBeenDeniedAndSaysWhy) {
  const Policy policy =
      world({Mode::blocking, true}, {entry("10.0.0.1", denied), entry("10.0.0.2", authorized)});
  const Decision refused = ask(policy, "10.0.0.1");
  EXPECT_EQ(refused.verdict, Verdict::allow);
  EXPECT_EQ(refused.reason, Reason::dry_run);
  EXPECT_EQ(refused.cause, Reason::denied);
  EXPECT_EQ(refused.entry, prefix("10.0.0.1"));
  const Decision unknown = ask(policy, "10.0.0.3");
  EXPECT_EQ(unknown.verdict, Verdict::allow);
  EXPECT_EQ(unknown.reason, Reason::dry_run);
  EXPECT_EQ(unknown.cause, Reason::unknown_address);
  const Decision permitted = ask(policy, "10.0.0.2");
  EXPECT_EQ(permitted.reason, Reason::authorized);
  EXPECT_EQ(permitted.cause, Reason::authorized);
  EXPECT_EQ(ask(world({Mode::learning, true}, {}), "10.0.0.1").reason, Reason::learned);
}

std::optional<net::Prefix> learned(std::string_view from, LearnedWidth width,
                                   const std::vector<Entry>& shared, const std::vector<Entry>& own = {}) {
  const std::array<std::span<const Entry>, 2> lists{shared, own};
  return learn(address(from), width, lists, kNow);
}

TEST(Learn, TakesTheNetworkOfTheWidthAround) {
  EXPECT_EQ(learned("198.51.100.77", {}, {}), prefix("198.51.100.0/24"));
  EXPECT_EQ(learned("2001:db8:1:2:3::4", {}, {}), prefix("2001:db8:1:2::/64"));
  EXPECT_EQ(learned("198.51.100.77", {.ipv4 = 32}, {}), prefix("198.51.100.77"));
  EXPECT_EQ(learned("198.51.100.77", {.ipv4 = 99}, {}), prefix("198.51.100.77"));
  EXPECT_EQ(learned("2001:db8::1", {.ipv6 = 128}, {}), prefix("2001:db8::1"));
}

TEST(Learn, GivesNothingRemovedBack) {
  struct Row {
    const char* what;
    std::vector<Entry> shared, own;
    const char* expected;  // null where nothing may be learned
  };
  for (const Row& row : {
           Row{"a removed half", {entry("10.0.0.128/25", removed)}, {}, "10.0.0.0/25"},
           Row{"a removed neighbour", {entry("10.0.0.8", removed)}, {}, "10.0.0.9"},
           Row{"a removed host far off", {entry("10.0.0.200", removed)}, {}, "10.0.0.0/25"},
           Row{"the credential's removal", {}, {entry("10.0.0.16", removed)}, "10.0.0.0/28"},
           Row{"both lists", {entry("10.0.0.200", removed)}, {entry("10.0.0.16", removed)}, "10.0.0.0/28"},
           Row{"outside the network", {entry("10.0.1.0/24", removed)}, {}, "10.0.0.0/24"},
           Row{"the address itself", {entry("10.0.0.9", removed)}, {}, nullptr},
           Row{"a network around it", {}, {entry("10.0.0.0/8", removed)}, nullptr},
           Row{"exactly the network", {entry("10.0.0.0/24", removed)}, {}, nullptr},
           Row{"a denial is no removal", {entry("10.0.0.200", denied)}, {}, "10.0.0.0/24"},
       }) {
    EXPECT_EQ(learned("10.0.0.9", {}, row.shared, row.own),
              row.expected == nullptr ? std::nullopt : std::optional(prefix(row.expected)))
        << row.what;
  }
}

TEST(Learn, ARemovalThatEndedStandsInNobodysWay) {
  Entry ended = entry("10.0.0.9", removed);
  ended.valid_until = kNow;
  EXPECT_EQ(learned("10.0.0.9", {}, {ended}), prefix("10.0.0.0/24"));
}

}  // namespace
}  // namespace sallyport::policy
