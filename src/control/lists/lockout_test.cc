// R12: what was let in lately is not locked out by a slip; what protection lets pass anyway is no slip.

#include "control/lists/lockout.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "control/test_world.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;
using policy::Mode;
using policy::Reason;
using policy::Verdict;
using std::chrono::days;
using std::chrono::hours;

NewEntry entry(std::string_view text) { return {prefix(text), {}, policy::kAlways, policy::kForever}; }

class LockoutTest : public testing::Test {
 protected:
  LockoutTest() {
    world.make_acme();
    world.mode(acme, Mode::blocking);
    world.authorize(acme, "192.0.2.0/24");
  }
  Lists lists() { return world.control->lists(); }
  Family family() { return world.control->family(); }
  void make(const std::string& organization, const std::string& parent, const std::string& credential) {
    must(world.control->directory().create_organization(world.admin, organization, parent));
    must(world.control->directory().create_credential(world.admin, organization, credential, Channel::api,
                                                      std::nullopt));
    world.mode({organization, {}}, Mode::blocking);
  }
  void expect_refused(const Result<void>& result) { EXPECT_EQ(code_of(result), ErrorCode::lockout_risk); }
  Result<void> remove(const ScopeName& scope, std::string_view text, bool force = false) {
    SALLYPORT_TRY(lists().remove(world.admin, scope, prefix(text), {}, force));
    return {};
  }
  Result<void> deny(const ScopeName& scope, std::string_view text, bool force = false) {
    SALLYPORT_TRY(lists().deny(world.admin, scope, entry(text), force));
    return {};
  }

  TestWorld world;
  const ScopeName acme{"acme", {}};
  const ScopeName web{"acme", "web"};
};

TEST_F(LockoutTest, WhatLetSomebodyInIsNotRemovedUnlessForced) {
  EXPECT_EQ(world.request("acme", "web", "192.0.2.7"), Reason::authorized);
  const auto audited = must(world.control->audit().count({}));
  expect_refused(remove(acme, "192.0.2.0/24"));
  expect_refused(deny(acme, "192.0.2.0/24"));
  expect_refused(deny(acme, "192.0.2.7"));
  expect_refused(deny(web, "192.0.2.7"));
  EXPECT_EQ(world.listed(acme), "192.0.2.0/24");
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.7").reason, Reason::authorized);
  EXPECT_EQ(must(world.control->audit().count({})), audited);
  must(remove(acme, "192.0.2.0/24", true));
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.7").reason, Reason::unknown_address);
}

TEST_F(LockoutTest, WhatNobodyUsedIsRemoved) {
  world.authorize(acme, "198.51.100.0/24");
  world.request("acme", "web", "192.0.2.7");
  world.request("acme", "web", "203.0.113.1");  // was denied, so it loses nothing
  must(deny(acme, "192.0.2.8"));
  must(deny(acme, "203.0.113.0/24"));
  must(remove(acme, "198.51.100.0/24"));
}

TEST_F(LockoutTest, TheProofNamesFiveUsesAndCountsTheOthers) {
  for (int i = 1; i <= 7; ++i) {
    world.request("acme", "web", "192.0.2." + std::to_string(i));
    world.clock.advance(hours(1));
  }
  world.request("acme", "web", "192.0.2.7");
  world.clock.advance(std::chrono::minutes(5));
  const auto refused = lists().remove(world.admin, acme, prefix("192.0.2.0/24"));
  ASSERT_EQ(code_of(refused), ErrorCode::lockout_risk);
  const std::string& proof = refused.error().message;
  EXPECT_NE(proof.find("during the last 7d: web from 192.0.2.7 (last 5min ago, 2 times); "
                       "web from 192.0.2.6 (last 2h ago, once)"),
            std::string::npos)
      << proof;
  EXPECT_NE(proof.find("192.0.2.3"), std::string::npos) << proof;
  EXPECT_EQ(proof.find("192.0.2.2"), std::string::npos) << proof;
  EXPECT_NE(proof.find("; and 2 more"), std::string::npos) << proof;
  EXPECT_NE(proof.find("--force"), std::string::npos) << proof;
}

TEST_F(LockoutTest, SevenDaysToTheMillisecond) {
  world.request("acme", "web", "192.0.2.7");
  world.clock.advance(days(7) - Milliseconds(1));
  expect_refused(remove(acme, "192.0.2.0/24"));
  world.clock.advance(Milliseconds(1));
  must(remove(acme, "192.0.2.0/24"));
}

TEST_F(LockoutTest, WhatAWiderEntryStillAllowsIsNoRisk) {
  world.authorize(acme, "192.0.2.7");
  world.authorize(web, "192.0.2.0/28");
  world.request("acme", "web", "192.0.2.7");
  must(remove(acme, "192.0.2.7"));
  must(remove(acme, "192.0.2.0/24"));
  expect_refused(remove(web, "192.0.2.0/28"));
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.7").reason, Reason::authorized);
}

TEST_F(LockoutTest, WhatALongerEntryAllowsMayBeDeniedAround) {
  world.authorize(web, "192.0.2.7");
  world.request("acme", "web", "192.0.2.7");
  must(deny(acme, "192.0.2.0/24"));
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.7").reason, Reason::authorized);
}

TEST_F(LockoutTest, AnEntryThatIsOverHoldsNothing) {
  must(lists().authorize(
      world.admin, acme,
      {NewEntry{prefix("198.51.100.0/24"), {}, policy::kAlways, world.clock.now() + hours(1)}}));
  world.request("acme", "web", "198.51.100.1");
  world.clock.advance(hours(1));
  must(remove(acme, "198.51.100.0/24"));
}

TEST_F(LockoutTest, UnderOffAndDryRunNothingIsLost) {
  world.request("acme", "web", "192.0.2.7");
  world.mode(acme, Mode::off);
  must(deny(acme, "192.0.2.7"));
  must(remove(acme, "192.0.2.0/24"));
  world.authorize(acme, "192.0.2.0/24");
  world.authorize(acme, "192.0.2.7");
  ProtectionChange dry;
  dry.mode = Mode::blocking;
  dry.dry_run = true;
  must(world.control->protections().change(world.admin, acme, std::nullopt, dry));
  must(remove(acme, "192.0.2.7"));
  must(remove(acme, "192.0.2.0/24"));
}

// Another credential of the same organization may stand under a protection of its own.
TEST_F(LockoutTest, ACredentialThatBlocksHasSomethingToLose) {
  world.mode(web, Mode::blocking);
  world.mode(acme, Mode::off);
  world.request("acme", "web", "192.0.2.7");
  expect_refused(remove(acme, "192.0.2.0/24"));
}

TEST_F(LockoutTest, WhatWasLearnedCounts) {
  world.mode(acme, Mode::learning);
  EXPECT_EQ(world.request("acme", "web", "198.51.100.9"), Reason::learned);
  EXPECT_EQ(world.listed(acme), "192.0.2.0/24, 198.51.100.0/24");
  expect_refused(remove(acme, "198.51.100.0/24"));
  must(remove(acme, "198.51.100.0/24", true));
  EXPECT_EQ(world.decide("acme", "web", "198.51.100.9").reason, Reason::unknown_address);
}

TEST_F(LockoutTest, ADenialIsLiftedWithoutAsking) {
  world.request("acme", "web", "192.0.2.7");
  must(deny(acme, "192.0.2.0/24", true));
  must(remove(acme, "192.0.2.0/24"));
}

TEST_F(LockoutTest, ACredentialThatIsGoneHoldsNothing) {
  world.request("acme", "web", "192.0.2.7");
  must(world.control->directory().remove_credential(world.admin, "acme", "web"));
  must(remove(acme, "192.0.2.0/24"));
}

TEST_F(LockoutTest, TheActorsOwnAddress) {
  const Actor inside{"administrator", address("192.0.2.99")};
  const auto refused = lists().remove(inside, acme, prefix("192.0.2.0/24"));
  ASSERT_EQ(code_of(refused), ErrorCode::lockout_risk);
  EXPECT_NE(refused.error().message.find("your own address 192.0.2.99"), std::string::npos)
      << refused.error().message;
  EXPECT_EQ(code_of(lists().deny(inside, acme, entry("192.0.2.99"))), ErrorCode::lockout_risk);
  EXPECT_EQ(code_of(lists().deny(inside, web, entry("192.0.2.99"))), ErrorCode::lockout_risk);
  must(lists().deny(inside, acme, entry("192.0.2.98")));
  world.mode(acme, Mode::off);
  must(lists().remove(inside, acme, prefix("192.0.2.0/24")));
  world.mode(acme, Mode::blocking);
  world.authorize(acme, "192.0.2.0/24");
  const Actor outside{"administrator", address("198.51.100.1")};
  must(lists().remove(outside, acme, prefix("192.0.2.0/24")));
}

TEST_F(LockoutTest, WhatAnAncestorSharesHoldsAndIsHeld) {
  make("child", "acme", "job");
  must(family().share(world.admin, "acme", prefix("192.0.2.0/24"), {}));
  EXPECT_EQ(world.request("child", "job", "192.0.2.7"), Reason::shared);
  const auto refused = lists().remove(world.admin, acme, prefix("192.0.2.0/24"));
  ASSERT_EQ(code_of(refused), ErrorCode::lockout_risk);
  EXPECT_NE(refused.error().message.find("child/job from 192.0.2.7"), std::string::npos);
  expect_refused(deny(acme, "192.0.2.0/24"));
  expect_refused(family().unshare(world.admin, "acme", prefix("192.0.2.0/24"), false, false));
  EXPECT_EQ(world.request("child", "job", "192.0.2.7"), Reason::shared);

  // The child's own entry holds it up, and is held up by it.
  world.authorize({"child", {}}, "192.0.2.7");
  must(remove({"child", {}}, "192.0.2.7"));
  world.authorize({"child", {}}, "192.0.2.7");
  must(family().unshare(world.admin, "acme", prefix("192.0.2.0/24"), false, false));
  expect_refused(remove({"child", {}}, "192.0.2.7"));
}

TEST_F(LockoutTest, UnsharingWithKeepTakesNothingAway) {
  make("child", "acme", "job");
  make("grandchild", "child", "task");
  must(family().share(world.admin, "acme", prefix("192.0.2.0/24"), {"grandchild"}));
  world.request("grandchild", "task", "192.0.2.7");
  expect_refused(family().unshare(world.admin, "acme", prefix("192.0.2.0/24"), false, false));
  must(family().unshare(world.admin, "acme", prefix("192.0.2.0/24"), true, false));
  EXPECT_EQ(world.request("grandchild", "task", "192.0.2.7"), Reason::authorized);
}

TEST_F(LockoutTest, ADenialUnderEnforcementReachesBelow) {
  make("child", "acme", "job");
  world.authorize({"child", {}}, "198.51.100.0/24");
  world.request("child", "job", "198.51.100.1");
  must(deny(acme, "198.51.100.0/24"));
  must(remove(acme, "198.51.100.0/24"));
  must(family().enforce(world.admin, "acme", Channel::api, Mode::blocking));
  expect_refused(deny(acme, "198.51.100.0/24"));
  must(deny(acme, "198.51.100.0/24", true));
  EXPECT_EQ(world.decide("child", "job", "198.51.100.1").reason, Reason::denied);
}

TEST_F(LockoutTest, TheActorsOwnAddressBelow) {
  make("child", "acme", "job");
  must(family().share(world.admin, "acme", prefix("192.0.2.0/24"), {}));
  const Actor inside{"administrator", address("192.0.2.99")};
  const auto refused = family().unshare(inside, "acme", prefix("192.0.2.0/24"), false, false);
  ASSERT_EQ(code_of(refused), ErrorCode::lockout_risk);
  EXPECT_NE(refused.error().message.find("child/job"), std::string::npos) << refused.error().message;
}

TEST_F(LockoutTest, AFormerSecretIsTheSameCredential) {
  world.request("acme", "web", "192.0.2.7");
  must(world.control->directory().rotate_credential(world.admin, "acme", "web", days(1), std::nullopt));
  const auto refused = lists().remove(world.admin, acme, prefix("192.0.2.0/24"));
  ASSERT_EQ(code_of(refused), ErrorCode::lockout_risk);
  EXPECT_EQ(refused.error().message.find("more"), std::string::npos) << refused.error().message;
}

TEST_F(LockoutTest, PreviewsSayWhatAndChangeNothing) {
  world.request("acme", "web", "192.0.2.7");
  world.request("acme", "web", "192.0.2.7");
  const auto generation = world.slot.current()->generation();
  const auto audited = must(world.control->audit().count({}));
  const auto removal = must(lists().preview_removal(world.admin, acme, prefix("192.0.2.0/24")));
  ASSERT_EQ(removal.total, 1u);
  EXPECT_EQ(removal.blocked[0].organization, "acme");
  EXPECT_EQ(removal.blocked[0].credential, "web");
  EXPECT_EQ(removal.blocked[0].address, address("192.0.2.7"));
  EXPECT_EQ(removal.blocked[0].count, 2u);
  EXPECT_EQ(must(lists().preview_denial(world.admin, acme, {entry("192.0.2.7"), entry("10.0.0.1")})).total,
            1u);
  EXPECT_EQ(must(lists().preview_denial(world.admin, acme, {entry("192.0.2.8")})).total, 0u);
  EXPECT_EQ(code_of(lists().preview_removal(world.admin, acme, prefix("10.0.0.0/8"))), ErrorCode::not_found);
  EXPECT_EQ(world.slot.current()->generation(), generation);
  EXPECT_EQ(must(world.control->audit().count({})), audited);
  EXPECT_EQ(world.listed(acme), "192.0.2.0/24");
}

TEST_F(LockoutTest, TurningBlockingOnAnswersWhatItWouldHaveBlocked) {
  world.mode(acme, Mode::off);
  for (int i = 1; i <= 130; ++i) {
    world.request("acme", "web", "198.51.100." + std::to_string(i));
    world.clock.advance(std::chrono::seconds(1));
  }
  world.request("acme", "web", "192.0.2.7");
  ProtectionChange block;
  block.mode = Mode::blocking;
  const auto preview = must(world.control->protections().preview(world.admin, acme, Channel::api, block));
  EXPECT_EQ(preview.total, 130u);
  ASSERT_EQ(preview.blocked.size(), 100u);
  EXPECT_EQ(preview.blocked[0].address, address("198.51.100.130"));
  EXPECT_EQ(preview.blocked[99].address, address("198.51.100.31"));
  EXPECT_EQ(world.mode(acme), Mode::off);
  const auto smtp = must(world.control->protections().preview(world.admin, acme, Channel::smtp, block));
  EXPECT_EQ(smtp.total, 0u);

  block.dry_run = true;
  auto status = must(world.control->protections().change(world.admin, acme, std::nullopt, block));
  ASSERT_TRUE(status.would_have_blocked);
  EXPECT_EQ(status.would_have_blocked->total, 0u);
  ProtectionChange in_earnest;
  in_earnest.dry_run = false;
  status = must(world.control->protections().change(world.admin, acme, std::nullopt, in_earnest));
  ASSERT_TRUE(status.would_have_blocked);
  EXPECT_EQ(status.would_have_blocked->total, 130u);
  ProtectionChange off;
  off.mode = Mode::off;
  EXPECT_FALSE(
      must(world.control->protections().change(world.admin, acme, std::nullopt, off)).would_have_blocked);
}

TEST_F(LockoutTest, EnforcingIsPreviewedBelow) {
  make("child", "acme", "job");
  world.mode({"child", {}}, Mode::off);
  world.mode(acme, Mode::off);
  world.request("child", "job", "198.51.100.1");
  world.request("acme", "web", "198.51.100.1");
  const auto preview = must(family().preview_enforce(world.admin, "acme", Channel::api, Mode::blocking));
  ASSERT_EQ(preview.total, 1u);
  EXPECT_EQ(preview.blocked[0].organization, "child");
  EXPECT_EQ(must(family().preview_enforce(world.admin, "acme", Channel::smtp, Mode::blocking)).total, 0u);
  EXPECT_EQ(world.decide("child", "job", "198.51.100.1").reason, Reason::protection_off);
  EXPECT_EQ(code_of(family().preview_enforce(world.admin, "acme", Channel::api, Mode::off)),
            ErrorCode::invalid_setting);
}

// Random lists of a parent and its child, random uses, then one change: unforced, it succeeds exactly where
// it makes nobody lose what they had.
class RandomTree {
 public:
  explicit RandomTree(unsigned seed) : random_(seed) {
    world.make_acme();
    must(world.control->directory().create_organization(world.admin, "child", "acme"));
    for (const char* const credential : {"job", "task"}) {
      must(world.control->directory().create_credential(world.admin, "child", credential, Channel::api,
                                                        std::nullopt));
    }
    for (int i = 0; i < 14; ++i) prepare();
    for (int i = 0; i < 20; ++i) {
      const auto& [organization, credential] = pick_user();
      world.request(organization, credential, any_address().to_string());
      world.clock.advance(Milliseconds(hours(number(24))));
      if (i % 5 == 0) prepare();
    }
  }

  // Returns whether it was refused; empty where there was nothing to do.
  std::optional<bool> change() {
    const ScopeName scope = any_scope();
    const unsigned kind = number(3);
    const NewEntry denial{any_network(), {}, policy::kAlways, policy::kForever};
    const net::Prefix listed = any_listed(scope);
    const auto apply = [&](bool force) -> Result<void> {
      if (kind == 0) return world.control->family().unshare(world.admin, "acme", listed, false, force);
      if (kind == 1) {
        SALLYPORT_TRY(world.control->lists().deny(world.admin, scope, denial, force));
      } else {
        SALLYPORT_TRY(world.control->lists().remove(world.admin, scope, listed, {}, force));
      }
      return {};
    };
    const auto before = let_in_lately();
    const auto unforced = apply(false);
    if (unforced) {
      EXPECT_TRUE(lost(before).empty()) << "it locked somebody out without being forced";
      return false;
    }
    if (unforced.error().code != ErrorCode::lockout_risk) return std::nullopt;
    EXPECT_EQ(let_in_lately(), before) << "a refused change changed something";
    must(apply(true));
    EXPECT_FALSE(lost(before).empty()) << unforced.error().message;
    return true;
  }

  TestWorld world;

 private:
  struct Used {
    std::string organization, credential;
    net::Address address;
    friend auto operator<=>(const Used&, const Used&) = default;
  };

  bool allowed(const Used& use) {
    return must(world.control->lists().explain(use.organization, use.credential, use.address)).verdict ==
           Verdict::allow;
  }
  std::set<Used> let_in_lately() {
    std::set<Used> uses;
    for (const char* const organization : {"acme", "child"}) {
      for (const Activity& row : must(world.control->lists().activity(organization, {1000, {}})).items) {
        const Used use{organization, row.credential, row.address};
        const bool lately = row.last_seen > world.clock.now() - days(7);
        if (row.verdict == Verdict::allow && lately && allowed(use)) uses.insert(use);
      }
    }
    return uses;
  }
  std::set<Used> lost(const std::set<Used>& before) {
    std::set<Used> lost;
    for (const Used& use : before) {
      if (!allowed(use)) lost.insert(use);
    }
    return lost;
  }

  // Most of what it tries is refused, which is as well.
  void prepare() {
    auto lists = world.control->lists();
    const ScopeName scope = any_scope();
    const NewEntry one{any_network(),
                       {},
                       policy::kAlways,
                       number(5) == 0 ? world.clock.now() + hours(1 + number(100)) : policy::kForever};
    switch (number(8)) {
      case 0:
        (void)lists.deny(world.admin, scope, one, true);
        break;
      case 1: {
        ProtectionChange change;
        change.mode = number(3) == 0 ? Mode::learning : number(6) == 0 ? Mode::off : Mode::blocking;
        change.dry_run = number(8) == 0;
        (void)world.control->protections().change(world.admin, scope, std::nullopt, change);
        break;
      }
      case 2:
        (void)world.control->family().share(world.admin, "acme", any_listed({"acme", {}}), {});
        break;
      case 3:
        if (number(3) == 0) (void)world.control->family().enforce(world.admin, "acme", {}, Mode::blocking);
        break;
      default:
        (void)lists.authorize(world.admin, scope, {one});
        break;
    }
  }

  unsigned number(unsigned below) { return std::uniform_int_distribution<unsigned>(0, below - 1)(random_); }
  const std::pair<std::string, std::string>& pick_user() {
    static const std::vector<std::pair<std::string, std::string>> users = {
        {"acme", "web"}, {"child", "job"}, {"child", "task"}};
    return users[number(3)];
  }
  ScopeName any_scope() {
    const auto& [organization, credential] = pick_user();
    return {organization, number(3) == 0 ? credential : std::string()};
  }
  net::Address any_address() {
    return net::Address::ipv4(0xc0000200U | number(2) << 8 | number(2) << 6 | number(3));
  }
  net::Prefix any_network() { return net::Prefix::enclosing(any_address(), 22 + number(11)); }
  net::Prefix any_listed(const ScopeName& scope) {
    std::vector<ListedEntry> all;
    for (const EntryKind kind : {EntryKind::authorized, EntryKind::denied}) {
      const auto page = must(world.control->lists().entries(scope, kind, {1000, {}}));
      all.insert(all.end(), page.items.begin(), page.items.end());
    }
    return all.empty() ? any_network() : all[number(static_cast<unsigned>(all.size()))].entry.prefix;
  }

  std::mt19937 random_;
};

TEST(LockoutPropertyTest, AChangeIsRefusedExactlyWhereSomebodyLoses) {
  unsigned refused = 0;
  unsigned made = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    RandomTree tree(seed);
    for (int i = 0; i < 4; ++i) {
      const auto outcome = tree.change();
      if (!outcome) continue;
      ++(*outcome ? refused : made);
      if (HasFailure()) return;
    }
  }
  EXPECT_GT(refused, 10u);
  EXPECT_GT(made, 30u);
}

}  // namespace
}  // namespace sallyport::control
