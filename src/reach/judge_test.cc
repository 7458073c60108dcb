#include <gtest/gtest.h>

#include "reach/finding.h"

namespace sallyport::reach {
namespace {

const Looked kFound{Outcome::works, ""};
const Looked kNone{Outcome::no_address, "the host has no address"};
const Looked kNoSuchHost{Outcome::no_such_host, "no such host"};
const Looked kSilent{Outcome::timed_out, "no answer"};
const Looked kSinkhole{Outcome::sinkhole, "nowhere"};
const Looked kGivenUp{Outcome::gave_up, "no time"};

net::Address address(const char* text) { return *net::Address::parse(text); }

Names names(std::initializer_list<const char*> addresses, Looked ipv4 = kFound, Looked ipv6 = kFound) {
  Names names{std::move(ipv4), std::move(ipv6), {}};
  for (const char* text : addresses) names.addresses.push_back(address(text));
  return names;
}

Attempt attempt(const char* text, Outcome outcome, Step step = Step::tcp) {
  return {address(text), step, outcome, outcome == Outcome::works ? "" : std::string(to_string(outcome)), {}};
}

struct Case {
  std::vector<Attempt> attempts;
  Verdict verdict;
  Outcome outcome;
  const char* reason;
};

TEST(Judge, WhatComesOfTheAttempts) {
  const auto four = [](Outcome outcome) { return attempt("192.0.2.1", outcome); };
  const auto other = [](Outcome outcome) { return attempt("192.0.2.2", outcome); };
  const auto six = [](Outcome outcome) { return attempt("2001:db8::1", outcome); };
  using enum Outcome;
  const std::vector<Case> cases{
      {{four(works), six(works)}, Verdict::works, works, ""},
      {{four(works), six(refused)}, Verdict::partly, refused, "2001:db8::1: refused"},
      {{four(timed_out), six(works)}, Verdict::partly, timed_out, "192.0.2.1: timed_out"},
      {{four(refused), six(refused)}, Verdict::fails, refused, "refused (each of 2 addresses)"},
      {{four(refused), six(timed_out)}, Verdict::fails, refused, "192.0.2.1: refused"},
      {{four(refused)}, Verdict::fails, refused, "refused"},
      // A machine without IPv6 reaches what IPv4 reaches.
      {{four(works), six(no_route)}, Verdict::works, works, "2001:db8::1: no_route"},
      {{four(no_route), six(works)}, Verdict::works, works, "192.0.2.1: no_route"},
      {{four(no_route), six(no_route)}, Verdict::fails, no_route, "no_route (each of 2 addresses)"},
      {{four(no_route), six(refused)}, Verdict::fails, refused, "2001:db8::1: refused"},
      // But one that has a way to the family lacks the address.
      {{four(works), other(no_route)}, Verdict::partly, no_route, "192.0.2.2: no_route"},
      {{four(works), other(no_route), six(works)}, Verdict::partly, no_route, "192.0.2.2: no_route"},
      {{four(gave_up), six(gave_up)}, Verdict::not_tried, gave_up, "gave_up (each of 2 addresses)"},
      {{four(gave_up), six(refused)}, Verdict::fails, refused, "2001:db8::1: refused"},
      {{four(gave_up), six(works)}, Verdict::partly, gave_up, "192.0.2.1: gave_up"},
      {{four(special_use)}, Verdict::not_tried, special_use, "special_use"},
  };
  for (const Case& each : cases) {
    const Finding finding = judge(names({"192.0.2.1"}), true, each.attempts);
    EXPECT_EQ(finding.verdict, each.verdict) << each.reason;
    EXPECT_EQ(finding.outcome, each.outcome) << each.reason;
    EXPECT_EQ(finding.reason, each.reason);
    EXPECT_EQ(finding.attempts.size(), each.attempts.size());
  }
}

TEST(Judge, WithoutAnAddressTheLookUpFailed) {
  struct {
    Looked ipv4, ipv6;
    Verdict verdict;
    Outcome outcome;
  } const cases[] = {
      {kNoSuchHost, kNoSuchHost, Verdict::fails, Outcome::no_such_host},
      {kSilent, kNoSuchHost, Verdict::fails, Outcome::no_such_host},
      {kSinkhole, kNoSuchHost, Verdict::fails, Outcome::sinkhole},
      {kNone, kSinkhole, Verdict::fails, Outcome::sinkhole},
      {kNone, kNone, Verdict::fails, Outcome::no_address},
      {kNone, kSilent, Verdict::fails, Outcome::timed_out},  // it may have one of IPv6: nobody knows
      {kSilent, kNone, Verdict::fails, Outcome::timed_out},
      {kGivenUp, kGivenUp, Verdict::not_tried, Outcome::gave_up},
  };
  for (const auto& each : cases) {
    const Finding finding = judge(names({}, each.ipv4, each.ipv6), true, {});
    EXPECT_EQ(finding.verdict, each.verdict);
    EXPECT_EQ(finding.outcome, each.outcome);
    EXPECT_EQ(finding.step, Step::dns);
  }
}

TEST(Judge, AFamilyThatCannotBeLookedUpIsAPartThatDoesNotWork) {
  const std::vector<Attempt> works{attempt("192.0.2.1", Outcome::works, Step::tls)};
  Finding finding = judge(names({"192.0.2.1"}, kFound, kSilent), true, works);
  EXPECT_EQ(finding.verdict, Verdict::partly);
  EXPECT_EQ(finding.step, Step::dns);
  EXPECT_EQ(finding.reason, "addresses of IPv6: no answer");
  finding = judge(names({"192.0.2.1"}, kFound, kNone), true, works);
  EXPECT_EQ(finding.verdict, Verdict::works);
  EXPECT_EQ(finding.step, Step::tls);
  // What fails further on is told first.
  finding = judge(names({"192.0.2.1"}, kFound, kSilent), true, {attempt("192.0.2.1", Outcome::refused)});
  EXPECT_EQ(finding.verdict, Verdict::fails);
  EXPECT_EQ(finding.outcome, Outcome::refused);
}

TEST(Judge, ANameAloneWorksWhereItHasAnAddress) {
  EXPECT_EQ(judge(names({"192.0.2.1"}, kFound, kNone), false, {}).verdict, Verdict::works);
  EXPECT_EQ(judge(names({"192.0.2.1"}, kFound, kSilent), false, {}).verdict, Verdict::partly);
  EXPECT_EQ(judge(names({}, kNone, kNone), false, {}).verdict, Verdict::fails);
}

TEST(Judge, TheCertificateThatEndsFirstCounts) {
  std::vector<Attempt> attempts{attempt("192.0.2.1", Outcome::works), attempt("192.0.2.2", Outcome::works)};
  const std::chrono::sys_seconds early{std::chrono::seconds(100)}, late{std::chrono::seconds(200)};
  attempts[0].certificate = Certificate{"", {}, 0, {}, late};
  attempts[1].certificate = Certificate{"", {}, 0, {}, early};
  EXPECT_EQ(judge(names({"192.0.2.1", "192.0.2.2"}), true, attempts).certificate_until, early);
}

TEST(Judge, AnAddressIsJudgedByItsOneAttempt) {
  EXPECT_EQ(judge(attempt("192.0.2.1", Outcome::works)).verdict, Verdict::works);
  const Finding finding = judge(attempt("192.0.2.1", Outcome::timed_out));
  EXPECT_EQ(finding.verdict, Verdict::fails);
  EXPECT_EQ(finding.addresses, std::vector{address("192.0.2.1")});
}

}  // namespace
}  // namespace sallyport::reach
