// FeedShelf: feeds of vendors, as files in a folder.
//
// Files are known by the names below. A folder may have subfolders that are named after days (2026-11-22):
// each has the files as they stood then; a file that is missing from a later one was the same as before.
//
// Thread safety: pure; reads files.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/read/feed.h"

namespace sallyport::catalog {

struct KnownFeed {
  std::string_view vendor;
  Format format;
  std::string_view file;
};
std::span<const KnownFeed> known_feeds();

struct ShelvedFeed {
  std::string vendor;
  std::filesystem::path file;   // of the newest revision
  std::vector<Feed> revisions;  // the oldest first
};

// The files that read_shelf() reads, sorted; none where the folder cannot be read.
std::vector<std::filesystem::path> feed_files(const std::filesystem::path& folder);

// Errors: not_found (no such folder, or no file in it that is known); unavailable, where something in it
// cannot be read; what read_feed() refuses, with the file's name.
Result<std::vector<ShelvedFeed>> read_shelf(const std::filesystem::path& folder);

}  // namespace sallyport::catalog
