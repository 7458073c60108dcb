// R13: every change leaves one record, and secrets leave none. Tampering: src/store/audit_tampering_test.cc.

#include "control/test_world.h"

namespace sallyport::control {
namespace {

class AuditTest : public testing::Test {
 protected:
  AuditTest() { world.make_acme(); }
  std::vector<AuditRow> rows() { return must(must(world.store->view())->audit_after(0, 1000)); }
  TestWorld world;
};

TEST_F(AuditTest, OneRecordForEachChange) {
  const auto count = [&] { return must(world.control->audit().count("acme")); };
  EXPECT_EQ(count(), 3u);  // the organization, its member, its credential
  world.request("acme", "web", "192.0.2.1");
  EXPECT_EQ(count(), 4u);  // learned
  world.request("acme", "web", "192.0.2.1");
  EXPECT_EQ(count(), 4u);
  world.mode({"acme", {}}, policy::Mode::blocking);
  EXPECT_EQ(count(), 5u);
  world.request("acme", "web", "198.51.100.1");
  EXPECT_EQ(count(), 5u);
  must(world.control->lists().remove(world.ann, {"acme", {}}, prefix("192.0.2.0/24"), std::nullopt, true));
  EXPECT_EQ(count(), 6u);
  EXPECT_FALSE(world.control->lists().remove(world.ann, {"acme", {}}, prefix("192.0.2.0/24")).has_value());
  EXPECT_EQ(count(), 6u);
  EXPECT_EQ(must(world.control->audit().verify()), 6u);
  const auto newest = must(world.control->audit().list("acme", {2, {}}));
  EXPECT_EQ(newest.items[0].action, "entry.removed");
  EXPECT_EQ(newest.items[0].before, R"({"prefix":"192.0.2.0/24","kind":"authorized","source":"learned"})");
  EXPECT_EQ(newest.items[0].after, R"({"prefix":"192.0.2.0/24","kind":"removed","source":"manual"})");
  EXPECT_EQ(newest.items[0].number, 6);
  EXPECT_EQ(must(world.control->audit().list("acme", {1, newest.next})).items[0].number, 4);
  EXPECT_EQ(code_of(world.control->audit().count("nobody")), ErrorCode::unknown_organization);
}

TEST_F(AuditTest, SecretsNeverStandInIt) {
  const auto created = must(
      world.control->directory().create_credential(world.admin, "acme", "k", Channel::api, std::nullopt));
  const auto token = must(world.control->access().issue_administrator_token());
  for (const AuditRow& row : rows()) {
    for (const std::string& text : {row.record.before, row.record.after}) {
      EXPECT_EQ(text.find(*created.secret), std::string::npos);
      EXPECT_EQ(text.find(created.credential.fingerprint.to_string()), std::string::npos);
      EXPECT_EQ(text.find(token), std::string::npos);
    }
  }
}

// Whoever writes the whole database can make a chain that fits. An anchor kept elsewhere tells.
TEST_F(AuditTest, AnAnchorFindsAChainThatWasWrittenAnew) {
  const auto anchor = must(world.control->audit().anchor());
  EXPECT_EQ(anchor.number, 3);
  EXPECT_EQ(anchor.hash, must(world.control->audit().list({}, {1, {}})).items[0].hash);
  world.authorize({"acme", {}}, "192.0.2.1");
  EXPECT_EQ(must(world.control->audit().verify(anchor)), 4u);

  TestWorld rewritten;
  rewritten.clock.advance(std::chrono::seconds(1));
  rewritten.make_acme();
  rewritten.authorize({"acme", {}}, "192.0.2.1");
  EXPECT_EQ(must(rewritten.control->audit().verify()), 4u);
  EXPECT_EQ(code_of(rewritten.control->audit().verify(anchor)), ErrorCode::corrupted);

  TestWorld shorter;
  must(shorter.control->directory().create_organization(shorter.admin, "acme"));
  const auto refused = shorter.control->audit().verify(anchor);
  ASSERT_EQ(code_of(refused), ErrorCode::corrupted);
  EXPECT_NE(refused.error().message.find("missing"), std::string::npos);
}

TEST_F(AuditTest, ProgramsReadOnFromWhatTheyHave) {
  must(world.control->directory().create_organization(world.admin, "other"));
  world.authorize({"acme", {}}, "192.0.2.1");
  std::vector<std::int64_t> numbers;
  for (std::int64_t after = 0;;) {
    const auto records = must(world.control->audit().after("acme", after, 2));
    if (records.empty()) break;
    for (const auto& record : records) {
      EXPECT_EQ(record.organization, "acme");
      numbers.push_back(record.number);
    }
    after = numbers.back();
  }
  EXPECT_EQ(numbers, (std::vector<std::int64_t>{1, 2, 3, 5}));
  EXPECT_EQ(must(world.control->audit().after({}, 0, 1000)).size(), 5u);
  EXPECT_EQ(code_of(world.control->audit().after("nobody", 0, 1)), ErrorCode::unknown_organization);
}

TEST(Retention, OldActivityGoesAndTheAuditStays) {
  ControlSettings settings;
  settings.activity_kept = std::chrono::days(10);
  TestWorld world(settings);
  world.make_acme();
  world.mode({"acme", {}}, policy::Mode::blocking);
  world.request("acme", "web", "192.0.2.1");
  world.advance(std::chrono::days(6));
  world.request("acme", "web", "192.0.2.2");
  const auto records = must(world.control->audit().count("acme"));
  const auto addresses = [&] {
    std::vector<std::string> found;
    for (const auto& line : must(world.control->lists().activity("acme", {100, {}})).items) {
      found.push_back(line.address.to_string());
    }
    return found;
  };
  EXPECT_EQ(addresses(), (std::vector<std::string>{"192.0.2.2", "192.0.2.1"}));
  world.advance(std::chrono::days(5));
  EXPECT_EQ(addresses(), (std::vector<std::string>{"192.0.2.2"}));
  world.advance(std::chrono::days(6));
  EXPECT_EQ(addresses(), std::vector<std::string>());
  EXPECT_EQ(must(world.control->audit().count("acme")), records);
}

}  // namespace
}  // namespace sallyport::control
