// R15: trees, sharing, enforcement.

#include "control/test_world.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;
using policy::Mode;
using policy::Reason;
using std::chrono::days;

ProtectionChange wanted(std::optional<Mode> mode, std::optional<bool> dry_run = std::nullopt,
                        std::optional<std::chrono::seconds> quiet_period = std::nullopt) {
  ProtectionChange change;
  change.mode = mode;
  change.dry_run = dry_run;
  change.quiet_period = quiet_period;
  return change;
}

// acme, with sub below it and leaf below that; and other, which is none of theirs. Each has a key.
class FamilyTest : public testing::Test {
 protected:
  FamilyTest() {
    create("acme");
    create("sub", "acme");
    create("leaf", "sub");
    create("other");
    must(world.control->directory().add_member(world.admin, "acme", "ann@acme.example", {false, true}));
  }

  void create(const std::string& name, const std::string& parent = {}) {
    must(world.control->directory().create_organization(world.admin, name, parent));
    must(world.control->directory().create_credential(world.admin, name, "key", Channel::api, std::nullopt));
  }
  Reason reason(const std::string& organization, std::string_view from) {
    return world.decide(organization, "key", from).reason;
  }
  Result<Sharing> share(const std::string& organization, std::string_view text,
                        const std::vector<std::string>& with = {}) {
    return family().share(world.admin, organization, prefix(text), with);
  }
  Result<void> unshare(std::string_view text, bool keep = false, bool force = false) {
    return family().unshare(world.admin, "acme", prefix(text), keep, force);
  }
  void enforce(Mode mode, std::optional<Channel> channel = std::nullopt) {
    must(family().enforce(world.admin, "acme", channel, mode));
  }
  void deny(const std::string& organization, std::string_view text) {
    must(world.control->lists().deny(world.admin, {organization, {}},
                                     NewEntry{prefix(text), {}, policy::kAlways, policy::kForever}, true));
  }
  ProtectionStatus status(const ScopeName& scope, Channel channel = Channel::api) {
    return must(world.control->protections().status(scope, channel));
  }
  Result<ProtectionStatus> set(const ScopeName& scope, const ProtectionChange& change) {
    return world.control->protections().change(world.admin, scope, std::nullopt, change);
  }
  std::vector<std::string> actions(const std::string& organization) {
    std::vector<std::string> found;
    for (const auto& record : must(world.control->audit().list(organization, {100, {}})).items)
      found.push_back(record.action);
    return found;
  }
  std::string received(const std::string& organization) {
    std::string text;
    for (const auto& each : must(family().received(organization, {1000, {}})).items) {
      text += (text.empty() ? "" : ", ") + each.listed.entry.prefix.to_string() + " from " + each.from;
    }
    return text.empty() ? "none" : text;
  }
  Family family() { return world.control->family(); }

  TestWorld world;
};

TEST_F(FamilyTest, AParentIsGivenAtCreation) {
  EXPECT_EQ(must(world.control->directory().organization("leaf")).parent_name, "sub");
  EXPECT_EQ(must(world.control->directory().organization("acme")).parent_name, "");
  const auto created = must(world.control->audit().list("leaf", {10, {}})).items.back();
  EXPECT_EQ(created.after, R"({"name":"leaf","parent":"sub"})");
  EXPECT_EQ(code_of(world.control->directory().create_organization(world.admin, "x", "nobody")),
            ErrorCode::unknown_organization);
  EXPECT_EQ(code_of(world.control->directory().create_organization(world.admin, "sub", "other")),
            ErrorCode::duplicate);
}

TEST_F(FamilyTest, ATreeHasSixteenLevels) {
  std::string parent = "leaf";  // the third
  for (int level = 4; level <= 16; ++level) {
    create("level " + std::to_string(level), parent);
    parent = "level " + std::to_string(level);
  }
  EXPECT_EQ(code_of(world.control->directory().create_organization(world.admin, "deeper", parent)),
            ErrorCode::too_many_entries);
  world.authorize({"acme", {}}, "192.0.2.0/24");
  must(share("acme", "192.0.2.0/24"));
  EXPECT_EQ(reason(parent, "192.0.2.1"), Reason::shared);
}

TEST_F(FamilyTest, ChildrenAreThoseDirectlyBelowByName) {
  create("a sub", "acme");
  const auto first = must(family().children("acme", {1, {}}));
  ASSERT_EQ(first.items.size(), 1u);
  EXPECT_EQ(first.items[0].name, "a sub");
  const auto second = must(family().children("acme", {1, first.next}));
  ASSERT_EQ(second.items.size(), 1u);
  EXPECT_EQ(second.items[0].name, "sub");
  EXPECT_EQ(second.next, "");
  EXPECT_TRUE(must(family().children("leaf", {10, {}})).items.empty());
  EXPECT_EQ(code_of(family().children("nobody", {10, {}})), ErrorCode::unknown_organization);
}

TEST_F(FamilyTest, WhatIsSharedWithAllReachesAllAndThoseToCome) {
  world.authorize({"acme", {}}, "192.0.2.0/24");
  const auto sharing = must(share("acme", "192.0.2.0/24"));
  EXPECT_TRUE(sharing.with.empty());
  EXPECT_EQ(sharing.kind, EntryKind::authorized);
  create("late", "leaf");
  for (const char* name : {"sub", "leaf", "late"}) {
    EXPECT_EQ(reason(name, "192.0.2.1"), Reason::shared) << name;
    EXPECT_EQ(world.listed({name, {}}), "none");
    EXPECT_EQ(received(name), "192.0.2.0/24 from acme");
  }
  EXPECT_EQ(reason("acme", "192.0.2.1"), Reason::authorized);
  EXPECT_EQ(reason("other", "192.0.2.1"), Reason::learned);
  world.restart();
  EXPECT_EQ(reason("late", "192.0.2.1"), Reason::shared);
  must(unshare("192.0.2.0/24"));
  for (const char* name : {"sub", "leaf", "late"}) EXPECT_EQ(reason(name, "192.0.2.1"), Reason::learned);
  EXPECT_EQ(world.listed({"acme", {}}), "192.0.2.0/24");
  EXPECT_EQ(code_of(unshare("192.0.2.0/24")), ErrorCode::not_found);
}

TEST_F(FamilyTest, WhatIsSharedByNameReachesExactlyThose) {
  create("sub 2", "acme");
  world.authorize({"acme", {}}, "192.0.2.0/24");
  EXPECT_EQ(must(share("acme", "192.0.2.0/24", {"sub 2", "sub"})).with, (Names{"sub", "sub 2"}));
  EXPECT_EQ(reason("sub", "192.0.2.1"), Reason::shared);
  EXPECT_EQ(reason("sub 2", "192.0.2.1"), Reason::shared);
  EXPECT_EQ(reason("leaf", "192.0.2.1"), Reason::learned);
  EXPECT_EQ(code_of(share("acme", "192.0.2.0/24", {"sub"})), ErrorCode::duplicate);
  EXPECT_EQ(must(share("acme", "192.0.2.0/24", {"sub", "leaf", "leaf"})).with,
            (Names{"leaf", "sub", "sub 2"}));
  EXPECT_EQ(reason("leaf", "192.0.2.1"), Reason::shared);
  const auto shared = must(family().shared("acme")).items;
  ASSERT_EQ(shared.size(), 1u);
  EXPECT_EQ(shared[0].with, (Names{"leaf", "sub", "sub 2"}));
  EXPECT_EQ(shared[0].by, "administrator");
  EXPECT_TRUE(must(share("acme", "192.0.2.0/24")).with.empty());  // with all, in place of by name
  EXPECT_EQ(received("leaf"), "192.0.2.0/24 from acme");
  EXPECT_EQ(code_of(share("acme", "192.0.2.0/24", {"sub"})), ErrorCode::duplicate);
  EXPECT_EQ(code_of(share("acme", "192.0.2.0/24")), ErrorCode::duplicate);
  world.restart();
  EXPECT_EQ(reason("sub 2", "192.0.2.1"), Reason::shared);
}

TEST_F(FamilyTest, WhatCannotBeSharedIsRefused) {
  EXPECT_EQ(code_of(share("acme", "192.0.2.0/24")), ErrorCode::not_found);
  world.authorize({"acme", {}}, "192.0.2.0/24");
  EXPECT_EQ(code_of(share("acme", "192.0.2.0/25")), ErrorCode::not_found);
  for (const char* name : {"other", "acme", "nobody", ""}) {
    const auto refused = share("acme", "192.0.2.0/24", {"sub", name});
    EXPECT_EQ(code_of(refused), ErrorCode::unknown_organization) << name;
    EXPECT_EQ(refused.error().message, "there is no organization '" + std::string(name) + "' below acme");
  }
  EXPECT_EQ(received("sub"), "none");  // nothing of it was done
  must(world.control->lists().remove(world.admin, {"acme", {}}, prefix("192.0.2.0/24")));
  EXPECT_EQ(code_of(share("acme", "192.0.2.0/24")), ErrorCode::not_found);
}

TEST_F(FamilyTest, OneReceivesAPrefixByNameFromOneAncestorOnly) {
  for (const char* name : {"acme", "sub"}) world.authorize({name, {}}, "192.0.2.0/24");
  must(share("acme", "192.0.2.0/24", {"leaf"}));
  EXPECT_EQ(code_of(share("sub", "192.0.2.0/24", {"leaf"})), ErrorCode::duplicate);
  must(share("sub", "192.0.2.0/24"));  // with all is no copy
  EXPECT_EQ(received("leaf"), "192.0.2.0/24 from acme, 192.0.2.0/24 from sub");
}

TEST_F(FamilyTest, SharingEndsWithTheEntry) {
  world.authorize({"acme", {}}, "192.0.2.0/24");
  world.authorize({"acme", {}}, "198.51.100.0/24");
  must(share("acme", "192.0.2.0/24"));
  must(share("acme", "198.51.100.0/24", {"leaf"}));
  must(world.control->lists().remove(world.ann, {"acme", {}}, prefix("192.0.2.0/24")));
  EXPECT_EQ(reason("sub", "192.0.2.1"), Reason::learned);
  EXPECT_EQ(actions("acme").front(), "entry.unshared");
  const auto record = must(world.control->audit().list("acme", {1, {}})).items[0];
  EXPECT_EQ(record.before, R"({"prefix":"192.0.2.0/24","kind":"authorized"})");
  EXPECT_EQ(record.actor.name, "ann@acme.example");
  deny("acme", "198.51.100.0/24");
  EXPECT_EQ(reason("leaf", "198.51.100.1"), Reason::learned);
  EXPECT_EQ(actions("acme").front(), "entry.unshared");
  EXPECT_TRUE(must(family().shared("acme")).items.empty());
  must(world.control->audit().verify());
}

TEST_F(FamilyTest, SharingOutlivesAChangeOfValidity) {
  const auto until = world.clock.now() + days(1);
  for (const char* text : {"192.0.2.0/24", "198.51.100.0/24"}) {
    must(world.control->lists().authorize(world.admin, {"acme", {}},
                                          {{prefix(text), {}, policy::kAlways, until}}));
  }
  must(share("acme", "192.0.2.0/24"));
  must(share("acme", "198.51.100.0/24", {"leaf"}));
  world.clock.advance(days(2));
  EXPECT_EQ(reason("leaf", "192.0.2.1"), Reason::learned);
  EXPECT_EQ(reason("leaf", "198.51.100.1"), Reason::learned);
  world.authorize({"acme", {}}, "192.0.2.0/24");
  world.authorize({"acme", {}}, "198.51.100.0/24");
  EXPECT_EQ(reason("leaf", "192.0.2.1"), Reason::shared);
  EXPECT_EQ(reason("leaf", "198.51.100.1"), Reason::shared);
}

TEST_F(FamilyTest, SharedDenialsDeny) {
  deny("acme", "192.0.2.0/24");
  EXPECT_EQ(must(share("acme", "192.0.2.0/24")).kind, EntryKind::denied);
  EXPECT_EQ(reason("leaf", "192.0.2.1"), Reason::denied);
  world.authorize({"leaf", {}}, "192.0.2.1");  // more specific
  EXPECT_EQ(reason("leaf", "192.0.2.1"), Reason::authorized);
}

TEST_F(FamilyTest, WhatWaitedForItIsSettled) {
  world.mode({"leaf", {}}, Mode::blocking);
  world.request("leaf", "key", "192.0.2.1");
  EXPECT_EQ(world.unauthorized("leaf"), "192.0.2.1");
  world.authorize({"acme", {}}, "192.0.2.0/24");
  must(share("acme", "192.0.2.0/24"));
  EXPECT_EQ(world.unauthorized("leaf"), "none");
  EXPECT_EQ(world.alerts("leaf").at(0).state, AlertState::authorized);
}

TEST_F(FamilyTest, WhatIsKeptIsTheirOwn) {
  const auto until = world.clock.now() + days(90);
  must(world.control->lists().authorize(world.admin, {"acme", {}},
                                        {{prefix("192.0.2.0/24"), "office", policy::kAlways, until}}));
  must(share("acme", "192.0.2.0/24"));
  create("own", "acme");
  world.authorize({"own", {}}, "192.0.2.0/24");
  create("removed", "acme");
  world.authorize({"removed", {}}, "192.0.2.0/24");
  must(world.control->lists().remove(world.admin, {"removed", {}}, prefix("192.0.2.0/24")));
  create("denies", "acme");
  deny("denies", "192.0.2.0/24");
  must(unshare("192.0.2.0/24", true));
  for (const char* name : {"sub", "leaf", "removed"}) {
    const auto entries =
        must(world.control->lists().entries({name, {}}, EntryKind::authorized, {10, {}})).items;
    ASSERT_EQ(entries.size(), 1u) << name;
    EXPECT_EQ(entries[0].entry.source, policy::Source::shared);
    EXPECT_EQ(entries[0].note, "office");
    EXPECT_EQ(entries[0].entry.valid_until, until);
    EXPECT_EQ(reason(name, "192.0.2.1"), Reason::authorized);
    EXPECT_EQ(actions(name).front(), "entry.authorized");
  }
  const auto own = must(world.control->lists().entries({"own", {}}, EntryKind::authorized, {10, {}})).items;
  EXPECT_EQ(own.at(0).entry.source, policy::Source::manual);
  EXPECT_EQ(reason("denies", "192.0.2.1"), Reason::denied);
  EXPECT_EQ(world.listed({"other", {}}), "none");
  must(world.control->lists().remove(world.admin, {"acme", {}}, prefix("192.0.2.0/24")));
  EXPECT_EQ(reason("leaf", "192.0.2.1"), Reason::authorized);
}

TEST_F(FamilyTest, WhatLetSomebodyInLatelyIsNotUnsharedUnasked) {
  world.authorize({"acme", {}}, "192.0.2.0/24");
  must(share("acme", "192.0.2.0/24"));
  world.mode({"leaf", {}}, Mode::blocking);
  EXPECT_EQ(world.request("leaf", "key", "192.0.2.1"), Reason::shared);
  const auto refused = unshare("192.0.2.0/24");
  EXPECT_EQ(code_of(refused), ErrorCode::lockout_risk);
  EXPECT_NE(refused.error().message.find("192.0.2.1"), std::string::npos);
  EXPECT_EQ(reason("leaf", "192.0.2.1"), Reason::shared);
  must(unshare("192.0.2.0/24", false, true));
  EXPECT_EQ(reason("leaf", "192.0.2.1"), Reason::unknown_address);
}

TEST_F(FamilyTest, KeepingLocksNobodyOut) {
  world.authorize({"acme", {}}, "192.0.2.0/24");
  must(share("acme", "192.0.2.0/24", {"leaf"}));
  world.mode({"leaf", {}}, Mode::blocking);
  world.request("leaf", "key", "192.0.2.1");
  must(unshare("192.0.2.0/24", true));
  EXPECT_EQ(reason("leaf", "192.0.2.1"), Reason::authorized);
}

TEST_F(FamilyTest, ReceivedIsPaged) {
  for (const char* text : {"10.0.0.0/8", "192.0.2.0/24", "2001:db8::/32", "198.51.100.7"}) {
    world.authorize({"acme", {}}, text);
    world.authorize({"sub", {}}, text);
    must(share("acme", text));
    must(share("sub", text, {"leaf"}));
  }
  const std::string all = received("leaf");
  EXPECT_EQ(all,
            "10.0.0.0/8 from acme, 10.0.0.0/8 from sub, 192.0.2.0/24 from acme, 192.0.2.0/24 from sub, "
            "198.51.100.7 from acme, 198.51.100.7 from sub, 2001:db8::/32 from acme, 2001:db8::/32 from sub");
  for (const unsigned limit : {1U, 2U, 3U, 8U}) {
    std::string text;
    PageRequest request{limit, {}};
    do {
      const auto page = must(family().received("leaf", request));
      EXPECT_LE(page.items.size(), limit);
      for (const auto& each : page.items) {
        text += (text.empty() ? "" : ", ") + each.listed.entry.prefix.to_string() + " from " + each.from;
      }
      request.cursor = page.next;
    } while (!request.cursor.empty());
    EXPECT_EQ(text, all) << limit;
  }
  for (const char* cursor :
       {"x", "1", ".10.0.0.0/8", "1.", "-1.10.0.0.0/8", "1.10.0.0.1/8", "99999999999.::/0"})
    EXPECT_EQ(code_of(family().received("leaf", {10, cursor})), ErrorCode::malformed_request) << cursor;
}

TEST_F(FamilyTest, AListOfWhatIsReceivedHasTheBoundOfAList) {
  ControlSettings settings;
  settings.entries_per_list = 2;
  TestWorld small(settings);
  must(small.control->directory().create_organization(small.admin, "a"));
  must(small.control->directory().create_organization(small.admin, "b", "a"));
  must(small.control->directory().create_organization(small.admin, "c", "b"));
  for (const char* name : {"a", "b"}) {
    const std::string net = name == std::string("a") ? "10.0." : "10.1.";
    for (const char* last : {"0.1", "0.2"}) small.authorize({name, {}}, net + last);
  }
  for (const char* text : {"10.0.0.1", "10.0.0.2"})
    must(small.control->family().share(small.admin, "a", prefix(text), {"c"}));
  EXPECT_EQ(code_of(small.control->family().share(small.admin, "b", prefix("10.1.0.1"), {"c"})),
            ErrorCode::too_many_entries);
  for (const char* text : {"192.0.2.1", "192.0.2.2"}) small.authorize({"c", {}}, text);
  EXPECT_EQ(code_of(small.control->family().unshare(small.admin, "a", prefix("10.0.0.1"), true, false)),
            ErrorCode::too_many_entries);
  EXPECT_EQ(small.listed({"c", {}}), "192.0.2.1, 192.0.2.2");
}

TEST_F(FamilyTest, HitsCountWhereTheEntryStands) {
  world.authorize({"acme", {}}, "192.0.2.0/24");
  world.authorize({"acme", {}}, "198.51.100.0/24");
  must(share("acme", "192.0.2.0/24"));
  must(share("acme", "198.51.100.0/24", {"leaf"}));
  world.request("leaf", "key", "192.0.2.1");
  world.request("sub", "key", "192.0.2.1");
  world.request("leaf", "key", "198.51.100.1");
  const auto entries =
      must(world.control->lists().entries({"acme", {}}, EntryKind::authorized, {10, {}})).items;
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].hits, 2u);
  EXPECT_EQ(entries[1].hits, 1u);
  EXPECT_TRUE(entries[1].last_seen);
  EXPECT_EQ(world.listed({"leaf", {}}), "none");
}

TEST_F(FamilyTest, WhatIsEnforcedIsTheLeast) {
  world.mode({"sub", {}}, Mode::off);
  enforce(Mode::learning);
  EXPECT_EQ(status({"sub", {}}).mode, Mode::learning);
  EXPECT_EQ(status({"sub", {}}).settings.mode, Mode::off);
  EXPECT_EQ(status({"sub", {}}).enforced_by, "acme");
  EXPECT_EQ(status({"acme", {}}).enforced, std::nullopt);
  must(family().enforce(world.admin, "sub", Channel::api, Mode::blocking));
  EXPECT_EQ(status({"leaf", {}}).mode, Mode::blocking);
  EXPECT_EQ(status({"leaf", {}}).enforced_by, "sub");
  EXPECT_EQ(status({"leaf", {}}, Channel::smtp).mode, Mode::learning);
  EXPECT_EQ(status({"leaf", {}}, Channel::smtp).enforced_by, "acme");
  EXPECT_EQ(reason("leaf", "192.0.2.1"), Reason::unknown_address);
  EXPECT_EQ(reason("sub", "192.0.2.1"), Reason::learned);
  EXPECT_EQ(reason("acme", "192.0.2.1"), Reason::learned);  // not on itself
  must(family().unenforce(world.admin, "acme", std::nullopt));
  EXPECT_EQ(status({"sub", {}}).mode, Mode::off);
  EXPECT_EQ(reason("sub", "192.0.2.1"), Reason::protection_off);
  EXPECT_EQ(actions("acme").front(), "protection.unenforced");
}

TEST_F(FamilyTest, AChildCannotWeakenIt) {
  ProtectionChange dry;
  dry.dry_run = true;
  must(set({"leaf", {}}, dry));
  enforce(Mode::learning);
  for (const ScopeName& scope : {ScopeName{"leaf", {}}, ScopeName{"leaf", "key"}}) {
    const auto refused = set(scope, wanted(Mode::off));
    EXPECT_EQ(code_of(refused), ErrorCode::enforced_by_parent);
    EXPECT_NE(refused.error().message.find("acme"), std::string::npos);
    EXPECT_EQ(code_of(set(scope, wanted(Mode::blocking, true))), ErrorCode::enforced_by_parent);
    must(set(scope, wanted(Mode::learning)));
    EXPECT_EQ(must(set(scope, wanted(Mode::blocking, std::nullopt, days(3)))).mode, Mode::blocking);
    EXPECT_EQ(code_of(set(scope, wanted(std::nullopt, true))), ErrorCode::enforced_by_parent);
  }
  EXPECT_EQ(reason("leaf", "192.0.2.1"), Reason::unknown_address);  // its own dry_run does not count
  must(family().unenforce(world.admin, "acme", std::nullopt));
  EXPECT_EQ(reason("leaf", "192.0.2.1"), Reason::dry_run);  // and counts again
  must(set({"leaf", {}}, wanted(Mode::off)));
}

TEST_F(FamilyTest, EnforcementIsPerChannel) {
  enforce(Mode::blocking, Channel::smtp);
  EXPECT_EQ(reason("leaf", "192.0.2.1"), Reason::learned);
  EXPECT_EQ(code_of(set({"leaf", {}}, wanted(Mode::off))), ErrorCode::enforced_by_parent);  // both channels
  EXPECT_EQ(status({"leaf", {}}).settings.mode, Mode::learning);  // and nothing of it was done
  must(world.control->protections().change(world.admin, {"leaf", {}}, Channel::api, wanted(Mode::off)));
  const auto enforced = must(family().enforced("acme"));
  EXPECT_EQ(enforced.api, std::nullopt);
  EXPECT_EQ(enforced.smtp, Mode::blocking);
  EXPECT_EQ(code_of(family().unenforce(world.admin, "acme", Channel::api)), ErrorCode::not_found);
  EXPECT_EQ(code_of(family().enforce(world.admin, "acme", std::nullopt, Mode::off)),
            ErrorCode::invalid_setting);
}

TEST_F(FamilyTest, WhatAnEnforcingAncestorDeniesIsDenied) {
  deny("acme", "192.0.2.0/24");
  world.authorize({"leaf", {}}, "192.0.2.1");
  EXPECT_EQ(reason("leaf", "192.0.2.1"), Reason::authorized);
  enforce(Mode::learning);
  EXPECT_EQ(reason("leaf", "192.0.2.1"), Reason::denied);
  EXPECT_EQ(world.decide("leaf", "key", "192.0.2.1").holder, policy::Holder::ancestor);
  must(world.control->lists().remove(world.admin, {"acme", {}}, prefix("192.0.2.0/24")));
  EXPECT_EQ(reason("leaf", "192.0.2.1"), Reason::authorized);
}

TEST_F(FamilyTest, WhatOnlyEnforcementMakesLearnLearns) {
  world.mode({"leaf", {}}, Mode::off);
  enforce(Mode::learning);
  EXPECT_EQ(world.request("leaf", "key", "192.0.2.1"), Reason::learned);
  EXPECT_EQ(world.listed({"leaf", {}}), "192.0.2.0/24");
  EXPECT_EQ(world.request("leaf", "key", "192.0.2.2"), Reason::authorized);
  EXPECT_TRUE(status({"leaf", {}}).seen_since);
  world.advance(days(29));
  EXPECT_EQ(status({"leaf", {}}).mode, Mode::learning);
  EXPECT_EQ(status({"leaf", {}}).quiet_for, days(29));
  world.advance(days(1));
  EXPECT_EQ(status({"leaf", {}}).settings.mode, Mode::blocking);  // its own from now on
  must(family().unenforce(world.admin, "acme", std::nullopt));
  EXPECT_EQ(status({"leaf", {}}).mode, Mode::blocking);
}

TEST_F(FamilyTest, LearningThatIsNotInForceDoesNotEnd) {
  world.request("leaf", "key", "192.0.2.1");
  world.request("leaf", "key", "192.0.2.1");
  enforce(Mode::blocking);
  EXPECT_EQ(world.request("leaf", "key", "198.51.100.1"), Reason::unknown_address);
  world.advance(days(40));
  EXPECT_EQ(status({"leaf", {}}).settings.mode, Mode::learning);
  EXPECT_GT(must(world.control->loop().run_due()), Milliseconds(1000));  // and is not asked for all the time
  must(family().unenforce(world.admin, "acme", std::nullopt));
  world.advance(days(40));
  EXPECT_EQ(status({"leaf", {}}).mode, Mode::learning);  // begins anew, with the next use
  world.request("leaf", "key", "192.0.2.1");
  world.request("leaf", "key", "192.0.2.1");
  world.advance(days(30));
  EXPECT_EQ(status({"leaf", {}}).mode, Mode::blocking);
}

TEST_F(FamilyTest, LearningThatWasEnforcedDoesNotTurnWhatIsOffToBlocking) {
  world.mode({"leaf", {}}, Mode::off);
  enforce(Mode::learning);
  world.request("leaf", "key", "192.0.2.1");
  world.request("leaf", "key", "192.0.2.1");
  must(family().unenforce(world.admin, "acme", std::nullopt));
  world.advance(days(40));
  EXPECT_EQ(status({"leaf", {}}).mode, Mode::off);
}

TEST_F(FamilyTest, LearningEndsWithWhatIsSharedOnly) {
  world.authorize({"acme", {}}, "192.0.2.0/24");
  must(share("acme", "192.0.2.0/24"));
  world.request("leaf", "key", "192.0.2.1");
  world.request("leaf", "key", "192.0.2.1");
  world.advance(days(30));
  EXPECT_EQ(status({"leaf", {}}).mode, Mode::blocking);
  EXPECT_EQ(reason("leaf", "192.0.2.1"), Reason::shared);
  ASSERT_FALSE(world.mailbox.mails.empty());  // to acme's members, as leaf has none
  EXPECT_EQ(world.mailbox.mails.back().recipient, "ann@acme.example");
  EXPECT_EQ(std::get<BlockingNotification>(world.mailbox.mails.back().content).items.at(0).authorized, 1u);
}

TEST_F(FamilyTest, MembersOfAncestorsManageWhatIsBelow) {
  const Actor ann{"ann@acme.example", std::nullopt};
  must(world.control->lists().authorize(ann, {"leaf", {}}, {{prefix("192.0.2.1"), {}}}));
  EXPECT_EQ(code_of(world.control->lists().authorize(ann, {"other", {}}, {{prefix("192.0.2.1"), {}}})),
            ErrorCode::unknown_member);
  const Actor lea{"lea@leaf.example", std::nullopt};
  must(world.control->directory().add_member(world.admin, "leaf", lea.name, {false, true}));
  EXPECT_EQ(code_of(family().enforce(lea, "acme", std::nullopt, Mode::blocking)), ErrorCode::unknown_member);
  EXPECT_EQ(code_of(family().share(ann, "acme", prefix("192.0.2.0/24"), {})), ErrorCode::not_found);
  // What they may do in both places adds up.
  must(world.control->directory().add_member(world.admin, "leaf", ann.name, {false, false, true}));
  must(world.control->lists().authorize(ann, {"leaf", {}}, {{prefix("192.0.2.2"), {}}}));
  must(world.control->directory().add_member(world.admin, "acme", lea.name, {false, false, true}));
  EXPECT_EQ(code_of(family().enforce(lea, "acme", std::nullopt, Mode::blocking)), ErrorCode::forbidden);
}

TEST_F(FamilyTest, AlertsOfWhoHasNoMembersGoToTheNearestThatHas) {
  world.mode({"leaf", {}}, Mode::blocking);
  world.request("leaf", "key", "192.0.2.1");
  ASSERT_EQ(world.mailbox.mails.size(), 1u);
  EXPECT_EQ(world.mailbox.mails[0].recipient, "ann@acme.example");
  EXPECT_EQ(world.mailbox.mails[0].organization, "leaf");
  must(world.control->directory().add_member(world.admin, "sub", "sue@sub.example", {true}));
  must(world.control->directory().add_member(world.admin, "leaf", "ron@leaf.example", {false, false, true}));
  world.advance(std::chrono::hours(1));
  world.request("leaf", "key", "198.51.100.1");
  ASSERT_EQ(world.mailbox.mails.size(), 2u);
  EXPECT_EQ(world.mailbox.mails[1].recipient, "sue@sub.example");
}

}  // namespace
}  // namespace sallyport::control
