// Somebody who can write the database's file changes the audit. Each time, `audit verify` finds it.

#include <fmt/format.h>
#include <sqlite3.h>

#include <random>

#include "control/test_world.h"
#include "store/sqlite_codec.h"

namespace sallyport::store {
namespace {

using control::code_of;
using control::must;

// The database as another program opens it, with a copy of the audit as it was.
class Tamperer {
 public:
  explicit Tamperer(const std::filesystem::path& file) {
    EXPECT_EQ(sqlite3_open(file.c_str(), &handle_), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle_, "PRAGMA synchronous = OFF", nullptr, nullptr, nullptr), SQLITE_OK);
    run("CREATE TEMP TABLE original AS SELECT * FROM audit;"
        "CREATE TEMP TABLE head AS SELECT name, value FROM meta WHERE name IN ('audit_number', "
        "'audit_hash')");
  }
  Tamperer(const Tamperer&) = delete;
  Tamperer& operator=(const Tamperer&) = delete;
  ~Tamperer() { sqlite3_close(handle_); }

  void run(const std::string& sql) {
    char* message = nullptr;
    EXPECT_EQ(sqlite3_exec(handle_, ("BEGIN IMMEDIATE;" + sql).c_str(), nullptr, nullptr, &message),
              SQLITE_OK)
        << sql << ": " << message;
    EXPECT_EQ(sqlite3_exec(handle_, "COMMIT", nullptr, nullptr, nullptr), SQLITE_OK) << sql;
  }
  void undo() {
    run("DELETE FROM audit; INSERT INTO audit SELECT * FROM original;"
        "UPDATE meta SET value = head.value FROM head WHERE head.name = meta.name");
  }

 private:
  sqlite3* handle_ = nullptr;
};

class AuditTamperingTest : public testing::Test {
 protected:
  AuditTamperingTest() {
    world.make_acme();
    for (int i = 0; i < 40; ++i) world.authorize({"acme", {}}, "10.0.0." + std::to_string(i));
    anchor = must(world.control->audit().anchor());
  }
  control::AuditLog audit() { return world.control->audit(); }
  std::int64_t last() const { return anchor.number; }
  std::int64_t pick(std::int64_t from, std::int64_t to) {
    return std::uniform_int_distribution<std::int64_t>(from, to)(random);
  }

  // One change of one kind, as SQL.
  std::string edit(std::int64_t at);
  std::string removal(std::int64_t at);
  std::string move(std::int64_t at);
  std::string insertion(std::int64_t at);

  static std::string copy(std::int64_t from, std::int64_t to) {
    return fmt::format(
        "INSERT INTO audit SELECT {}, time, actor, source, organization, action, before, after, hash "
        "FROM original WHERE number = {}",
        to, from);
  }

  TemporaryFolder directory;
  const std::filesystem::path file = directory / "store.db";
  control::TestWorld world{{}, file};
  control::AuditLog::Anchor anchor;
  std::mt19937 random{7};
};

std::string AuditTamperingTest::edit(std::int64_t at) {
  std::string source = "x'";
  for (const std::byte byte : encode(control::address("192.0.2.1")).bytes()) {
    source += fmt::format("{:02x}", static_cast<unsigned>(byte));
  }
  const std::string edits[] = {
      fmt::format("time = time + {}", pick(1, 1000)),
      "actor = actor || 'x'",
      "source = " + source + "'",
      "organization = organization || '2'",
      "action = 'x' || substr(action, 2)",
      "before = before || ' '",
      "after = 'x' || substr(after, 2)",
      "hash = randomblob(32)",
      "hash = zeroblob(31)",
      "before = substr(action, -1) || before, action = substr(action, 1, length(action) - 1)"};
  return fmt::format("UPDATE audit SET {} WHERE number = {}",
                     edits[static_cast<std::size_t>(pick(0, std::ssize(edits) - 1))], at);
}

// Of one, of all from there on, or of all after it with the head made to fit: only the anchor tells the last.
std::string AuditTamperingTest::removal(std::int64_t at) {
  switch (pick(0, 2)) {
    case 0:
      return fmt::format("DELETE FROM audit WHERE number = {}", at);
    case 1:
      return fmt::format("DELETE FROM audit WHERE number >= {}", at);
    default:
      return fmt::format(
          "DELETE FROM audit WHERE number > {0}; UPDATE meta SET value = {0} WHERE name = 'audit_number'; "
          "UPDATE meta SET value = (SELECT hash FROM original WHERE number = {0}) WHERE name = 'audit_hash'",
          std::min(at, last() - 1));
  }
}

std::string AuditTamperingTest::move(std::int64_t at) {
  const std::int64_t other = (at + pick(1, last() - 1) - 1) % last() + 1;
  if (pick(0, 1) == 0) {
    return fmt::format("UPDATE audit SET number = {} WHERE number = {}",
                       pick(0, 1) == 0 ? last() + pick(1, 9) : -at, at);
  }
  return fmt::format("DELETE FROM audit WHERE number IN ({}, {}); {}; {}", at, other, copy(at, other),
                     copy(other, at));
}

std::string AuditTamperingTest::insertion(std::int64_t at) {
  switch (pick(0, 2)) {
    case 0:
      return copy(at, -pick(0, 1000));
    case 1:
      return copy(at, std::numeric_limits<std::int64_t>::min() + pick(0, 1));
    default:
      return copy(at, last() + pick(1, 1000));
  }
}

TEST_F(AuditTamperingTest, IsFoundTenThousandTimes) {
  Tamperer tamperer(file);
  const auto records = static_cast<std::uint64_t>(last());
  for (int i = 0; i < 10'000; ++i) {
    const std::int64_t at = pick(1, last());
    std::string change;
    switch (i % 4) {
      case 0:
        change = edit(at);
        break;
      case 1:
        change = removal(at);
        break;
      case 2:
        change = move(at);
        break;
      default:
        change = insertion(at);
        break;
    }
    tamperer.run(change);
    ASSERT_EQ(code_of(audit().verify(anchor)), ErrorCode::corrupted) << change;
    tamperer.undo();
    if (i % 100 == 0) {
      ASSERT_EQ(must(audit().verify(anchor)), records);
    }
  }
  EXPECT_EQ(must(audit().verify()), records);
}

// What a list of the audit shows must have been looked at: also what stands before record 1.
TEST_F(AuditTamperingTest, RecordsBeforeTheFirstOneAreForged) {
  Tamperer tamperer(file);
  for (const std::int64_t number :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{-5}, std::numeric_limits<std::int64_t>::min()}) {
    tamperer.run(copy(6, number));
    for (const auto& found : {audit().verify(), audit().verify(anchor)}) {
      ASSERT_EQ(code_of(found), ErrorCode::corrupted) << number;
      EXPECT_NE(found.error().message.find(fmt::format("record {} ", number)), std::string::npos)
          << found.error().message;
    }
    tamperer.undo();
  }
  must(audit().verify(anchor));
}

// Without the anchor a chain that ends earlier fits together; with it, what is missing is told.
TEST_F(AuditTamperingTest, OnlyTheAnchorTellsAChainThatEndsEarlier) {
  Tamperer tamperer(file);
  tamperer.run(
      "DELETE FROM audit WHERE number > 20; UPDATE meta SET value = 20 WHERE name = 'audit_number'; "
      "UPDATE meta SET value = (SELECT hash FROM audit WHERE number = 20) WHERE name = 'audit_hash'");
  EXPECT_EQ(must(audit().verify()), 20U);
  EXPECT_EQ(code_of(audit().verify(anchor)), ErrorCode::corrupted);
}

}  // namespace
}  // namespace sallyport::store
