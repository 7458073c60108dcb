#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "base/testing/temporary_folder.h"
#include "notify/mail_notifier.h"

namespace sallyport::notify {
namespace {

class DirectoryTransport : public ::testing::Test {
 protected:
  static Mail mail(const std::string& id) {
    return {.message_id = id,
            .from = "sallyport@mail.example",
            .to = "ann@acme.example",
            .subject = "s",
            .date = {},
            .text = "t\n",
            .html = "h\n"};
  }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
      if (entry.is_regular_file()) names.push_back(entry.path().lexically_relative(folder_.path()).string());
    }
    return names;
  }

  TemporaryFolder folder_;
};

TEST_F(DirectoryTransport, WritesTheWholeMessageForItsOwnerOnly) {
  const auto transport = make_directory_transport(folder_ / "mail");
  ASSERT_TRUE(transport->deliver(mail("a.1@x")).has_value());
  ASSERT_EQ(files(), std::vector<std::string>{"mail/a.1.eml"});
  std::ifstream in(folder_ / "mail/a.1.eml", std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), compose(mail("a.1@x")));
  struct stat status{};
  ASSERT_EQ(::stat((folder_ / "mail/a.1.eml").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(DirectoryTransport, TheSameMessageAgainReplacesItself) {
  const auto transport = make_directory_transport(folder_.path());
  ASSERT_TRUE(transport->deliver(mail("a@x")).has_value());
  ASSERT_TRUE(transport->deliver(mail("a@x")).has_value());
  ASSERT_TRUE(transport->deliver(mail("b@x")).has_value());
  EXPECT_EQ(files().size(), 2U);
}

TEST_F(DirectoryTransport, AnIdCannotLeadOutOfTheFolder) {
  const auto transport = make_directory_transport(folder_ / "mail");
  ASSERT_TRUE(transport->deliver(mail("../../escaped@x")).has_value());
  ASSERT_TRUE(transport->deliver(mail("@x")).has_value());
  for (const auto& name : files()) EXPECT_TRUE(name.starts_with("mail/")) << name;
  EXPECT_EQ(files().size(), 2U);
}

TEST_F(DirectoryTransport, AFolderThatCannotBeIsSaid) {
  std::ofstream(folder_ / "file") << "x";
  const auto delivered = make_directory_transport(folder_ / "file" / "mail")->deliver(mail("a@x"));
  ASSERT_FALSE(delivered.has_value());
  EXPECT_EQ(delivered.error().code, ErrorCode::unavailable);
  EXPECT_NE(delivered.error().detail.find("open"), std::string::npos);
}

TEST_F(DirectoryTransport, AnAddressThatIsNoneIsRefused) {
  Mail bad = mail("a@x");
  bad.to = "ann\r\n@x";
  EXPECT_FALSE(make_directory_transport(folder_.path())->deliver(bad).has_value());
  EXPECT_TRUE(files().empty());
}

}  // namespace
}  // namespace sallyport::notify
