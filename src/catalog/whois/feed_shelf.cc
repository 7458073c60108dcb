#include "catalog/whois/feed_shelf.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "catalog/day.h"

namespace sallyport::catalog {
namespace {

namespace fs = std::filesystem;

constexpr std::array kKnownFeeds = {
    KnownFeed{"akamai", Format::list, "akamai-v4-ip-ranges.txt"},
    KnownFeed{"akamai", Format::list, "akamai-v6-ip-ranges.txt"},
    KnownFeed{"aws", Format::aws, "aws-ip-ranges.json"},
    KnownFeed{"azure", Format::azure, "microsoft-azure-ip-ranges.json"},
    KnownFeed{"cloudflare", Format::list, "cloudflare-v4-ip-ranges.txt"},
    KnownFeed{"cloudflare", Format::list, "cloudflare-v6-ip-ranges.txt"},
    KnownFeed{"digitalocean", Format::geofeed, "digitalocean.csv"},
    KnownFeed{"fastly", Format::fastly, "fastly-ip-ranges.json"},
    KnownFeed{"github", Format::github, "github-ip-ranges.json"},
    KnownFeed{"google-cloud", Format::google, "google-cloud-ip-ranges.json"},
    KnownFeed{"linode", Format::geofeed, "linode.txt"},
    KnownFeed{"microsoft-365", Format::m365, "microsoft-365-endpoints.json"},
    KnownFeed{"oracle-cloud", Format::oracle, "oracle-cloud-ip-ranges.json"},
    KnownFeed{"zscaler", Format::zscaler, "zscaler-cloud-ip-ranges.json"},
};

struct DatedFolder {
  std::optional<std::chrono::sys_days> day;
  fs::path path;
};

// The folder itself, then those named after days, the oldest first. Errors: unavailable.
Result<std::vector<DatedFolder>> folders_of(const fs::path& folder) {
  std::vector<DatedFolder> found;
  std::error_code failure;
  std::error_code ignored;
  for (fs::directory_iterator item(folder, failure), end; !failure && item != end; item.increment(failure)) {
    if (!item->is_directory(ignored)) continue;
    const auto day = Day::parse(item->path().filename().string());
    if (day && day->precision() == Day::Precision::day) found.push_back({day->first(), item->path()});
  }
  if (failure) {
    return fail(ErrorCode::unavailable,
                fmt::format("cannot read {}: {}", folder.string(), failure.message()));
  }
  std::ranges::sort(found, {}, &DatedFolder::day);
  found.insert(found.begin(), {std::nullopt, folder});
  return found;
}

Result<std::string> read_bounded(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::error_code failure;
  const auto size = fs::file_size(file, failure);
  std::string body(failure ? 0 : std::min<std::uintmax_t>(size, kLargestFeed) + 1,
                   '\0');  // one more: it would show
  in.read(body.data(), static_cast<std::streamsize>(body.size()));
  if (failure || in.bad() || (!in && !in.eof()))
    return fail(ErrorCode::unavailable, fmt::format("cannot read {}", file.string()));
  body.resize(static_cast<std::size_t>(in.gcount()));
  return body;
}

Result<Feed> read_file(const KnownFeed& known, const fs::path& file,
                       std::optional<std::chrono::sys_days> day) {
  SALLYPORT_ASSIGN(const auto body, read_bounded(file));
  auto feed = read_feed(known.format, body);
  if (!feed) return fail(feed.error().code, fmt::format("{}: {}", file.string(), feed.error().message));
  if (!feed->made && day) feed->made = *day;
  return feed;
}

}  // namespace

std::span<const KnownFeed> known_feeds() { return kKnownFeeds; }

std::vector<fs::path> feed_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;
  const auto folders = folders_of(folder);
  if (!folders) return files;
  for (const DatedFolder& dated : *folders) {
    for (const KnownFeed& known : kKnownFeeds) {
      if (fs::path file = dated.path / known.file; fs::is_regular_file(file, ignored))
        files.push_back(std::move(file));
    }
  }
  std::ranges::sort(files);
  return files;
}

Result<std::vector<ShelvedFeed>> read_shelf(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return fail(ErrorCode::not_found, fmt::format("there is no folder {}", folder.string()));
  }
  SALLYPORT_ASSIGN(const auto folders, folders_of(folder));
  std::vector<ShelvedFeed> shelf;
  for (const KnownFeed& known : kKnownFeeds) {
    ShelvedFeed shelved{std::string(known.vendor), {}, {}};
    for (const DatedFolder& dated : folders) {
      const fs::path file = dated.path / known.file;
      const auto type = fs::status(file, error).type();
      if (type == fs::file_type::none) {  // it may be there: without it, the shelf would be another one
        return fail(ErrorCode::unavailable,
                    fmt::format("cannot read {}: {}", file.string(), error.message()));
      }
      if (type != fs::file_type::regular) continue;
      SALLYPORT_ASSIGN(auto feed, read_file(known, file, dated.day));
      shelved.file = file;
      shelved.revisions.push_back(std::move(feed));
    }
    if (!shelved.revisions.empty()) shelf.push_back(std::move(shelved));
  }
  if (shelf.empty()) {
    return fail(ErrorCode::not_found, fmt::format("{} has no file of a feed that is known, such as {}",
                                                  folder.string(), kKnownFeeds.front().file));
  }
  return shelf;
}

}  // namespace sallyport::catalog
