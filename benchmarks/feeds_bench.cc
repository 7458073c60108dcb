// Reads, validates and indexes all feeds of one day, as the daemon does when they come: read_feed(),
// propose() with nothing before it (emptiness, width, special use), and one table of all entries, sorted by
// prefix, ready to answer whose an address is.
//
// The only argument is the folder with the feeds, each day's in a folder of its own. Where it is missing,
// that is said, and nothing is measured: they are the vendors' and no part of the project. Time of one
// thread's processor; the median of several rounds. Output: lines for people, and lines "RESULT name
// key=value ..." for programs.

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "catalog/read/proposal.h"

namespace {

using namespace sallyport;

constexpr int kRounds = 15;
constexpr double kToReach = 1;  // seconds

struct FeedFile {
  std::string_view format;
  std::string_view name;
};
constexpr FeedFile kFiles[] = {{"aws", "aws-ip-ranges.json"},
                               {"azure", "microsoft-azure-ip-ranges.json"},
                               {"google", "google-cloud-ip-ranges.json"},
                               {"github", "github-ip-ranges.json"},
                               {"oracle", "oracle-cloud-ip-ranges.json"},
                               {"fastly", "fastly-ip-ranges.json"},
                               {"zscaler", "zscaler-cloud-ip-ranges.json"},
                               {"geofeed", "linode.txt"},
                               {"geofeed", "digitalocean.csv"},
                               {"list", "akamai-v4-ip-ranges.txt"},
                               {"list", "akamai-v6-ip-ranges.txt"},
                               {"list", "cloudflare-v4-ip-ranges.txt"},
                               {"list", "cloudflare-v6-ip-ranges.txt"}};

struct FeedBody {
  catalog::Format format;
  std::string_view name;
  std::string body;
};

struct IndexRow {
  net::Prefix prefix;
  std::uint32_t feed;
  std::uint32_t entry;
};

struct FeedRound {
  double read = 0;
  double validate = 0;
  double index = 0;
  std::size_t entries = 0;
  std::size_t prefixes = 0;
  std::size_t holds = 0;

  double all() const { return read + validate + index; }
};

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

FeedRound run_round(const std::vector<FeedBody>& bodies) {
  FeedRound round;
  std::vector<catalog::Feed> feeds;
  double last = thread_seconds();
  const auto lap = [&last] {
    const double now = thread_seconds();
    return now - std::exchange(last, now);
  };
  for (const FeedBody& body : bodies) {
    auto feed = catalog::read_feed(body.format, body.body);
    if (!feed) {
      std::fprintf(stderr, "%s: %s\n", body.name.data(), feed.error().message.c_str());
      std::exit(1);
    }
    feeds.push_back(*std::move(feed));
  }
  round.read = lap();
  for (const catalog::Feed& feed : feeds) round.holds += catalog::propose(feed, nullptr).holds.size();
  round.validate = lap();
  std::vector<IndexRow> index;
  for (std::uint32_t i = 0; i < feeds.size(); ++i) {
    for (std::uint32_t j = 0; j < feeds[i].entries.size(); ++j) {
      const net::Prefix* const prefix = feeds[i].entries[j].destination.prefix();
      if (prefix != nullptr) index.push_back({*prefix, i, j});
    }
    round.entries += feeds[i].entries.size();
  }
  std::ranges::sort(index, {}, &IndexRow::prefix);
  round.index = lap();
  index.erase(std::ranges::unique(index, {}, &IndexRow::prefix).begin(), index.end());
  round.prefixes = index.size();
  return round;
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path feeds = argc > 1 ? argv[1] : "../shared/feeds";
  const std::filesystem::path folder = feeds / "2025-07-25";
  std::vector<FeedBody> bodies;
  std::size_t bytes = 0;
  for (const FeedFile& file : kFiles) {
    std::ifstream in(folder / file.name, std::ios::binary);
    if (!in) continue;
    std::string body{std::istreambuf_iterator<char>(in), {}};
    bytes += body.size();
    bodies.push_back({catalog::parse_format(file.format).value(), file.name, std::move(body)});
  }
  if (bodies.size() < std::size(kFiles)) {
    std::printf("Skipped: %zu of %zu feeds are in %s. Name a folder that has them.\n", bodies.size(),
                std::size(kFiles), folder.c_str());
    return 0;
  }
  std::vector<FeedRound> rounds;
  for (int i = 0; i < kRounds; ++i) rounds.push_back(run_round(bodies));
  std::ranges::sort(rounds, {}, &FeedRound::all);
  const FeedRound& median = rounds[kRounds / 2];
  std::printf("%zu feeds, %.1f MB, %zu entries, %zu different prefixes, %zu held\n", bodies.size(),
              static_cast<double>(bytes) * 1e-6, median.entries, median.prefixes, median.holds);
  std::printf(
      "read %.0f ms, validated in %.0f ms, indexed in %.0f ms: %.0f ms (%.0f to %.0f) of one core; to reach: "
      "%.0f ms\n",
      median.read * 1e3, median.validate * 1e3, median.index * 1e3, median.all() * 1e3,
      rounds.front().all() * 1e3, rounds.back().all() * 1e3, kToReach * 1e3);
  std::printf(
      "RESULT feeds bytes=%zu entries=%zu prefixes=%zu read_ms=%.1f validate_ms=%.1f index_ms=%.1f "
      "all_ms=%.1f\n",
      bytes, median.entries, median.prefixes, median.read * 1e3, median.validate * 1e3, median.index * 1e3,
      median.all() * 1e3);
  return median.all() < kToReach ? 0 : 1;
}
