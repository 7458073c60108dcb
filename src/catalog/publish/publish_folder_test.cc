#include "catalog/publish/publish_folder.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <fstream>

#include "base/testing/temporary_folder.h"

namespace sallyport::catalog {
namespace {

namespace fs = std::filesystem;

class PublishFolder : public testing::Test {
 protected:
  static PublishedFile file(const std::string& path, const std::string& text) {
    return {path, "text/plain", text};
  }
  Result<PublishedChanges> publish(const std::vector<PublishedFile>& files,
                                   const std::string& vendor = "acme") {
    return publish_folder(folder_, vendor, files);
  }
  std::string read(const std::string& path) const {
    std::ifstream in(folder_ / path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const fs::path& path, const std::string& text) const {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  using Paths = std::vector<std::string>;

  TemporaryFolder above_;
  fs::path folder_ = above_ / "out";
};

TEST_F(PublishFolder, WritesWhatChangedAndRemovesWhatIsNoLongerMade) {
  const auto first = publish({file("a.txt", "1"), file("lists/b/c.txt", "2")});
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->written, (Paths{"a.txt", "lists/b/c.txt"}));
  const auto time = fs::last_write_time(folder_ / "a.txt");
  fs::last_write_time(folder_ / "a.txt", time - std::chrono::hours(1));
  const auto second = publish({file("a.txt", "1"), file("d.txt", "3")});
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(second->written, Paths{"d.txt"});
  EXPECT_EQ(second->untouched, Paths{"a.txt"});
  EXPECT_EQ(second->removed, Paths{"lists/b/c.txt"});
  EXPECT_EQ(fs::last_write_time(folder_ / "a.txt"), time - std::chrono::hours(1));
  EXPECT_FALSE(fs::exists(folder_ / "lists"));
  EXPECT_EQ(read("d.txt"), "3");
  EXPECT_FALSE(fs::exists(folder_ / ".sallyport-publishing"));
}

TEST_F(PublishFolder, LeavesWhatOthersPutThere) {
  ASSERT_TRUE(publish({file("lists/a.txt", "1")}));
  write(folder_ / "lists/mine.txt", "mine");
  write(folder_ / "robots.txt", "mine");
  const auto second = publish({file("b.txt", "2")});
  ASSERT_TRUE(second);
  EXPECT_EQ(second->removed, Paths{"lists/a.txt"});
  EXPECT_EQ(read("lists/mine.txt"), "mine");
  EXPECT_EQ(read("robots.txt"), "mine");
}

TEST_F(PublishFolder, ReplacesNoFileThatItDidNotWrite) {
  write(folder_ / "index.html", "my page");
  const auto refused = publish({file("a.txt", "1"), file("index.html", "2")});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::duplicate);
  EXPECT_EQ(read("index.html"), "my page");
  EXPECT_FALSE(fs::exists(folder_ / "a.txt"));  // nothing is half-published
}

TEST_F(PublishFolder, GoesThroughNoLink) {
  write(above_ / "elsewhere/c.txt", "mine");
  fs::create_directory(folder_);
  fs::create_directory_symlink(above_ / "elsewhere", folder_ / "lists");
  EXPECT_FALSE(publish({file("lists/c.txt", "1")}));
  write(folder_ / kPublishManifest, "# published by sallyport: acme\nlists/c.txt\n");
  EXPECT_FALSE(publish({file("lists/c.txt", "1")}));
  ASSERT_TRUE(publish({file("a.txt", "1")}));
  EXPECT_TRUE(fs::exists(above_ / "elsewhere/c.txt"));
}

TEST_F(PublishFolder, AManifestThatIsNotItsOwnIsRefused) {
  write(above_ / "precious", "mine");
  for (const std::string bad : {"../precious", "/etc/passwd", "a/../../precious", ".sallyport-published",
                                "a//b", "a/", "", "a\\b", "a b"}) {
    write(folder_ / kPublishManifest, "# published by sallyport: acme\n" + bad + "\n");
    const auto refused = publish({file("a.txt", "1")});
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().code, ErrorCode::corrupted) << bad;
  }
  write(folder_ / kPublishManifest, "a.txt\n");
  EXPECT_FALSE(publish({file("a.txt", "1")}));
  EXPECT_EQ(read("a.txt"), "");
  EXPECT_TRUE(fs::exists(above_ / "precious"));
}

TEST_F(PublishFolder, IsOfOneVendor) {
  ASSERT_TRUE(publish({file("a.txt", "1")}));
  const auto refused = publish({file("a.txt", "2")}, "other");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("of acme: take another folder for other"), std::string::npos)
      << refused.error().message;
  EXPECT_EQ(read("a.txt"), "1");
}

TEST_F(PublishFolder, OnePublisherAtATime) {
  ASSERT_TRUE(publish({file("a.txt", "1")}));
  const int descriptor = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY);
  ASSERT_EQ(::flock(descriptor, LOCK_EX), 0);
  const auto refused = publish({file("a.txt", "2")});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  ::close(descriptor);
  EXPECT_TRUE(publish({file("a.txt", "2")}));
}

// Killed after half of its work: what it wrote is known as its own, and what it left beside is cleared.
TEST_F(PublishFolder, GoesOnWhereOneWasKilled) {
  write(folder_ / kPublishManifest, "# published by sallyport: acme\na.txt\nb.txt\n");
  write(folder_ / ".sallyport-publishing/0", "half");
  write(folder_ / "a.txt", "1");
  const auto next = publish({file("b.txt", "2")});
  ASSERT_TRUE(next) << next.error().message;
  EXPECT_EQ(next->removed, Paths{"a.txt"});
  EXPECT_FALSE(fs::exists(folder_ / ".sallyport-publishing"));
}

TEST_F(PublishFolder, SaysWhatTheFolderIsNot) {
  write(folder_, "a file");
  EXPECT_EQ(publish({}).error().code, ErrorCode::not_found);
  EXPECT_EQ(publish_folder(above_ / "no/such", "acme", {}).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace sallyport::catalog
