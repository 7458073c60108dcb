// Opening: what is ours, what is not, and who has it already.

#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "control/test_world.h"

namespace sallyport::store {
namespace {

using control::code_of;
using control::must;

void execute(const std::filesystem::path& file, const char* sql) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  char* message = nullptr;
  EXPECT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, &message), SQLITE_OK) << message;
  sqlite3_close(handle);
}

class OpenTest : public testing::Test {
 protected:
  TemporaryFolder directory;
  const std::filesystem::path file = directory / "store.db";
};

TEST_F(OpenTest, WhatWasCommittedIsThereAgain) {
  {
    control::TestWorld world({}, file);
    world.make_acme();
    world.authorize({"acme", {}}, "192.0.2.0/24");
  }
  struct stat status{};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  control::TestWorld world({}, file);
  EXPECT_EQ(world.listed({"acme", {}}), "192.0.2.0/24");
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.9").reason, policy::Reason::authorized);
  EXPECT_EQ(must(world.control->audit().verify()), 4u);
  must(world.store->check());
}

TEST_F(OpenTest, OneProcessAtATime) {
  auto store = must(open_sqlite(file));
  EXPECT_EQ(code_of(open_sqlite(file)), ErrorCode::already_running);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto second = open_sqlite(file);
    ::_exit(!second && second.error().code == ErrorCode::already_running ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  store.reset();
  must(open_sqlite(file));
}

TEST_F(OpenTest, ANewerVersionIsLeftAlone) {
  must(open_sqlite(file));
  execute(file, "PRAGMA user_version = 99");
  EXPECT_EQ(code_of(open_sqlite(file)), ErrorCode::newer_version);
}

TEST_F(OpenTest, AnotherProgramsDatabaseIsLeftAlone) {
  execute(file, "CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')");
  const auto before = std::filesystem::file_size(file);
  const auto opened = open_sqlite(file);
  EXPECT_EQ(code_of(opened), ErrorCode::corrupted);
  EXPECT_NE(opened.error().message.find("another program"), std::string::npos);
  EXPECT_EQ(std::filesystem::file_size(file), before);
}

TEST_F(OpenTest, WhatIsNoDatabaseIsLeftAlone) {
  std::ofstream(file) << std::string(20'000, 'x');
  EXPECT_EQ(code_of(open_sqlite(file)), ErrorCode::corrupted);
}

TEST_F(OpenTest, ADirectoryThatIsNotThereIsTold) {
  EXPECT_EQ(code_of(open_sqlite(directory / "none/store.db")), ErrorCode::unavailable);
}

TEST_F(OpenTest, TamperingWithTheFilesAuditShows) {
  const char* const kTamperings[] = {
      "UPDATE audit SET actor = 'eve' WHERE number = 2", "DELETE FROM audit WHERE number = 2",
      "DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)", "DELETE FROM audit",
      "UPDATE meta SET value = 1 WHERE name = 'audit_number'"};
  for (const char* tampering : kTamperings) {
    const auto each = directory / std::to_string(tampering - kTamperings[0]);
    {
      control::TestWorld world({}, each);
      world.make_acme();
    }
    execute(each, tampering);
    control::TestWorld world({}, each);
    EXPECT_EQ(code_of(world.control->audit().verify()), ErrorCode::corrupted) << tampering;
  }
}

}  // namespace
}  // namespace sallyport::store
