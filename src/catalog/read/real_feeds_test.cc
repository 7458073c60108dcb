// The feeds as their vendors published them on two days a month apart. They are not part of the project:
// SALLYPORT_FEEDS names their folder, or they lie in ../shared/feeds beside the sources.
//
// The numbers were counted by other means: with Python's json and csv.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "catalog/read/proposal.h"
#include "catalog/read/test_feeds.h"
#include "net/prefix_set.h"

namespace sallyport::catalog {
namespace {

constexpr std::string_view kEarlier = "2025-06-25";
constexpr std::string_view kLater = "2025-07-25";

std::filesystem::path real_feeds() {
  const char* const named = std::getenv("SALLYPORT_FEEDS");
  return named != nullptr ? named : SALLYPORT_FEEDS_FOLDER;
}

std::string real_body(std::string_view day, std::string_view file) {
  const auto at = [&](std::string_view folder) { return real_feeds() / folder / file; };
  // A file that is missing from the earlier day was the same on both.
  std::ifstream in(std::filesystem::exists(at(day)) ? at(day) : at(kLater), std::ios::binary);
  EXPECT_TRUE(in) << at(day);
  return {std::istreambuf_iterator<char>(in), {}};
}

Feed real_feed(std::string_view format, std::string_view day, std::string_view file) {
  auto feed = read_feed(parse_format(format).value(), real_body(day, file));
  EXPECT_TRUE(feed) << file << ": " << (feed ? "" : feed.error().message);
  return feed ? *std::move(feed) : Feed{};
}

struct RealFeed {
  std::string_view format;
  std::string_view file;
  std::size_t entries;   // on the earlier day
  std::size_t prefixes;  // distinct
  std::size_t later_entries;
  std::size_t later_prefixes;
  std::size_t gone;  // cells of destinations
  std::size_t come;
};
constexpr RealFeed kRealFeeds[] = {
    {"aws", "aws-ip-ranges.json", 13159, 8977, 13344, 9066, 42, 227},
    {"google", "google-cloud-ip-ranges.json", 780, 780, 782, 782, 0, 2},
    {"azure", "microsoft-azure-ip-ranges.json", 90336, 50625, 90493, 50887, 1096, 1253},
    {"oracle", "oracle-cloud-ip-ranges.json", 843, 801, 944, 896, 1, 102},
    {"zscaler", "zscaler-cloud-ip-ranges.json", 77, 77, 80, 80, 0, 3},
    {"geofeed", "linode.txt", 4518, 4518, 4552, 4552, 0, 34},
    {"geofeed", "digitalocean.csv", 1177, 1177, 1182, 1182, 0, 5},
    {"fastly", "fastly-ip-ranges.json", 21, 21, 21, 21, 0, 0},
    {"list", "akamai-v4-ip-ranges.txt", 19, 19, 19, 19, 0, 0},
    {"list", "akamai-v6-ip-ranges.txt", 3, 3, 3, 3, 0, 0},
    {"list", "cloudflare-v4-ip-ranges.txt", 15, 15, 15, 15, 0, 0},
    {"list", "cloudflare-v6-ip-ranges.txt", 7, 7, 7, 7, 0, 0},
};

std::size_t distinct(const Feed& feed) {
  std::set<net::Prefix> prefixes;
  for (const FeedEntry& entry : feed.entries) {
    if (entry.destination.prefix() != nullptr) prefixes.insert(*entry.destination.prefix());
  }
  return prefixes.size();
}

class RealFeeds : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(real_feeds() / kEarlier))
      GTEST_SKIP() << "there are no real feeds in " << real_feeds();
  }
};

TEST_F(RealFeeds, AreReadInFull) {
  for (const RealFeed& real : kRealFeeds) {
    const Feed before = real_feed(real.format, kEarlier, real.file);
    const Feed found = real_feed(real.format, kLater, real.file);
    EXPECT_EQ(before.entries.size(), real.entries) << real.file;
    EXPECT_EQ(found.entries.size(), real.later_entries) << real.file;
    EXPECT_EQ(distinct(before), real.prefixes) << real.file;
    EXPECT_EQ(distinct(found), real.later_prefixes) << real.file;
    const Proposal proposal = propose(found, &before);
    EXPECT_EQ(proposal.removed.size() + proposal.moved.size(), real.gone) << real.file;
    EXPECT_EQ(proposal.added.size() + proposal.moved.size(), real.come) << real.file;
    EXPECT_TRUE(before.left_out.empty());
  }
}

TEST_F(RealFeeds, GithubHasPrefixesAndHosts) {
  const Feed found = real_feed("github", kLater, "github-ip-ranges.json");
  std::size_t prefixes = 0;
  for (const FeedEntry& entry : found.entries) prefixes += entry.destination.prefix() != nullptr ? 1U : 0U;
  EXPECT_EQ(prefixes, 5959U);
  EXPECT_EQ(distinct(found), 5603U);
  EXPECT_EQ(found.left_out.size(), 2U)
      << "*.github.io and *.githubusercontent.com, where anybody can have a name";
}

TEST_F(RealFeeds, CanBeTakenAsTheyAreTheFirstTime) {
  for (const RealFeed& real : kRealFeeds) {
    const Proposal proposal = propose(real_feed(real.format, kLater, real.file), nullptr);
    EXPECT_TRUE(proposal.holds.empty()) << real.file << ": " << proposal.holds[0].text;
  }
  EXPECT_TRUE(propose(real_feed("github", kLater, "github-ip-ranges.json"), nullptr).holds.empty());
}

TEST_F(RealFeeds, AMonthLaterOnlyAzureEmptiedSomething) {
  for (const RealFeed& real : kRealFeeds) {
    const Feed before = real_feed(real.format, kEarlier, real.file);
    const Proposal proposal = propose(real_feed(real.format, kLater, real.file), &before);
    if (real.format != "azure") {
      EXPECT_TRUE(proposal.holds.empty()) << real.file << ": " << proposal.holds[0].text;
      continue;
    }
    ASSERT_EQ(proposal.holds.size(), 1U);
    EXPECT_EQ(
        proposal.holds[0].text,
        "3 cells that had entries have none: AzureUpdateDelivery at NorthCentralUS, AzureUpdateDelivery at "
        "WestUS, AzureUpdateDelivery at WestUS3");
  }
  const Feed github = real_feed("github", kEarlier, "github-ip-ranges.json");
  EXPECT_TRUE(propose(real_feed("github", kLater, "github-ip-ranges.json"), &github).holds.empty());
}

TEST_F(RealFeeds, ThoseWithASerialOrATimeDoNotGoBack) {
  for (const std::string_view name : {"aws", "google", "azure", "oracle"}) {
    const auto* const real = std::ranges::find(kRealFeeds, name, &RealFeed::format);
    const Feed later = real_feed(real->format, kLater, real->file);
    const Proposal proposal = propose(real_feed(real->format, kEarlier, real->file), &later);
    EXPECT_TRUE(std::ranges::any_of(proposal.holds, [](const Hold& hold) {
      return hold.reason == HoldReason::older;
    })) << name;
  }
}

TEST_F(RealFeeds, CutOffAnywhereTheyAreNotTakenAsTheyAre) {
  for (const RealFeed& real : kRealFeeds) {
    const std::string whole = real_body(kLater, real.file);
    const Format format = parse_format(real.format).value();
    const Feed before = read_feed(format, whole).value();
    for (std::size_t part = 1; part < 40; ++part) {
      const std::string_view body = std::string_view(whole).substr(0, whole.size() * part / 40);
      const auto found = read_feed(format, body);
      if (!found || !propose(*found, &before).holds.empty()) continue;
      // What is cut at the end of a line, or of a vendor who does not end the last one, is told by its size
      // alone.
      EXPECT_TRUE(body.back() == '\n' || before.ends_open) << real.file << " at " << part;
      EXPECT_GT(part, 35U) << real.file;
    }
  }
}

TEST_F(RealFeeds, OfOneFormatAreNoOther) {
  for (const RealFeed& real : kRealFeeds) {
    const std::string body = real_body(kLater, real.file);
    for (const std::string_view name : format_names()) {
      const bool near =
          (real.format == "google" && name == "jafar") || (real.format == "fastly" && name == "list");
      if (name == real.format || near) continue;
      const auto feed = read_feed(parse_format(name).value(), body);
      ASSERT_FALSE(feed) << real.file << " as " << name;
      EXPECT_TRUE(feed.error().message.starts_with("this looks like the format " + std::string(real.format)))
          << feed.error().message;
    }
  }
}

}  // namespace
}  // namespace sallyport::catalog
