// Rotation of credentials: the new secret, and the former one as long as it still works.

#include "control/credentials/rotation.h"

#include "control/test_world.h"

namespace sallyport::control {
namespace {

using policy::Mode;
using policy::Reason;
using policy::Verdict;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

constexpr seconds kNoGrace{0};

policy::FingerprintKey fingerprint_key() {
  std::array<std::byte, 32> bytes;
  bytes.fill(std::byte{7});  // TestWorld's
  return policy::FingerprintKey(bytes);
}

policy::Fingerprint fingerprint(std::uint64_t number) { return {.high = 1, .low = number}; }

class RotationTest : public testing::Test {
 protected:
  RotationTest() {
    world.make_acme();
    secret =
        *must(directory().create_credential(world.admin, "acme", "key", Channel::api, std::nullopt)).secret;
  }
  Directory directory() { return world.control->directory(); }
  Rotation rotate(seconds grace) {
    return must(directory().rotate_credential(world.admin, "acme", "key", grace, std::nullopt));
  }
  policy::Decision decide(const std::string& with, std::string_view from) {
    return world.slot.current()->decide({fingerprint_key().of(with), address(from)}, world.clock.now());
  }
  // As a gate does it: decided by the secret that was sent, and recorded.
  policy::Decision use(const std::string& with, std::string_view from) {
    const policy::Decision decision = decide(with, from);
    const policy::Observation observation{world.clock.now(), world.clock.now(), 1, address(from), decision};
    if (decision.reason != Reason::unknown_credential) must(world.control->loop().record({&observation, 1}));
    (void)must(world.control->loop().deliver(world.mailbox));
    return decision;
  }
  std::string newest_action() {
    return must(world.control->audit().list("acme", {1, {}})).items.at(0).action;
  }

  TestWorld world;
  std::string secret;
};

TEST_F(RotationTest, WithoutGraceOnlyTheNewSecretWorks) {
  world.authorize({"acme", {}}, "192.0.2.1");
  world.mode({"acme", {}}, Mode::blocking);
  const Rotation rotation = rotate(kNoGrace);
  ASSERT_TRUE(rotation.secret);
  EXPECT_NE(*rotation.secret, secret);
  EXPECT_FALSE(rotation.former_until);
  EXPECT_FALSE(rotation.requested);
  EXPECT_EQ(rotation.credential.rotated, world.clock.now());
  EXPECT_EQ(use(secret, "192.0.2.1").reason, Reason::unknown_credential);
  EXPECT_EQ(use(*rotation.secret, "192.0.2.1").reason, Reason::authorized);
  EXPECT_EQ(must(directory().credential("acme", "key")).rotated, world.clock.now());
  EXPECT_EQ(newest_action(), "credential.rotated");
}

TEST_F(RotationTest, TheFormerSecretEndsExactlyWhenItsGraceIsOver) {
  world.authorize({"acme", {}}, "192.0.2.1");
  world.mode({"acme", {}}, Mode::blocking);
  const Rotation rotation = rotate(hours(24));
  EXPECT_EQ(rotation.former_until, world.clock.now() + hours(24));
  EXPECT_EQ(use(secret, "192.0.2.1").reason, Reason::authorized);
  world.advance(hours(24) - seconds(1));
  EXPECT_EQ(use(secret, "192.0.2.1").reason, Reason::authorized);
  EXPECT_EQ(use(*rotation.secret, "192.0.2.1").reason, Reason::authorized);
  world.advance(seconds(1));
  EXPECT_EQ(use(secret, "192.0.2.1").reason, Reason::unknown_credential);
  EXPECT_EQ(use(*rotation.secret, "192.0.2.1").reason, Reason::authorized);
  EXPECT_EQ(newest_action(), "credential.former_secret_ended");
}

TEST_F(RotationTest, TheFormerSecretIsCheckedByAddressAndCountsForItsCredential) {
  world.authorize({"acme", {}}, "192.0.2.1");
  world.mode({"acme", {}}, Mode::blocking);
  rotate(hours(1));
  EXPECT_EQ(use(secret, "198.51.100.7").reason, Reason::unknown_address);
  const auto unauthorized = must(world.control->lists().unauthorized("acme", {10, {}})).items;
  ASSERT_EQ(unauthorized.size(), 1U);
  EXPECT_EQ(unauthorized[0].credential, "key");
  ASSERT_EQ(world.alerts("acme").size(), 1U);
  EXPECT_EQ(world.alerts("acme")[0].credential, "key");
  ASSERT_EQ(world.mailbox.mails.size(), 1U);

  use(secret, "192.0.2.1");
  EXPECT_EQ(must(directory().credential("acme", "key")).last_used, world.clock.now());
  EXPECT_EQ(must(world.control->lists().entries({"acme", {}}, policy::EntryKind::authorized, {10, {}}))
                .items.at(0)
                .hits,
            1U);
  for (const Activity& line : must(world.control->lists().activity("acme", {10, {}})).items) {
    EXPECT_EQ(line.credential, "key");
  }
}

TEST_F(RotationTest, WhatIsLearnedThroughTheFormerSecretIsTheCredentials) {
  world.mode({"acme", "key"}, Mode::learning);
  const Rotation rotation = rotate(hours(1));
  EXPECT_EQ(use(secret, "203.0.113.9").reason, Reason::learned);
  EXPECT_EQ(world.listed({"acme", "key"}), "203.0.113.0/24");
  EXPECT_EQ(decide(secret, "203.0.113.10").reason, Reason::authorized);
  EXPECT_EQ(decide(*rotation.secret, "203.0.113.10").reason, Reason::authorized);
}

TEST_F(RotationTest, ChangesOfTheCredentialsPolicyReachTheFormerSecret) {
  world.mode({"acme", "key"}, Mode::blocking);
  rotate(hours(1));
  EXPECT_EQ(decide(secret, "192.0.2.1").verdict, Verdict::deny);
  world.authorize({"acme", "key"}, "192.0.2.1");
  EXPECT_EQ(decide(secret, "192.0.2.1").reason, Reason::authorized);
  must(world.control->lists().deny(world.admin, {"acme", "key"}, {prefix("192.0.2.1"), {}}, true));
  EXPECT_EQ(decide(secret, "192.0.2.1").reason, Reason::denied);
  world.mode({"acme", "key"}, Mode::off);
  EXPECT_EQ(decide(secret, "198.51.100.7").reason, Reason::protection_off);
  must(world.control->protections().inherit(world.admin, {"acme", "key"}));
  EXPECT_EQ(decide(secret, "198.51.100.7").reason, Reason::learned);
}

TEST_F(RotationTest, ARestartKeepsWhatStillWorksAndNothingElse) {
  world.authorize({"acme", {}}, "192.0.2.1");
  world.mode({"acme", {}}, Mode::blocking);
  rotate(hours(2));
  const auto before = world.control->statistics();
  world.restart();
  EXPECT_EQ(decide(secret, "192.0.2.1").reason, Reason::authorized);
  EXPECT_EQ(world.control->statistics().credentials, before.credentials);
  EXPECT_EQ(world.control->statistics().entries, before.entries);
  world.clock.advance(hours(3));  // no daemon runs
  world.restart(false);
  EXPECT_EQ(decide(secret, "192.0.2.1").reason, Reason::unknown_credential);
  world.advance(seconds(1));
  EXPECT_EQ(newest_action(), "credential.former_secret_ended");
  EXPECT_EQ(decide(secret, "192.0.2.1").reason, Reason::unknown_credential);
}

TEST_F(RotationTest, SeveralFormerSecretsEndEachAtItsTime) {
  const Rotation second = rotate(hours(3));
  const Rotation third = rotate(hours(1));
  for (const std::string& each : {secret, *second.secret, *third.secret}) {
    EXPECT_NE(decide(each, "192.0.2.1").reason, Reason::unknown_credential);
  }
  world.advance(hours(1));
  EXPECT_NE(decide(secret, "192.0.2.1").reason, Reason::unknown_credential);
  EXPECT_EQ(decide(*second.secret, "192.0.2.1").reason, Reason::unknown_credential);
  world.advance(hours(2));
  EXPECT_EQ(decide(secret, "192.0.2.1").reason, Reason::unknown_credential);
  EXPECT_NE(decide(*third.secret, "192.0.2.1").reason, Reason::unknown_credential);
}

TEST_F(RotationTest, WithoutGraceEarlierFormerSecretsEndToo) {
  const Rotation second = rotate(days(30));
  const Rotation third = rotate(kNoGrace);
  EXPECT_EQ(decide(secret, "192.0.2.1").reason, Reason::unknown_credential);
  EXPECT_EQ(decide(*second.secret, "192.0.2.1").reason, Reason::unknown_credential);
  EXPECT_NE(decide(*third.secret, "192.0.2.1").reason, Reason::unknown_credential);
}

TEST_F(RotationTest, FormerSecretsGoWithTheirCredential) {
  const Rotation rotation = rotate(hours(1));
  must(directory().remove_credential(world.admin, "acme", "key"));
  EXPECT_EQ(decide(secret, "192.0.2.1").reason, Reason::unknown_credential);
  EXPECT_EQ(decide(*rotation.secret, "192.0.2.1").reason, Reason::unknown_credential);
  world.restart();
  EXPECT_EQ(decide(secret, "192.0.2.1").reason, Reason::unknown_credential);
  world.advance(hours(2));
}

TEST_F(RotationTest, WhereThePlatformOwnsTheKeyItIsAskedOrSaysTheNewFingerprint) {
  must(directory().create_credential(world.admin, "acme", "theirs", Channel::api, fingerprint(1)));
  const auto unheard = must(directory().rotate_credential(world.admin, "acme", "theirs", kNoGrace, {}));
  EXPECT_FALSE(unheard.requested);
  EXPECT_EQ(newest_action(), "credential.rotation_requested");
  // A customer's own webhook asks nobody; the platform's does.
  must(world.control->webhooks().create(world.admin, "acme", "https://acme.example/", {"credential.*"}));
  EXPECT_FALSE(must(directory().rotate_credential(world.admin, "acme", "theirs", kNoGrace, {})).requested);
  must(world.control->webhooks().create(world.admin, "", "https://hooks.example/", {"credential.*"}));
  const auto before = must(world.control->audit().count("acme"));
  const Rotation asked = must(directory().rotate_credential(world.admin, "acme", "theirs", kNoGrace, {}));
  EXPECT_TRUE(asked.requested);
  EXPECT_FALSE(asked.secret);
  EXPECT_EQ(newest_action(), "credential.rotation_requested");
  EXPECT_EQ(must(world.control->audit().count("acme")), before + 1);
  EXPECT_EQ(must(directory().credential("acme", "theirs")).fingerprint, fingerprint(1));

  const Rotation done =
      must(directory().rotate_credential(world.admin, "acme", "theirs", hours(1), fingerprint(2)));
  EXPECT_FALSE(done.requested);
  EXPECT_FALSE(done.secret);
  EXPECT_EQ(done.former_until, world.clock.now() + hours(1));
  const auto reason = [&](std::uint64_t number) {
    return world.slot.current()
        ->decide({fingerprint(number), address("192.0.2.1")}, world.clock.now())
        .reason;
  };
  EXPECT_EQ(reason(1), Reason::learned);
  EXPECT_EQ(reason(2), Reason::learned);
  world.advance(hours(1));
  EXPECT_EQ(reason(1), Reason::unknown_credential);
  EXPECT_EQ(reason(2), Reason::learned);
}

TEST_F(RotationTest, AFingerprintIsOnesOnlyAlsoWhileItIsAFormerOne) {
  must(directory().create_credential(world.admin, "acme", "one", Channel::api, fingerprint(1)));
  must(directory().create_credential(world.admin, "acme", "two", Channel::api, fingerprint(2)));
  const auto rotate_one = [&](std::uint64_t to) {
    return directory().rotate_credential(world.admin, "acme", "one", hours(1), fingerprint(to));
  };
  EXPECT_EQ(code_of(rotate_one(1)), ErrorCode::duplicate);
  EXPECT_EQ(code_of(rotate_one(2)), ErrorCode::duplicate);
  must(rotate_one(3));
  EXPECT_EQ(code_of(rotate_one(1)), ErrorCode::duplicate);
  EXPECT_EQ(code_of(directory().create_credential(world.admin, "acme", "x", Channel::api, fingerprint(1))),
            ErrorCode::duplicate);
  world.advance(hours(1));
  must(rotate_one(1));
}

TEST_F(RotationTest, WhatCannotBeIsRefusedAndChangesNothing) {
  const auto refused = [&](seconds grace, std::optional<policy::Fingerprint> to) {
    return code_of(directory().rotate_credential(world.admin, "acme", "key", grace, to));
  };
  EXPECT_EQ(refused(seconds(-1), {}), ErrorCode::invalid_setting);
  EXPECT_EQ(refused(days(30) + seconds(1), {}), ErrorCode::invalid_setting);
  EXPECT_EQ(refused(kNoGrace, fingerprint(1)), ErrorCode::invalid_setting);
  EXPECT_EQ(code_of(directory().rotate_credential(world.admin, "acme", "nobody", kNoGrace, {})),
            ErrorCode::unknown_credential);
  EXPECT_EQ(code_of(directory().rotate_credential(world.admin, "none", "key", kNoGrace, {})),
            ErrorCode::unknown_organization);
  EXPECT_NE(decide(secret, "192.0.2.1").reason, Reason::unknown_credential);
  for (int i = 0; i < 10; ++i) rotate(days(30));
  EXPECT_EQ(refused(days(1), {}), ErrorCode::too_many_entries);
  rotate(kNoGrace);
  rotate(days(1));
}

TEST_F(RotationTest, NoSecretStandsInTheAudit) {
  const Rotation rotation = rotate(hours(1));
  for (const AuditRecord& record : must(world.control->audit().list("acme", {100, {}})).items) {
    for (const std::string& text : {record.before, record.after}) {
      EXPECT_EQ(text.find(*rotation.secret), std::string::npos);
      EXPECT_EQ(text.find(rotation.credential.fingerprint.to_string()), std::string::npos);
      EXPECT_EQ(text.find(fingerprint_key().of(secret).to_string()), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace sallyport::control
