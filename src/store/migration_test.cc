// A database of the first version, with something in every table, becomes one of the newest.

#include <fmt/format.h>
#include <sqlite3.h>

#include "control/test_world.h"
#include "store/schema.h"

namespace sallyport::store {
namespace {

using control::must;
using policy::Reason;

// Rows as the first version wrote them: acme in learning, with a member, a credential, three entries, an
// alert and a token; and bolt, which blocks.
constexpr const char* kRows = R"sql(
INSERT INTO organization (id, name, created) VALUES (1, 'acme', 1000), (2, 'bolt', 2000);
INSERT INTO member VALUES (1, 'ann@acme.example', 0, 1, 0), (2, 'bob@bolt.example', 1, 0, 1);
INSERT INTO credential VALUES (1, 1, 0, x'00112233445566778899aabbccddeeff', 'web', 3000, NULL);
INSERT INTO protection VALUES
  (1, 0, 0, 1, 0, 2592000, 24, 64, 5000, 1, 2592005000), (1, 0, 1, 1, 0, 2592000, 24, 64, NULL, 0, NULL),
  (2, 0, 0, 0, 0, 2592000, 32, 128, NULL, 0, NULL), (2, 0, 1, 2, 1, 2592000, 24, 64, NULL, 0, NULL);
INSERT INTO entry VALUES
  (1, 0, {}, 1, 1, NULL, NULL, 4000, 'learning', '', 4000, 4500, 7),
  (1, 1, {}, 0, 0, NULL, NULL, 4000, 'ann@acme.example', 'no', NULL, NULL, 0);
INSERT INTO unauthorized VALUES (1, {}, 1, 0, 100, 200, 3);
INSERT INTO activity VALUES (1, 1, {}, 1, 4, 100, 200, 3);
INSERT INTO alert VALUES (1, 1, {}, {}, 1, 'web', 0, 100, 200, 3, 0, '', NULL, 0);
INSERT INTO outbox VALUES (1, 100, 'acme', 'ann@acme.example', '{{}}', 0, 0, 0);
UPDATE meta SET value = 2 WHERE name = 'next_credential';
INSERT INTO meta VALUES ('watched', 6000);
)sql";

std::string literal(std::span<const std::byte> bytes) {
  std::string text = "x'";
  for (const std::byte byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned>(byte));
  return text + "'";
}
std::string literal(const char* prefix) { return literal(encode(control::prefix(prefix)).bytes()); }
std::string literal_address(const char* address) {
  return literal(encode(control::address(address)).bytes());
}

void make_first_version(const std::filesystem::path& file) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  const std::string rows = fmt::format(kRows, literal("192.0.2.0/24"), literal("192.0.2.9"),
                                       literal_address("198.51.100.7"), literal_address("198.51.100.7"),
                                       literal("198.51.100.0/24"), literal_address("198.51.100.7"));
  const std::string header =
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = 1", kApplicationId);
  for (const char* sql : {migration_to(1), rows.c_str(), header.c_str()}) {
    char* message = nullptr;
    EXPECT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, &message), SQLITE_OK) << message;
  }
  sqlite3_close(handle);
}

class MigrationTest : public testing::Test {
 protected:
  MigrationTest() { make_first_version(file); }
  TemporaryFolder directory;
  const std::filesystem::path file = directory / "store.db";
};

TEST_F(MigrationTest, WhatWasThereIsThere) {
  for (int opening = 0; opening < 2; ++opening) {  // the second one finds the newest version
    control::TestWorld world({}, file);
    must(world.store->check());
    const auto acme = must(world.control->directory().organization("acme"));
    EXPECT_EQ(acme.parent_name, "");
    EXPECT_EQ(acme.created, Timestamp(Milliseconds(1000)));
    const auto members = must(world.control->directory().members("bolt"));
    ASSERT_EQ(members.size(), 1u);
    EXPECT_EQ(members[0].email, "bob@bolt.example");
    EXPECT_EQ(members[0].permissions, (control::Permissions{true, false, true, false}));
    EXPECT_EQ(world.mode({"acme", {}}), policy::Mode::learning);
    EXPECT_EQ(world.mode({"bolt", {}}), policy::Mode::blocking);
    const auto entries =
        must(world.control->lists().entries({"acme", {}}, policy::EntryKind::authorized, {10, {}})).items;
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].hits, 7u);
    EXPECT_EQ(world.listed({"acme", "web"}, policy::EntryKind::denied), "192.0.2.9");
    EXPECT_EQ(world.unauthorized("acme"), "198.51.100.7");
    EXPECT_EQ(world.alerts("acme").size(), 1u);
    EXPECT_EQ(must(world.control->lists().activity("acme", {10, {}})).items.size(), 1u);
    EXPECT_EQ(world.control->statistics().outbox_waiting, 1u);
    EXPECT_EQ(world.decide("acme", "web", "192.0.2.1").reason, Reason::authorized);
    EXPECT_EQ(world.decide("acme", "web", "192.0.2.9").reason, Reason::denied);
    EXPECT_EQ(world.decide("acme", "web", "203.0.113.1").reason, Reason::learned);
  }
}

TEST_F(MigrationTest, WhatIsNewWorksOnIt) {
  control::TestWorld world({}, file);
  must(world.control->directory().create_organization(world.admin, "sub", "acme"));
  must(world.control->directory().create_credential(world.admin, "sub", "key", control::Channel::api,
                                                    std::nullopt));
  must(world.control->family().share(world.admin, "acme", control::prefix("192.0.2.0/24"), {}));
  must(world.control->family().enforce(world.admin, "acme", std::nullopt, policy::Mode::blocking));
  EXPECT_EQ(world.decide("sub", "key", "192.0.2.1").reason, Reason::shared);
  EXPECT_EQ(world.decide("sub", "key", "198.51.100.1").reason, Reason::unknown_address);
  must(world.control->audit().verify());
  control::AuditFilter latest;
  latest.since = world.clock.now();
  EXPECT_FALSE(must(must(world.store->view())->audit({}, latest, std::nullopt, 100, 1)).rows.empty());
}

// Earlier versions put into a mail what it tells when it was queued.
TEST_F(MigrationTest, AMailAboutAlertsThatWaitsIsStillSent) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(handle,
                         "UPDATE outbox SET content = '{\"items\":[{\"token\":1}],\"more\":0}'; UPDATE alert "
                         "SET mailed = 1",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(handle);
  control::TestWorld world({}, file);
  must(world.control->loop().deliver(world.mailbox));
  ASSERT_EQ(world.mailbox.mails.size(), 1u);
  EXPECT_EQ(world.mailbox.mails[0].recipient, "ann@acme.example");
  const auto& item = world.mailbox.newest_alert().items.at(0);
  EXPECT_EQ(item.address, control::address("198.51.100.7"));
  EXPECT_TRUE(world.control->alerts().open(item.authorize_token).has_value());
}

TEST_F(MigrationTest, FollowsAreKeptOnIt) {
  control::TestWorld world({}, file);
  const auto acme = must(world.control->directory().organization("acme"));
  control::FollowRow row;
  row.organization = acme.id;
  row.follow.vendor = "moengage";
  row.follow.offerings = {"email", "push"};
  row.follow.version = catalog::Version::parse("16.2").value();
  row.follow.grace = std::chrono::days(3);
  row.by = "ann@acme.example";
  row.created = Timestamp(Milliseconds(7000));
  row.revision = "r1";
  row.due = Timestamp(Milliseconds(9000));
  const control::FollowedPrefix given{acme.id,
                                      "moengage",
                                      control::prefix("192.0.2.7"),
                                      {},
                                      Timestamp(Milliseconds(8000)),
                                      Timestamp(Milliseconds(9000))};
  const auto transaction = must(world.store->begin());
  must(transaction->follows().put_follow(row));
  must(transaction->follows().put_followed(given));
  must(transaction->follows().put_follow(row));  // replaced, with what it gave
  control::FollowReader& follows = transaction->read().follows();
  const auto found = must(follows.follow(acme.id, "moengage"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->follow, row.follow);
  EXPECT_EQ(found->created, row.created);
  EXPECT_EQ(found->due, row.due);
  ASSERT_EQ(must(follows.followed(acme.id)).size(), 1u);
  EXPECT_EQ(must(follows.followed(acme.id))[0].given_up, given.given_up);
  EXPECT_EQ(must(follows.due_follows(row.due, 10)).size(), 1u);
  EXPECT_EQ(must(follows.due_follows(row.due - Milliseconds(1), 10)).size(), 0u);
  // The clock was ahead when that was written.
  EXPECT_EQ(must(follows.due_follows(row.due - std::chrono::days(3), 10)).size(), 1u);
  EXPECT_EQ(must(follows.follows_behind("moengage", "r2", 10)).size(), 1u);
  EXPECT_EQ(must(follows.follows_behind("moengage", "r1", 10)).size(), 0u);
  EXPECT_EQ(must(follows.next_followed_vendor("")), "moengage");
  EXPECT_EQ(must(follows.next_followed_vendor("moengage")), std::nullopt);
  EXPECT_EQ(must(follows.next_follow_due()), row.due);
  must(transaction->follows().erase_follow(acme.id, "moengage"));
  EXPECT_TRUE(must(follows.followed(acme.id)).empty());
  must(transaction->commit());
  must(world.store->check());
}

// Version 4: neighbours of one time were one change.
TEST_F(MigrationTest, TheAuditsChangesOfListsBecomeVersions) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  const char* rows =
      "INSERT INTO audit SELECT value ->> 0, value ->> 1, 'ann', NULL, value ->> 2, value ->> 3, '', "
      "'{\"prefix\":\"192.0.2.' || (value ->> 0) || '\",\"kind\":\"authorized\",\"source\":\"manual\"}', "
      "zeroblob(32) FROM json_each('["
      R"([1,100,"acme","organization.created"],[2,200,"acme","entry.authorized"],[3,200,"acme","entry.authorized"],)"
      R"([4,200,"bolt","entry.authorized"],[5,200,"acme","entry.lifted"],[6,200,"acme","protection.changed"],)"
      R"([7,300,"acme","entry.denied"],[8,200,"acme","entry.authorized"],[9,400,"","administrator.token_issued"])"
      "]'); UPDATE meta SET value = 9 WHERE name = 'audit_number';";
  char* message = nullptr;
  ASSERT_EQ(sqlite3_exec(handle, rows, nullptr, nullptr, &message), SQLITE_OK) << message;
  sqlite3_close(handle);
  control::TestWorld world({}, file);
  const auto versions = [&](const char* organization) {
    std::string text;
    for (const auto& version : must(world.control->versions().list(organization, {10, {}})).items) {
      text += fmt::format("{}:{} ", version.record.number, version.entries);
    }
    return text;
  };
  EXPECT_EQ(versions("acme"), "8:1 7:1 5:3 ");
  EXPECT_EQ(versions("bolt"), "4:1 ");
  EXPECT_EQ(control::code_of(world.control->versions().difference("acme", 0, 3)), ErrorCode::not_found);
}

// One mailbox was two members where its letters differed in case: both stay, and each is found as it is
// written.
TEST_F(MigrationTest, MembersWhoDifferInCaseOnlyStay) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(handle, "INSERT INTO member VALUES (1, 'Ann@Acme.example', 1, 0, 0)", nullptr,
                         nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(handle);
  control::TestWorld world({}, file);
  auto accounts = world.control->directory();
  EXPECT_EQ(must(accounts.members("acme")).size(), 2u);
  EXPECT_FALSE(must(accounts.member("acme", "ann@acme.example")).permissions.owner);
  EXPECT_TRUE(must(accounts.member("acme", "Ann@Acme.example")).permissions.owner);
  EXPECT_EQ(control::code_of(accounts.add_member(world.admin, "acme", "ANN@acme.example", {}, {})),
            ErrorCode::duplicate);
  must(accounts.remove_member(world.admin, "acme", "ann@acme.example"));
  EXPECT_EQ(must(accounts.member("acme", "ann@acme.example")).email, "Ann@Acme.example");
}

// Killed at any moment of it, the database is still of one version or the other: it is one transaction.
TEST_F(MigrationTest, OneThatFailsLeavesTheOldVersion) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(handle, "CREATE TABLE share (x)", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(handle);
  EXPECT_FALSE(open_sqlite(file).has_value());
  ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(handle, "DROP TABLE share", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(handle);
  control::TestWorld world({}, file);
  EXPECT_EQ(world.listed({"acme", {}}), "192.0.2.0/24");
}

}  // namespace
}  // namespace sallyport::store
