#include "app/secret_file.h"

#include <gtest/gtest.h>

#include <fstream>

namespace sallyport::app {
namespace {

namespace fs = std::filesystem;

class SecretFile : public testing::Test {
 protected:
  SecretFile() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~SecretFile() override { fs::remove_all(folder_); }

  fs::path write(std::string_view text) const {
    const auto file = folder_ / "file";
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }

  const fs::path folder_ =
      fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(SecretFile, WhatIsWrittenIsReadAgainAndNobodyElseReadsIt) {
  const auto file = folder_ / "token";
  ASSERT_TRUE(write_secret_file(file, "s3cret"));
  ASSERT_TRUE(write_secret_file(file, "another"));  // takes the other one's place
  EXPECT_EQ(read_secret_file(file).value(), "another");
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(SecretFile, OneLineEndIsNoPartOfTheSecret) {
  EXPECT_EQ(read_secret_file(write("a b")).value(), "a b");
  EXPECT_EQ(read_secret_file(write("a b\n")).value(), "a b");
  EXPECT_EQ(read_secret_file(write("a b\r\n")).value(), "a b");
}

TEST_F(SecretFile, WhatIsNoOneLineIsRefused) {
  for (const std::string_view text : {"", "\n", "a\nb\n", "a\n\n", "\x1b[2J", "schl\xc3\xbcssel"}) {
    EXPECT_FALSE(read_secret_file(write(text))) << text;
  }
  EXPECT_FALSE(read_secret_file(write(std::string(5000, 'x'))));
  EXPECT_EQ(read_secret_file(folder_ / "none").error().code, ErrorCode::not_found);
  EXPECT_FALSE(write_secret_file(folder_ / "none" / "token", "s"));
}

TEST_F(SecretFile, SaysWhyItCannotBeReadWhereItMayBeThere) {
  EXPECT_EQ(read_secret_file(folder_).error().message,
            "cannot read " + folder_.string() + ": Is a directory");
  // As root may read everything: what else keeps one from seeing whether the file is there.
  fs::create_symlink("loop", folder_ / "loop");
  const auto beyond = folder_ / "loop" / "token";
  const auto refused = read_secret_file(beyond);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_setting);
  EXPECT_EQ(refused.error().message,
            "cannot read " + beyond.string() + ": Too many levels of symbolic links");
  EXPECT_EQ(read_secret_file(write("x") / "token").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace sallyport::app
