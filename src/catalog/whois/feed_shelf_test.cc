#include "catalog/whois/feed_shelf.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/testing/temporary_folder.h"
#include "catalog/day.h"

namespace sallyport::catalog {
namespace {

namespace fs = std::filesystem;

class FeedShelfTest : public testing::Test {
 protected:
  void write(const fs::path& file, std::string_view text) const {
    fs::create_directories((folder / file).parent_path());
    std::ofstream(folder / file) << text;
  }

  TemporaryFolder folder;
};

TEST_F(FeedShelfTest, ReadsTheRevisionsInOrderOfTheirDays) {
  write("2025-07-25/fastly-ip-ranges.json",
        R"({"addresses":["23.235.32.0/20"],"ipv6_addresses":["2a04:4e40::/32"]})");
  write("2025-06-25/fastly-ip-ranges.json", R"({"addresses":["23.235.32.0/20"],"ipv6_addresses":[]})");
  write("notes/fastly-ip-ranges.json", "not a day's folder");
  const auto shelf = read_shelf(folder.path());
  ASSERT_TRUE(shelf) << shelf.error().message;
  ASSERT_EQ(shelf->size(), 1U);
  EXPECT_EQ(shelf->front().vendor, "fastly");
  ASSERT_EQ(shelf->front().revisions.size(), 2U);
  EXPECT_EQ(shelf->front().revisions[0].entries.size(), 1U);
  EXPECT_EQ(shelf->front().revisions[1].entries.size(), 2U);
  EXPECT_EQ(shelf->front().revisions[1].made, Timestamp(Day::parse("2025-07-25").value().first()));
}

TEST_F(FeedShelfTest, NamesTheFileThatCannotBeRead) {
  write("aws-ip-ranges.json", "<html><title>504 Gateway Time-out</title></html>");
  const auto shelf = read_shelf(folder.path());
  ASSERT_FALSE(shelf);
  EXPECT_EQ(shelf.error().code, ErrorCode::malformed_feed);
  EXPECT_NE(shelf.error().message.find("aws-ip-ranges.json"), std::string::npos) << shelf.error().message;
}

TEST_F(FeedShelfTest, RefusesAFolderWithoutFeeds) {
  EXPECT_EQ(read_shelf(folder.path()).error().code, ErrorCode::not_found);
  EXPECT_EQ(read_shelf(folder / "none").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace sallyport::catalog
