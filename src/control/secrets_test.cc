#include <sys/stat.h>

#include <fstream>

#include "control/test_world.h"

namespace sallyport::control {
namespace {

TEST(SecretsTest, AreMadeOnceAndReadAgain) {
  const TemporaryFolder directory;
  const auto file = directory / "keys";
  EXPECT_EQ(code_of(load_secrets(file, false)), ErrorCode::not_found);
  const Secrets made = must(load_secrets(file, true));
  EXPECT_NE(made.fingerprint_key, made.answer_key);
  struct stat status{};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  for (const bool create : {false, true}) {
    const Secrets read = must(load_secrets(file, create));
    EXPECT_EQ(read.fingerprint_key, made.fingerprint_key);
    EXPECT_EQ(read.answer_key, made.answer_key);
  }
}

TEST(SecretsTest, OthersMustNotReadThem) {
  const TemporaryFolder directory;
  const auto file = directory / "keys";
  must(load_secrets(file, true));
  ASSERT_EQ(::chmod(file.c_str(), 0640), 0);
  EXPECT_EQ(code_of(load_secrets(file, true)), ErrorCode::forbidden);
}

TEST(SecretsTest, WrongSizesAreRefused) {
  const TemporaryFolder directory;
  for (const std::size_t size : {0U, 1U, 63U, 65U}) {
    const auto file = directory / std::to_string(size);
    std::ofstream(file) << std::string(size, 'x');
    ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
    EXPECT_EQ(code_of(load_secrets(file, true)), ErrorCode::corrupted) << size;
  }
}

TEST(SecretsTest, ADirectoryThatIsNotThereIsTold) {
  EXPECT_EQ(code_of(load_secrets("/nonexistent/directory/keys", true)), ErrorCode::unavailable);
}

}  // namespace
}  // namespace sallyport::control
