// Policy as code: what is planned is what is done, all of it or nothing, and nothing the second time.

#include "control/test_world.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;
using policy::Mode;
using policy::Reason;

DocumentEntry entry(std::string_view text, Names with = {}) {
  DocumentEntry entry;
  entry.prefix = prefix(text);
  entry.shared_with = std::move(with);
  return entry;
}
DocumentEntry denial(std::string_view text) {
  DocumentEntry entry;
  entry.prefix = prefix(text);
  entry.kind = EntryKind::denied;
  return entry;
}
DocumentOrganization organization(const std::string& name, const std::string& parent = {}) {
  DocumentOrganization made;
  made.name = name;
  made.parent = parent;
  return made;
}
ProtectionChange to_mode(Mode mode) {
  ProtectionChange change;
  change.mode = mode;
  return change;
}
DocumentCredential web(const std::string& fingerprint = "00112233445566778899aabbccddeeff") {
  DocumentCredential credential;
  credential.name = "web";
  if (!fingerprint.empty()) credential.fingerprint = fingerprint;
  return credential;
}

std::string words(const std::vector<PlannedStep>& steps) {
  std::string text;
  for (const PlannedStep& step : steps)
    text += (text.empty() ? "" : ", ") + step.organization + " " + step.action;
  return text;
}
std::string all_words(const std::vector<PlannedStep>& steps) {
  std::string text;
  for (const PlannedStep& step : steps) {
    text += step.organization + " " + step.action + " " + step.before + " " + step.after + "\n";
  }
  return text;
}

class PoliciesTest : public testing::Test {
 protected:
  std::string plan(const PolicyDocument& document, bool prune = false) {
    return words(must(world.control->policies().plan(world.admin, {document, prune, false, {}})).steps);
  }
  std::string apply(const PolicyDocument& document, bool prune = false, bool force = false) {
    return words(must(world.control->policies().apply(world.admin, {document, prune, force, {}})).steps);
  }
  Error refused(const PolicyDocument& document, bool prune = false) {
    const auto records = audited();
    const auto generation = world.slot.current()->generation();
    const auto result =
        world.control->policies().apply(world.admin, {document, prune, false, {}}, &refused_at);
    EXPECT_FALSE(result.has_value());
    EXPECT_EQ(audited(), records);
    EXPECT_EQ(world.slot.current()->generation(), generation);
    return result ? Error{} : result.error();
  }
  std::uint64_t audited() { return must(world.control->audit().count({})); }
  DocumentOrganization exported(const std::string& name) {
    return must(world.control->policies().document(name)).organizations.front();
  }

  TestWorld world;
  std::string refused_at;  // of the last refused()
};

TEST_F(PoliciesTest, APlanWritesNothingAndApplyingIsWhatItSaid) {
  auto agency = organization("agency");
  agency.enforce_api = Mode::blocking;
  agency.entries = {entry("192.0.2.0/24", {"north"}), denial("203.0.113.0/24")};
  agency.members = {{{"olga@agency.example", {.owner = true}}}};
  auto north = organization("north", "agency");
  north.api = to_mode(Mode::blocking);
  north.credentials = {web()};
  north.credentials->front().entries = {entry("198.51.100.7")};
  const PolicyDocument document{{north, agency}};

  const auto planned = must(world.control->policies().plan(world.admin, {document, false, false, {}})).steps;
  EXPECT_EQ(words(planned),
            "agency organization.created, north organization.created, north protection.changed, "
            "north credential.created, north entry.authorized, agency member.added, agency entry.authorized, "
            "agency entry.denied, agency entry.shared, agency protection.enforced");
  EXPECT_EQ(audited(), 0U);
  EXPECT_FALSE(world.control->directory().organization("agency").has_value());
  EXPECT_TRUE(world.stored_policy().organizations.empty());

  const auto applied = must(world.control->policies().apply(world.admin, {document, false, false, {}})).steps;
  EXPECT_EQ(all_words(applied), all_words(planned));
  EXPECT_EQ(audited(), applied.size());
  EXPECT_EQ(world.decide("north", "web", "192.0.2.1").reason, Reason::shared);
  EXPECT_EQ(world.decide("north", "web", "198.51.100.7").reason, Reason::authorized);
  EXPECT_EQ(world.decide("north", "web", "203.0.113.1").verdict, policy::Verdict::deny);
  must(world.control->audit().verify());

  const auto generation = world.slot.current()->generation();
  EXPECT_EQ(plan(document), "");
  EXPECT_EQ(apply(document, true), "");
  EXPECT_EQ(audited(), applied.size());
  EXPECT_EQ(world.slot.current()->generation(), generation);
}

TEST_F(PoliciesTest, OnlyWhatIsNamedIsTouched) {
  world.make_acme();
  world.authorize({"acme", {}}, "192.0.2.0/24");
  EXPECT_EQ(apply({{organization("acme")}}, true), "");
  auto acme = organization("acme");
  acme.entries = {entry("198.51.100.0/24")};
  EXPECT_EQ(apply({{acme}}), "acme entry.authorized");
  EXPECT_EQ(world.listed({"acme", {}}), "192.0.2.0/24, 198.51.100.0/24");
  EXPECT_EQ(must(world.control->directory().members("acme")).size(), 1U);
}

TEST_F(PoliciesTest, PruningTakesWhatTheNamedListsHaveBeyond) {
  world.make_acme();
  world.authorize({"acme", {}}, "192.0.2.0/24");
  must(world.control->lists().deny(world.admin, {"acme", {}}, {prefix("203.0.113.0/24"), {}}));
  world.request("acme", "web", "198.51.100.7");  // learned
  auto acme = organization("acme");
  acme.entries.emplace();
  acme.members.emplace();
  acme.credentials.emplace();
  EXPECT_EQ(plan({{acme}}), "");
  EXPECT_EQ(apply({{acme}}, true), "acme member.removed, acme entry.removed, acme entry.removed");
  EXPECT_EQ(world.listed({"acme", {}}), "198.51.100.0/24");
  EXPECT_EQ(world.listed({"acme", {}}, EntryKind::denied), "none");
  EXPECT_EQ(must(world.control->directory().credentials("acme", {})).items.size(), 1U);
  acme.prune_learned = true;
  EXPECT_EQ(refused({{acme}}, true).code, ErrorCode::lockout_risk);  // it let somebody in
  EXPECT_EQ(apply({{acme}}, true, true), "acme entry.removed");
  EXPECT_EQ(world.listed({"acme", {}}), "none");
  EXPECT_EQ(apply({{acme}}, true), "");
}

TEST_F(PoliciesTest, WhatWasLearnedIsAsItShouldBe) {
  world.make_acme();
  world.request("acme", "web", "198.51.100.7");
  auto acme = organization("acme");
  acme.entries = {entry("198.51.100.0/24")};
  EXPECT_EQ(plan({{acme}}), "");
  acme.entries->front().note = "branch";
  EXPECT_EQ(apply({{acme}}), "acme entry.authorized");
  const auto listed = must(world.control->lists().entries({"acme", {}}, EntryKind::authorized, {})).items;
  EXPECT_EQ(listed.front().entry.source, policy::Source::manual);
  EXPECT_EQ(listed.front().hits, 1U);  // its use is kept
}

TEST_F(PoliciesTest, AuthorizingAnswersWhatWaitedAndLiftsRemovals) {
  world.make_acme();
  world.authorize({"acme", {}}, "192.0.2.7");
  must(world.control->lists().remove(world.admin, {"acme", {}}, prefix("192.0.2.7"), {}));
  world.mode({"acme", {}}, Mode::blocking);
  world.request("acme", "web", "192.0.2.9");
  EXPECT_EQ(world.unauthorized("acme"), "192.0.2.9");
  auto acme = organization("acme");
  acme.entries = {entry("192.0.2.0/24")};
  EXPECT_EQ(apply({{acme}}), "acme entry.authorized, acme entry.lifted");
  EXPECT_TRUE(world.alerts("acme", AlertState::open).empty());
  EXPECT_EQ(world.unauthorized("acme"), "none");
  EXPECT_EQ(plan({{acme}}), "");
  must(world.control->lists().remove(world.admin, {"acme", {}}, prefix("192.0.2.0/24"), {}));
  EXPECT_EQ(apply({{acme}}), "acme entry.authorized");  // what a person took off is back
}

TEST_F(PoliciesTest, SharesAreAddedNarrowedAndEnded) {
  auto agency = organization("agency");
  agency.entries = {entry("192.0.2.0/24")};
  const auto north = organization("north", "agency");
  const auto south = organization("south", "agency");
  const auto share = [&](Names with, bool all, bool prune = false) {
    agency.entries->front().shared_with = std::move(with);
    agency.entries->front().shared_with_all = all;
    const std::string steps = apply({{south, agency, north}}, prune);
    EXPECT_EQ(plan({{agency, north, south}}, prune), "");
    return steps;
  };
  share({"north"}, false);
  EXPECT_EQ(share({"south", "north", "north"}, false), "agency entry.shared");
  EXPECT_EQ(share({"south"}, false), "agency entry.unshared, agency entry.shared");
  EXPECT_EQ(share({}, true), "agency entry.shared");
  EXPECT_EQ(share({"north"}, false), "agency entry.unshared, agency entry.shared");
  EXPECT_EQ(share({}, false), "");  // nothing is said about it
  EXPECT_EQ(must(world.control->family().shared("agency")).items.front().with, Names{"north"});
  EXPECT_EQ(share({}, false, true), "agency entry.unshared");
  share({}, true);
  agency.entries->front().kind = EntryKind::denied;
  EXPECT_EQ(share({}, true), "agency entry.denied, agency entry.unshared, agency entry.shared");
}

TEST_F(PoliciesTest, WhatIsSharedMovesBetweenAncestors) {
  auto agency = organization("agency");
  auto branch = organization("branch", "agency");
  const auto shop = organization("shop", "branch");
  branch.entries = {entry("192.0.2.0/24", {"shop"})};
  agency.entries = {entry("192.0.2.0/24")};
  apply({{agency, branch, shop}});
  std::swap(agency.entries, branch.entries);
  EXPECT_EQ(apply({{agency, branch, shop}}, true), "branch entry.unshared, agency entry.shared");
}

TEST_F(PoliciesTest, EnforcementIsEasedFirstAndTightenedLast) {
  auto agency = organization("agency");
  auto north = organization("north", "agency");
  north.api = to_mode(Mode::off);
  agency.enforce_api = Mode::blocking;
  EXPECT_EQ(apply({{agency, north}}),
            "agency organization.created, north organization.created, north protection.changed, "
            "agency protection.enforced");
  EXPECT_EQ(apply({{agency, north}}), "");
  north.api = to_mode(Mode::learning);
  EXPECT_EQ(refused({{north}}).code, ErrorCode::enforced_by_parent);
  agency.enforce_api = policy::Enforcement();
  EXPECT_EQ(apply({{north, agency}}), "agency protection.unenforced, north protection.changed");
  agency.enforce_smtp = Mode::off;
  EXPECT_EQ(refused({{agency}}).code, ErrorCode::invalid_setting);
}

TEST_F(PoliciesTest, OnlySettingsThatDifferAreSet) {
  world.make_acme();
  world.request("acme", "web", "192.0.2.1");
  world.advance(std::chrono::days(10));
  auto acme = organization("acme");
  acme.api = to_mode(Mode::learning);
  acme.api->learned_ipv4 = 28;
  EXPECT_EQ(apply({{acme}}), "acme protection.changed");
  const auto status = must(world.control->protections().status({"acme", {}}, Channel::api));
  EXPECT_EQ(status.settings.learned_width.ipv4, 28U);
  EXPECT_GE(*status.quiet_for, std::chrono::days(10));  // learning did not start anew
}

TEST_F(PoliciesTest, MembersChangeInAnOrderThatKeepsAnOwner) {
  auto acme = organization("acme");
  acme.members = {{{"ann@acme.example", {.owner = true}}, {"bob@acme.example", {.read = true}}}};
  apply({{acme}});
  acme.members = {{{"ann@acme.example", {.read = true}}, {"bob@acme.example", {.owner = true}}}};
  EXPECT_EQ(apply({{acme}}), "acme member.changed, acme member.changed");
  acme.members = {{{"eve@acme.example", {.owner = true}, Language::german}}};
  EXPECT_EQ(apply({{acme}}, true), "acme member.removed, acme member.added, acme member.removed");
  acme.members->front().language = Language::japanese;  // theirs, once they are there
  EXPECT_EQ(apply({{acme}}, true), "");
  acme.members = {{{"eve@acme.example", {.read = true}}}};
  EXPECT_EQ(refused({{acme}}).code, ErrorCode::forbidden);
  acme.members = {{{"eve@acme.example", {.owner = true}}, {"eve@acme.example", {.read = true}}}};
  EXPECT_EQ(refused({{acme}}).code, ErrorCode::duplicate);
}

TEST_F(PoliciesTest, CredentialsComeByFingerprintAndStayWhatTheyAre) {
  auto acme = organization("acme");
  acme.credentials = {web({})};
  EXPECT_EQ(refused({{acme}}).code, ErrorCode::unknown_credential);
  EXPECT_EQ(refused_at, "/organizations/0/credentials/0");
  acme.credentials = {web("not a fingerprint")};
  EXPECT_NE(refused({{acme}}).message.find("acme: credential web: "), std::string::npos);
  EXPECT_EQ(refused_at, "/organizations/0/credentials/0/fingerprint");
  acme.credentials = {web()};
  acme.credentials->front().protection = to_mode(Mode::off);
  EXPECT_EQ(apply({{acme}}), "acme organization.created, acme credential.created, acme protection.changed");
  EXPECT_EQ(apply({{acme}}), "");
  acme.credentials->front().fingerprint.reset();
  EXPECT_EQ(apply({{acme}}), "");
  acme.credentials->front().fingerprint = "ffffffffffffffffffffffffffffffff";
  EXPECT_EQ(refused({{acme}}).code, ErrorCode::invalid_setting);
  acme.credentials->front() = web();
  acme.credentials->front().channel = Channel::smtp;
  EXPECT_EQ(refused({{acme}}).code, ErrorCode::invalid_setting);
  acme.credentials = {web(), web()};
  EXPECT_EQ(refused({{acme}}).code, ErrorCode::duplicate);
}

TEST_F(PoliciesTest, TheTreeStaysAsItIs) {
  apply({{organization("agency"), organization("north", "agency"), organization("other")}});
  EXPECT_EQ(apply({{organization("north")}}), "");  // says nothing about the parent
  EXPECT_EQ(refused({{organization("north", "other")}}).message, "north: its parent is agency, and stays so");
  EXPECT_EQ(refused_at, "/organizations/0/parent");
  EXPECT_EQ(refused({{organization("agency", "north")}}).code, ErrorCode::invalid_setting);
  EXPECT_EQ(refused({{organization("x", "nobody")}}).code, ErrorCode::unknown_organization);
  EXPECT_EQ(refused({{organization("x", "x")}}).code, ErrorCode::invalid_setting);
  EXPECT_EQ(refused({{organization("x", "y"), organization("y", "x")}}).code, ErrorCode::invalid_setting);
  EXPECT_EQ(refused({{organization("x"), organization("x")}}).code, ErrorCode::duplicate);
  PolicyDocument deep;
  for (unsigned level = 1; level <= policy::kMostLevels; ++level) {
    const std::string name = "d" + std::to_string(100 - level);
    deep.organizations.push_back(
        organization(name, level == 1 ? std::string() : "d" + std::to_string(101 - level)));
  }
  auto too_deep = deep;
  too_deep.organizations.push_back(organization("bottom", deep.organizations.back().name));
  EXPECT_EQ(refused(too_deep).code, ErrorCode::too_many_entries);
  apply(deep);
  EXPECT_EQ(apply(deep), "");
}

TEST_F(PoliciesTest, AllOrNothing) {
  world.make_acme();
  auto acme = organization("acme");
  acme.entries = {entry("192.0.2.0/24")};
  acme.api = to_mode(Mode::blocking);
  auto last = organization("last");
  last.entries = {entry("192.0.2.0/24"), entry("192.0.2.0/24")};
  const auto error = refused({{acme, last}});
  EXPECT_EQ(error.code, ErrorCode::duplicate);
  EXPECT_EQ(error.message, "last: 192.0.2.0/24 stands there twice");
  EXPECT_EQ(refused_at, "/organizations/1/entries/1");
  EXPECT_EQ(world.listed({"acme", {}}), "none");
  EXPECT_FALSE(world.control->directory().organization("last").has_value());
  last.entries = {entry("192.0.2.0/24")};
  last.entries->front().valid_until = last.entries->front().valid_from;
  EXPECT_EQ(refused({{acme, last}}).code, ErrorCode::invalid_setting);
  last.entries = {entry("192.0.2.0/24", {"acme"})};  // not below it
  EXPECT_EQ(refused({{acme, last}}).code, ErrorCode::unknown_organization);
}

TEST_F(PoliciesTest, WhatLetSomebodyInIsNotTakenUnlessForced) {
  auto agency = organization("agency");
  agency.entries = {entry("192.0.2.0/24", {"north"})};
  auto north = organization("north", "agency");
  north.api = to_mode(Mode::blocking);
  north.credentials = {web()};
  apply({{agency, north}});
  EXPECT_EQ(world.request("north", "web", "192.0.2.7"), Reason::shared);
  agency.entries = {denial("192.0.2.0/24")};
  agency.entries->front().shared_with_all = true;
  const auto error = refused({{agency}});
  EXPECT_EQ(error.code, ErrorCode::lockout_risk);
  EXPECT_NE(error.message.find("north/web from 192.0.2.7"), std::string::npos) << error.message;
  EXPECT_NE(plan({{agency}}), "");
  // Moved to where it is needed, nobody loses it.
  north.entries = {entry("192.0.2.0/24")};
  agency.entries.emplace();
  EXPECT_EQ(apply({{agency, north}}, true),
            "agency entry.removed, agency entry.unshared, north entry.authorized");
  agency.entries = {denial("192.0.2.7")};
  agency.entries->front().shared_with_all = true;
  EXPECT_NE(apply({{agency}}, false, true), "");
  EXPECT_EQ(world.decide("north", "web", "192.0.2.7").verdict, policy::Verdict::deny);
}

TEST_F(PoliciesTest, TurningBlockingOnIsRefusedOnlyWhereListsChangeWithIt) {
  world.make_acme();
  world.mode({"acme", {}}, Mode::off);
  world.authorize({"acme", {}}, "198.51.100.0/24");
  world.request("acme", "web", "192.0.2.7");
  auto acme = organization("acme");
  acme.api = to_mode(Mode::blocking);
  auto with_lists = acme;
  with_lists.entries.emplace();
  EXPECT_EQ(refused({{with_lists}}, true).code, ErrorCode::lockout_risk);
  EXPECT_EQ(apply({{acme}}), "acme protection.changed");
}

TEST_F(PoliciesTest, AMemberAppliesInTheirOwnTreeOnly) {
  world.make_acme();
  apply({{organization("other")}});
  auto acme = organization("acme");
  acme.entries = {entry("192.0.2.0/24")};
  must(world.control->policies().apply(world.ann,
                                       {{{acme, organization("below", "acme")}}, false, false, {}}));
  auto other = organization("other");
  other.entries = acme.entries;
  EXPECT_EQ(code_of(world.control->policies().apply(world.ann, {{{other}}, false, false, {}})),
            ErrorCode::unknown_member);
}

TEST_F(PoliciesTest, AnExportLeavesOutWhatWasLearnedAndRemoved) {
  world.make_acme();
  world.request("acme", "web", "198.51.100.7");
  world.authorize({"acme", {}}, "192.0.2.0/24");
  world.authorize({"acme", {}}, "203.0.113.0/24");
  must(world.control->lists().remove(world.admin, {"acme", {}}, prefix("203.0.113.0/24"), {}));
  const auto acme = exported("acme");
  ASSERT_EQ(acme.entries->size(), 1U);
  EXPECT_EQ(acme.entries->front().prefix, prefix("192.0.2.0/24"));
  EXPECT_FALSE(acme.credentials->front().fingerprint.has_value());
  EXPECT_EQ(code_of(world.control->policies().document("nobody")), ErrorCode::unknown_organization);
  // What a person shared is policy, wherever it came from.
  must(world.control->directory().create_organization(world.admin, "below", "acme"));
  must(world.control->family().share(world.admin, "acme", prefix("198.51.100.0/24"), {}));
  EXPECT_EQ(exported("acme").entries->size(), 2U);
}

}  // namespace
}  // namespace sallyport::control
