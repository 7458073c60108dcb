#include "app/cli/whole_file.h"

#include <gtest/gtest.h>

#include <fstream>

namespace sallyport::cli {
namespace {

namespace fs = std::filesystem;

class WholeFile : public testing::Test {
 protected:
  WholeFile() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~WholeFile() override { fs::remove_all(folder_); }

  const fs::path folder_ = fs::path(testing::TempDir()) / "whole_file_test";
};

TEST_F(WholeFile, IsReadAsItIs) {
  const std::string text = std::string(100'000, 'x') + "\r\n" + std::string(1, '\0');
  std::ofstream(folder_ / "file", std::ios::binary) << text;
  EXPECT_EQ(read_whole_file(folder_ / "file", text.size()).value(), text);
  std::ofstream(folder_ / "empty");
  EXPECT_EQ(read_whole_file(folder_ / "empty", 0).value(), "");
}

TEST_F(WholeFile, MoreThanTheBoundIsRefused) {
  std::ofstream(folder_ / "file") << "1234";
  EXPECT_TRUE(read_whole_file(folder_ / "file", 4));
  EXPECT_EQ(read_whole_file(folder_ / "file", 3).error().code, ErrorCode::too_many_entries);
}

TEST_F(WholeFile, AFolderIsCalledOne) {
  EXPECT_EQ(read_whole_file(folder_, 10).error().message, folder_.string() + " is a folder");
  const auto none = folder_ / "none";
  EXPECT_EQ(read_whole_file(none, 10).error().message, "cannot read " + none.string());
}

}  // namespace
}  // namespace sallyport::cli
