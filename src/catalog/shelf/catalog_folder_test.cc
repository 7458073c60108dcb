#include "catalog/shelf/catalog_folder.h"

#include <gtest/gtest.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "base/testing/temporary_folder.h"
#include "catalog/shelf/catalog_files.h"

namespace sallyport::catalog {
namespace {

namespace fs = std::filesystem;

std::string yaml_of(const std::string& vendor, const std::string& address) {
  return "vendor: " + vendor +
         "\nname: A vendor\nsources: [{id: en, page: A page, language: en}]\nofferings:\n"
         "  - id: tool\n    name: Tool\n    direction: from-vendor\n    cells:\n"
         "      - {source: en, addresses: " +
         address + "}\n";
}

class CatalogFolderTest : public testing::Test {
 protected:
  CatalogFolderTest() {
    catalogs_ = root_ / "catalogs";
    feeds_ = root_ / "feeds";
    fs::create_directory(catalogs_);
  }

  // As editors do: written beside, and renamed.
  void write(const fs::path& file, const std::string& text) const {
    const fs::path beside = root_ / "beside";
    std::ofstream(beside) << text;
    fs::rename(beside, file);
  }
  void put(const std::string& vendor, const std::string& address) const {
    write(catalogs_ / (vendor + ".yaml"), yaml_of(vendor, address));
  }
  std::unique_ptr<CatalogFolder> open(const fs::path& feeds = {}) const {
    auto folder = CatalogFolder::open(catalogs_, feeds);
    EXPECT_TRUE(folder) << folder.error().message;
    return folder ? std::move(*folder) : nullptr;
  }
  // Who has the address; "none" where nobody does.
  static std::string whose(const CatalogFolder& folder, std::string_view address) {
    const auto now = folder.now();
    const auto place = now->whois().find(net::Address::parse(address).value());
    return place ? now->whois().name(place.facts().front().vendor) : "none";
  }

  TemporaryFolder root_;
  fs::path catalogs_, feeds_;
};

TEST_F(CatalogFolderTest, HasEveryCatalogOfTheFolderByName) {
  put("zebra", "192.0.100.1");
  put("acme", "8.8.8.8");
  write(catalogs_ / "notes.txt", "no catalog");
  fs::create_directory(catalogs_ / "profiles");
  const auto folder = open();
  const auto now = folder->now();
  ASSERT_EQ(now->all().size(), 2U);
  EXPECT_EQ(now->all()[0].catalog->vendor, "acme");
  EXPECT_EQ(now->all()[1].catalog->vendor, "zebra");
  ASSERT_NE(now->find("zebra"), nullptr);
  EXPECT_EQ(now->find("zebra")->catalog->vendor, "zebra");
  EXPECT_EQ(now->find("notes"), nullptr);
  EXPECT_TRUE(folder->faults().empty());
  EXPECT_EQ(whose(*folder, "8.8.8.8"), "acme");
}

TEST_F(CatalogFolderTest, ReadsWhatComesWithTheProduct) {
  const auto folder = CatalogFolder::open(fs::path(SALLYPORT_SOURCE) / "catalogs", {});
  ASSERT_TRUE(folder);
  EXPECT_TRUE((*folder)->faults().empty());
  EXPECT_NE((*folder)->now()->find("moengage"), nullptr);
  EXPECT_NE((*folder)->now()->find("withsecure"), nullptr);
  EXPECT_EQ(whose(**folder, "52.6.248.125"), "moengage");
}

TEST_F(CatalogFolderTest, SaysWhenNothingChangedAndKeepsWhatItHas) {
  put("acme", "8.8.8.8");
  const auto folder = open();
  const auto before = folder->now();
  EXPECT_FALSE(folder->reload());
  EXPECT_EQ(folder->now(), before);
  put("acme", "8.8.8.8");  // another file that says the same
  EXPECT_FALSE(folder->reload());
  EXPECT_EQ(folder->now(), before);
}

TEST_F(CatalogFolderTest, TakesAnEditAndLeavesOldAnswersAlone) {
  put("acme", "8.8.8.8");
  put("zebra", "9.9.9.9");
  const auto folder = open();
  const auto before = folder->now();
  put("acme", "8.8.4.4");
  EXPECT_TRUE(folder->reload());
  const auto after = folder->now();
  EXPECT_NE(after->find("acme")->revision, before->find("acme")->revision);
  EXPECT_EQ(after->find("zebra")->revision, before->find("zebra")->revision);
  EXPECT_EQ(after->find("zebra")->catalog, before->find("zebra")->catalog) << "it was read again";
  EXPECT_EQ(whose(*folder, "8.8.4.4"), "acme");
  EXPECT_EQ(whose(*folder, "8.8.8.8"), "none");
  EXPECT_TRUE(before->whois().find(net::Address::parse("8.8.8.8").value()));
}

TEST_F(CatalogFolderTest, AFileOfTheSameSizeAndDateIsReadAllTheSame) {
  put("acme", "8.8.8.8");
  const auto folder = open();
  const fs::path file = catalogs_ / "acme.yaml";
  const auto date = fs::last_write_time(file);
  put("acme", "8.8.4.4");
  fs::last_write_time(file, date);
  EXPECT_TRUE(folder->reload());
  EXPECT_EQ(whose(*folder, "8.8.4.4"), "acme");
}

TEST_F(CatalogFolderTest, ABrokenEditKeepsTheLastGoodOneAndTellsWhy) {
  put("acme", "8.8.8.8");
  const auto folder = open();
  const std::string revision = folder->now()->find("acme")->revision;
  put("acme", "8.8.8.8/24");
  EXPECT_TRUE(folder->reload());
  const auto* held = folder->now()->find("acme");
  ASSERT_NE(held, nullptr);
  EXPECT_EQ(held->revision, revision);
  EXPECT_NE(held->fault.find("acme.yaml:9:"), std::string::npos) << held->fault;
  EXPECT_EQ(whose(*folder, "8.8.8.8"), "acme");
  ASSERT_EQ(folder->faults().size(), 1U);
  EXPECT_EQ(folder->faults()[0].file, catalogs_ / "acme.yaml");
  EXPECT_EQ(folder->faults()[0].text, held->fault);
  EXPECT_FALSE(folder->reload()) << "the same fault is no news";

  put("acme", "8.8.8.8");
  EXPECT_TRUE(folder->reload()) << "that it is mended is";
  EXPECT_EQ(folder->now()->find("acme")->fault, "");
  EXPECT_TRUE(folder->faults().empty());
}

TEST_F(CatalogFolderTest, OneThatNeverWasGoodIsOnlyAFault) {
  write(catalogs_ / "acme.yaml", "vendor: acme\n");
  put("zebra", "9.9.9.9");
  const auto folder = open();
  EXPECT_EQ(folder->now()->find("acme"), nullptr);
  EXPECT_NE(folder->now()->find("zebra"), nullptr);
  EXPECT_EQ(folder->faults().size(), 1U);
  put("acme", "8.8.8.8");
  EXPECT_TRUE(folder->reload());
  EXPECT_NE(folder->now()->find("acme"), nullptr);
}

TEST_F(CatalogFolderTest, AFileIsNamedAsItsVendor) {
  write(catalogs_ / "other.yaml", yaml_of("acme", "8.8.8.8"));
  const auto folder = open();
  EXPECT_TRUE(folder->now()->all().empty());
  ASSERT_EQ(folder->faults().size(), 1U);
  EXPECT_NE(folder->faults()[0].text.find("name it acme.yaml"), std::string::npos)
      << folder->faults()[0].text;
}

TEST_F(CatalogFolderTest, WhatIsNoFileIsNeverWaitedFor) {
  ASSERT_EQ(::mkfifo((catalogs_ / "acme.yaml").c_str(), 0600), 0);
  fs::create_directory(catalogs_ / "zebra.yaml");
  const auto folder = open();
  EXPECT_TRUE(folder->now()->all().empty());
  EXPECT_EQ(folder->faults().size(), 2U);
}

TEST_F(CatalogFolderTest, AFileThatIsGoneTakesItsCatalogAway) {
  put("acme", "8.8.8.8");
  put("zebra", "9.9.9.9");
  const auto folder = open();
  fs::remove(catalogs_ / "acme.yaml");
  EXPECT_TRUE(folder->reload());
  EXPECT_EQ(folder->now()->find("acme"), nullptr);
  EXPECT_EQ(whose(*folder, "8.8.8.8"), "none");
  EXPECT_NE(folder->now()->find("zebra"), nullptr);
}

TEST_F(CatalogFolderTest, AFolderThatIsAwayTakesNothingAway) {
  put("acme", "8.8.8.8");
  const auto folder = open();
  fs::rename(catalogs_, root_ / "moved");
  EXPECT_FALSE(folder->reload());
  EXPECT_NE(folder->now()->find("acme"), nullptr);
  ASSERT_EQ(folder->faults().size(), 1U);
  EXPECT_EQ(folder->faults()[0].file, catalogs_);
  fs::rename(root_ / "moved", catalogs_);
  EXPECT_FALSE(folder->reload());
  EXPECT_TRUE(folder->faults().empty());
}

TEST_F(CatalogFolderTest, FeedsAreAmongTheAnswersAndABadOneLeavesTheOldOnes) {
  put("acme", "8.8.8.8");
  fs::create_directory(feeds_);
  const auto fastly = feeds_ / "fastly-ip-ranges.json";
  write(fastly, R"({"addresses":["23.235.32.0/20"],"ipv6_addresses":["2a04:4e40::/32"]})");
  const auto folder = open(feeds_);
  EXPECT_EQ(whose(*folder, "23.235.33.1"), "fastly");
  EXPECT_EQ(whose(*folder, "8.8.8.8"), "acme");

  write(fastly, "<html><title>504 Gateway Time-out</title></html>");
  EXPECT_FALSE(folder->reload());
  EXPECT_EQ(whose(*folder, "23.235.33.1"), "fastly");
  ASSERT_EQ(folder->faults().size(), 1U);
  EXPECT_NE(folder->faults()[0].text.find("fastly-ip-ranges.json"), std::string::npos);

  put("acme", "8.8.4.4");  // a catalog changes while the feed is bad
  EXPECT_TRUE(folder->reload());
  EXPECT_EQ(whose(*folder, "23.235.33.1"), "fastly");
  EXPECT_EQ(whose(*folder, "8.8.4.4"), "acme");

  write(fastly, R"({"addresses":["151.101.0.0/16"],"ipv6_addresses":["2a04:4e40::/32"]})");
  EXPECT_TRUE(folder->reload());
  EXPECT_EQ(whose(*folder, "23.235.33.1"), "none");
  EXPECT_EQ(whose(*folder, "151.101.1.1"), "fastly");
  EXPECT_TRUE(folder->faults().empty());
}

// While it lives, files are opened by somebody who owns none. For root alone, who may read all others.
class AsNobody {
 public:
  AsNobody() { ::setfsuid(65534); }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;
  ~AsNobody() { ::setfsuid(::geteuid()); }
};

TEST_F(CatalogFolderTest, ACatalogThatCouldNotBeReadForAMomentIsTriedAgain) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can look as somebody else";
  put("acme", "8.8.8.8");
  put("zebra", "9.9.9.9");
  for (const fs::path& open_to_all : {root_.path(), catalogs_}) fs::permissions(open_to_all, fs::perms(0755));
  const fs::path file = catalogs_ / "acme.yaml";
  fs::permissions(file, fs::perms::owner_read);
  const FileMark mark = mark_of(file);
  std::unique_ptr<CatalogFolder> folder;
  {
    const AsNobody nobody;
    folder = open();
    ASSERT_NE(folder, nullptr);
    ASSERT_EQ(folder->faults().size(), 1U);
    EXPECT_EQ(folder->faults()[0].file, file);
    EXPECT_FALSE(folder->reload()) << "the same fault is no news";
    EXPECT_EQ(folder->now()->find("acme"), nullptr);
  }
  ASSERT_EQ(mark_of(file), mark) << "nothing else would make it read again";
  EXPECT_TRUE(folder->reload());
  EXPECT_EQ(whose(*folder, "8.8.8.8"), "acme");
  EXPECT_TRUE(folder->faults().empty());
}

TEST_F(CatalogFolderTest, FeedsThatCouldNotBeReadForAMomentAreTriedAgain) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can look as somebody else";
  fs::create_directory(feeds_);
  const auto fastly = feeds_ / "fastly-ip-ranges.json";
  write(fastly, R"({"addresses":["23.235.32.0/20"],"ipv6_addresses":["2a04:4e40::/32"]})");
  const auto folder = open(feeds_);
  write(fastly, R"({"addresses":["151.101.0.0/16"],"ipv6_addresses":["2a04:4e40::/32"]})");
  for (const fs::path& open_to_all : {root_.path(), feeds_}) fs::permissions(open_to_all, fs::perms(0755));
  fs::permissions(fastly, fs::perms::owner_read);
  {
    const AsNobody nobody;
    EXPECT_FALSE(folder->reload());
    EXPECT_FALSE(folder->faults().empty());
    EXPECT_EQ(whose(*folder, "23.235.33.1"), "fastly") << "what was read before stands";
  }
  EXPECT_TRUE(folder->reload());
  EXPECT_EQ(whose(*folder, "151.101.1.1"), "fastly");
  EXPECT_TRUE(folder->faults().empty());
}

TEST_F(CatalogFolderTest, RefusesFoldersThatAreNone) {
  EXPECT_EQ(CatalogFolder::open(root_ / "none", {}).error().code, ErrorCode::not_found);
  EXPECT_EQ(CatalogFolder::open(catalogs_, root_ / "none").error().code, ErrorCode::not_found);
}

TEST_F(CatalogFolderTest, ReadersSeeOneStateWhileItIsReloaded) {
  put("acme", "8.8.8.8");
  const auto folder = open();
  std::atomic<bool> done{false};
  std::atomic<int> torn{0};
  std::thread reader([&] {
    while (!done) {
      const auto now = folder->now();
      const auto* held = now->find("acme");
      const bool old_one = bool(now->whois().find(net::Address::parse("8.8.8.8").value()));
      const bool new_one = bool(now->whois().find(net::Address::parse("8.8.4.4").value()));
      if (held == nullptr || old_one == new_one) ++torn;
    }
  });
  int changes = 0;
  for (int round = 0; round < 40; ++round) {
    put("acme", round % 2 == 0 ? "8.8.4.4" : "8.8.8.8");
    changes += folder->reload() ? 1 : 0;
  }
  done = true;
  reader.join();
  EXPECT_EQ(torn, 0);
  EXPECT_EQ(changes, 40);
}

}  // namespace
}  // namespace sallyport::catalog
