#include <gtest/gtest.h>

#include "control/test_world.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;

class CoversTest : public ::testing::Test {
 protected:
  CoversTest() {
    must(world_.control->directory().create_organization(world_.admin, "agency"));
    must(world_.control->directory().create_organization(world_.admin, "acme", "agency"));
    must(world_.control->directory().create_credential(world_.admin, "acme", "web", Channel::api,
                                                       std::nullopt));
  }

  void deny(const ScopeName& scope, std::string_view text) {
    must(world_.control->lists().deny(world_.admin, scope,
                                      NewEntry{prefix(text), {}, policy::kAlways, policy::kForever}));
  }
  // "prefix kind organization/credential by", with a * before what decides, or the channel on which it does.
  std::vector<std::string> covers(const ScopeName& scope, std::string_view text) {
    std::vector<std::string> lines;
    for (const Covering& one : must(world_.control->lists().covers(scope, prefix(text)))) {
      const char* const by = one.by == Covering::By::own      ? "own"
                             : one.by == Covering::By::shared ? "shared"
                                                              : "enforced";
      const std::string channel = one.decides_on ? std::string(policy::to_string(*one.decides_on)) + ":" : "";
      lines.push_back(channel + (one.decides ? "*" : "") + one.listed.entry.prefix.to_string() + " " +
                      std::string(policy::to_string(one.listed.entry.kind)) + " " + one.organization + "/" +
                      one.credential + " " + by);
    }
    return lines;
  }
  using Lines = std::vector<std::string>;

  TestWorld world_;
};

TEST_F(CoversTest, TheMostSpecificFirstThenADenialThenTheNearer) {
  world_.authorize({"acme", {}}, "192.0.0.0/16");
  world_.authorize({"acme", {}}, "192.0.2.0/24");
  world_.authorize({"acme", "web"}, "192.0.2.0/24");
  deny({"acme", "web"}, "192.0.0.0/16");
  EXPECT_EQ(covers({"acme", "web"}, "192.0.2.7"),
            (Lines{"*192.0.2.0/24 authorized acme/web own", "192.0.2.0/24 authorized acme/ own",
                   "192.0.0.0/16 denied acme/web own", "192.0.0.0/16 authorized acme/ own"}));
  EXPECT_EQ(covers({"acme", {}}, "192.0.2.7"),
            (Lines{"*192.0.2.0/24 authorized acme/ own", "192.0.0.0/16 authorized acme/ own"}));
  EXPECT_EQ(covers({"acme", "web"}, "192.0.3.0/24"),
            (Lines{"*192.0.0.0/16 denied acme/web own", "192.0.0.0/16 authorized acme/ own"}));
  EXPECT_EQ(covers({"acme", "web"}, "0.0.0.0/0"), Lines{});
}

TEST_F(CoversTest, SaysWhatAncestorsShareAndDeny) {
  world_.authorize({"agency", {}}, "198.51.100.0/24");
  world_.authorize({"agency", {}}, "198.51.0.0/16");
  must(world_.control->family().share(world_.admin, "agency", prefix("198.51.100.0/24"), {"acme"}));
  EXPECT_EQ(covers({"acme", "web"}, "198.51.100.7"), (Lines{"*198.51.100.0/24 authorized agency/ shared"}));

  deny({"agency", {}}, "198.51.100.7");
  EXPECT_EQ(covers({"acme", "web"}, "198.51.100.7"), (Lines{"*198.51.100.0/24 authorized agency/ shared"}));
  must(world_.control->family().enforce(world_.admin, "agency", Channel::api, policy::Mode::blocking));
  EXPECT_EQ(covers({"acme", "web"}, "198.51.100.7"),
            (Lines{"*198.51.100.7 denied agency/ enforced", "198.51.100.0/24 authorized agency/ shared"}));
  EXPECT_EQ(world_.decide("acme", "web", "198.51.100.7").reason, policy::Reason::denied);
}

TEST_F(CoversTest, WithoutACredentialAnEnforcedDenialDecidesWhereItIsEnforced) {
  world_.authorize({"acme", {}}, "203.0.113.0/24");
  deny({"agency", {}}, "203.0.113.0/24");
  auto family = world_.control->family();
  must(family.enforce(world_.admin, "agency", std::nullopt, policy::Mode::blocking));
  for (const char* const asked : {"203.0.113.7", "203.0.113.0/24"}) {
    EXPECT_EQ(covers({"acme", {}}, asked),
              (Lines{"*203.0.113.0/24 denied agency/ enforced", "203.0.113.0/24 authorized acme/ own"}));
  }
  EXPECT_EQ(covers({"acme", "web"}, "203.0.113.128/25"),
            (Lines{"*203.0.113.0/24 denied agency/ enforced", "203.0.113.0/24 authorized acme/ own"}));
  EXPECT_EQ(world_.decide("acme", "web", "203.0.113.7").reason, policy::Reason::denied);

  must(family.unenforce(world_.admin, "agency", Channel::api));
  EXPECT_EQ(covers({"acme", {}}, "203.0.113.7"), (Lines{"smtp:203.0.113.0/24 denied agency/ enforced",
                                                        "api:203.0.113.0/24 authorized acme/ own"}));
  EXPECT_EQ(covers({"acme", "web"}, "203.0.113.7"), (Lines{"*203.0.113.0/24 authorized acme/ own"}));
}

TEST_F(CoversTest, AnEnforcedDenialComesBeforeWhatIsMoreSpecificBelowAndNotBeforeItsOwnException) {
  world_.authorize({"acme", {}}, "203.0.113.7");
  deny({"agency", {}}, "203.0.113.0/24");
  must(world_.control->family().share(world_.admin, "agency", prefix("203.0.113.0/24"), {}));
  must(world_.control->family().enforce(world_.admin, "agency", Channel::api, policy::Mode::blocking));
  EXPECT_EQ(covers({"acme", {}}, "203.0.113.7"),
            (Lines{"api:203.0.113.0/24 denied agency/ shared", "smtp:203.0.113.7 authorized acme/ own"}));
  // Where its own list permits, the ancestor enforces nothing.
  world_.authorize({"agency", {}}, "203.0.113.0/25");
  EXPECT_EQ(covers({"acme", {}}, "203.0.113.7"),
            (Lines{"*203.0.113.7 authorized acme/ own", "203.0.113.0/24 denied agency/ shared"}));
}

TEST_F(CoversTest, NothingDecidesWhereProtectionIsOff) {
  world_.authorize({"acme", {}}, "192.0.2.0/24");
  ProtectionChange off;
  off.mode = policy::Mode::off;
  must(world_.control->protections().change(world_.admin, {"acme", {}}, Channel::api, off));
  EXPECT_EQ(covers({"acme", {}}, "192.0.2.7"), (Lines{"smtp:192.0.2.0/24 authorized acme/ own"}));
  EXPECT_EQ(covers({"acme", "web"}, "192.0.2.7"), (Lines{"192.0.2.0/24 authorized acme/ own"}));
  EXPECT_EQ(covers({"acme", "web"}, "192.0.2.0/24"), (Lines{"192.0.2.0/24 authorized acme/ own"}));
}

// The rules and the gate say the same of every address.
TEST_F(CoversTest, WhatDecidesIsWhatTheGateGoesBy) {
  world_.authorize({"acme", {}}, "203.0.113.0/25");
  world_.authorize({"agency", {}}, "203.0.113.64/26");
  deny({"agency", {}}, "203.0.113.0/24");
  for (const bool enforced : {false, true}) {
    if (enforced) must(world_.control->family().enforce(world_.admin, "agency", {}, policy::Mode::learning));
    for (const char* const asked : {"203.0.113.7", "203.0.113.65", "203.0.113.200", "192.0.2.1"}) {
      const auto gate = covers({"acme", "web"}, asked);
      EXPECT_EQ(covers({"acme", {}}, asked), gate) << asked << " enforced: " << enforced;
    }
  }
}

TEST_F(CoversTest, WhatIsNotValidNowDecidesNothing) {
  NewEntry later{prefix("192.0.2.7"), {}, policy::kAlways, policy::kForever};
  later.valid_from = world_.clock.now() + std::chrono::hours(1);
  must(world_.control->lists().authorize(world_.admin, {"acme", {}}, {later}));
  world_.authorize({"acme", {}}, "192.0.2.0/24");
  EXPECT_EQ(covers({"acme", "web"}, "192.0.2.7"),
            (Lines{"*192.0.2.0/24 authorized acme/ own", "192.0.2.7 authorized acme/ own"}));
  world_.clock.advance(std::chrono::hours(1));
  EXPECT_EQ(covers({"acme", "web"}, "192.0.2.7"),
            (Lines{"*192.0.2.7 authorized acme/ own", "192.0.2.0/24 authorized acme/ own"}));
}

TEST_F(CoversTest, WhatWasRemovedIsShownAndDecidesNothing) {
  world_.authorize({"acme", {}}, "192.0.2.0/24");
  must(world_.control->lists().remove(world_.admin, {"acme", {}}, prefix("192.0.2.0/24")));
  EXPECT_EQ(covers({"acme", "web"}, "192.0.2.7"), (Lines{"192.0.2.0/24 removed acme/ own"}));
  EXPECT_EQ(covers({"acme", {}}, "192.0.2.7"), (Lines{"192.0.2.0/24 removed acme/ own"}));
  EXPECT_EQ(code_of(world_.control->lists().covers({"acme", "none"}, prefix("192.0.2.7"))),
            ErrorCode::unknown_credential);
}

}  // namespace
}  // namespace sallyport::control
