// Policy as code: what stands there and not in the document is told, what is applied is what was shown, and
// what it would block is said before.

#include "control/test_world.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;
using policy::Mode;

DocumentEntry entry_for(std::string_view text) {
  DocumentEntry entry;
  entry.prefix = prefix(text);
  return entry;
}

std::string words_of(const PolicyOutcome& outcome) {
  std::string text;
  for (const PlannedStep& step : outcome.steps)
    text += (text.empty() ? "" : ", ") + step.organization + " " + step.action;
  for (const Unlisted& each : outcome.unlisted) {
    text += (text.empty() ? "" : ", ") + std::string("beside: ") + each.organization + " " + each.kind + " " +
            (each.credential.empty() ? "" : each.credential + ": ") + each.name;
  }
  return text;
}

class PoliciesDriftTest : public testing::Test {
 protected:
  PoliciesDriftTest() {
    world.make_acme();
    must(world.control->directory().create_organization(world.admin, "below", "acme"));
  }
  PolicyDocument exported(const std::string& name = {}) {
    return must(world.control->policies().document(name));
  }
  PolicyOutcome outcome(const PolicyDocument& document, bool prune = false) {
    return must(world.control->policies().plan(world.admin, {document, prune, false, {}}));
  }
  std::string plan(const PolicyDocument& document, bool prune = false) {
    return words_of(outcome(document, prune));
  }
  std::string apply(const PolicyDocument& document, bool prune = false, bool force = false) {
    return words_of(must(world.control->policies().apply(world.admin, {document, prune, force, {}})));
  }
  Policies policies() { return world.control->policies(); }

  TestWorld world;
};

TEST_F(PoliciesDriftTest, WhatIsInForceIsSaidSoThatItsChangeIsFound) {
  const PolicyDocument base = exported();
  EXPECT_EQ(plan(base, true), "");
  must(world.control->family().enforce(world.admin, "acme", Channel::api, Mode::blocking));
  EXPECT_EQ(plan(base), "acme protection.unenforced");
  EXPECT_EQ(apply(base), "acme protection.unenforced");
  world.mode({"acme", "web"}, Mode::off);
  EXPECT_EQ(plan(base), "acme protection.inherited");
  EXPECT_EQ(apply(base), "acme protection.inherited");
  EXPECT_TRUE(must(world.control->protections().status({"acme", "web"}, Channel::api)).inherited);
  EXPECT_EQ(apply(base), "");
}

TEST_F(PoliciesDriftTest, WhatStandsBesideTheDocumentIsTold) {
  const PolicyDocument base = exported();
  must(world.control->directory().create_credential(world.admin, "acme", "backdoor", Channel::api,
                                                    std::nullopt));
  must(world.control->directory().add_member(world.admin, "acme", "eve@acme.example", {.read = true}));
  world.authorize({"acme", {}}, "192.0.2.0/24");
  world.authorize({"acme", "web"}, "198.51.100.0/24");
  must(world.control->family().share(world.admin, "acme", prefix("192.0.2.0/24"), {}));
  world.request("acme", "web", "203.0.113.7");  // learned: that is no drift
  EXPECT_EQ(plan(base),
            "beside: acme member eve@acme.example, beside: acme entry 192.0.2.0/24, "
            "beside: acme share 192.0.2.0/24, beside: acme credential backdoor, "
            "beside: acme entry web: 198.51.100.0/24");
  EXPECT_EQ(outcome(base).unlisted_total, 5U);
  EXPECT_EQ(plan(base, true),
            "acme member.removed, acme entry.removed, acme entry.unshared, acme entry.removed, "
            "beside: acme credential backdoor");
  // Of lists that the document does not name, nothing is said.
  DocumentOrganization acme;
  acme.name = "acme";
  EXPECT_EQ(plan({{acme}}), "");
  EXPECT_EQ(apply(base, true, true),
            "acme member.removed, acme entry.removed, acme entry.unshared, acme entry.removed, "
            "beside: acme credential backdoor");
  EXPECT_EQ(plan(base), "beside: acme credential backdoor");
}

TEST_F(PoliciesDriftTest, OtherOrganizationsAreToldWhereTheDocumentCoversThem) {
  PolicyDocument all = exported();
  PolicyDocument tree = exported("acme");
  EXPECT_EQ(all.covers, Covers::all);
  EXPECT_EQ(tree.covers, Covers::below);
  must(world.control->directory().create_organization(world.admin, "deeper", "below"));
  must(world.control->directory().create_organization(world.admin, "root", {}));
  EXPECT_EQ(plan(tree), "beside: deeper organization deeper");
  EXPECT_EQ(plan(all), "beside: deeper organization deeper, beside: root organization root");
  all.covers = Covers::named;
  EXPECT_EQ(plan(all), "");
}

TEST_F(PoliciesDriftTest, WhatIsSharedAndNotNamedIsPruned) {
  const PolicyDocument base = exported();
  world.request("acme", "web", "203.0.113.7");
  must(world.control->family().share(world.admin, "acme", prefix("203.0.113.0/24"), {}));
  EXPECT_EQ(plan(base), "beside: acme share 203.0.113.0/24");
  EXPECT_EQ(apply(base, true, true), "acme entry.unshared");
  EXPECT_EQ(world.listed({"acme", {}}), "203.0.113.0/24");  // learned: it stays
}

TEST_F(PoliciesDriftTest, OnlyWhatWasShownIsApplied) {
  PolicyDocument document = exported();
  document.organizations.front().entries = {entry_for("192.0.2.0/24")};
  const std::string shown = outcome(document, true).digest;
  EXPECT_EQ(shown.size(), 32U);
  EXPECT_EQ(outcome(document, true).digest, shown);
  world.authorize({"acme", {}}, "198.51.100.0/24");  // would be pruned unseen
  const auto records = must(world.control->audit().count({}));
  EXPECT_EQ(code_of(policies().apply(world.admin, {document, true, false, shown})),
            ErrorCode::precondition_failed);
  EXPECT_EQ(must(world.control->audit().count({})), records);
  EXPECT_EQ(world.listed({"acme", {}}), "198.51.100.0/24");
  const std::string now = outcome(document, true).digest;
  EXPECT_NE(now, shown);
  EXPECT_EQ(words_of(must(policies().apply(world.admin, {document, true, false, now}))),
            "acme entry.authorized, acme entry.removed");
}

TEST_F(PoliciesDriftTest, BlockingSaysWhatItWouldHaveBlocked) {
  world.mode({"acme", {}}, Mode::off);
  world.request("acme", "web", "192.0.2.7");
  PolicyDocument document = exported("acme");
  EXPECT_EQ(outcome(document).would_have_blocked.total, 0U);
  document.organizations.front().api->mode = Mode::blocking;
  const auto planned = outcome(document);
  ASSERT_EQ(planned.would_have_blocked.total, 1U);
  EXPECT_EQ(planned.would_have_blocked.blocked.front().organization, "acme");
  EXPECT_EQ(planned.would_have_blocked.blocked.front().credential, "web");
  EXPECT_EQ(planned.lockout_risk, "");  // that alone is not refused
  // With lists it is: the plan has what apply() is refused with, and forcing it takes it away.
  document.organizations.front().entries = {entry_for("198.51.100.0/24")};
  const auto refused = policies().apply(world.admin, {document, false, false, {}});
  ASSERT_EQ(code_of(refused), ErrorCode::lockout_risk);
  EXPECT_EQ(outcome(document).lockout_risk, refused.error().message);
  EXPECT_EQ(must(policies().plan(world.admin, {document, false, true, {}})).lockout_risk, "");
  EXPECT_EQ(must(policies().apply(world.admin, {document, false, true, {}})).would_have_blocked.total, 1U);
}

TEST_F(PoliciesDriftTest, EnforcingSaysWhatItWouldHaveBlockedBelow) {
  must(
      world.control->directory().create_credential(world.admin, "below", "till", Channel::api, std::nullopt));
  world.mode({"below", {}}, Mode::off);
  world.request("below", "till", "192.0.2.7");
  PolicyDocument document = exported("acme");
  document.organizations.front().enforce_api = Mode::blocking;
  document.organizations.back().api.reset();
  const auto planned = outcome(document);
  ASSERT_EQ(planned.would_have_blocked.total, 1U);
  EXPECT_EQ(planned.would_have_blocked.blocked.front().organization, "below");
}

}  // namespace
}  // namespace sallyport::control
