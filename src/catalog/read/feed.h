// Feed: what a vendor publishes for machines, as one flat table.
//
// read_feed() never repairs: what it cannot read in full, it refuses, with the place. A body has at most 16
// MiB, 32 levels and 1,000,000 entries.
//
// Thread safety: pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "net/destination.h"

namespace sallyport::catalog {

inline constexpr std::size_t kLargestFeed = std::size_t{16} << 20;  // bytes
inline constexpr std::size_t kMostFeedEntries = 1'000'000;

enum class Format : std::uint8_t {
  aws,
  google,
  azure,
  github,
  oracle,
  fastly,
  zscaler,
  m365,
  geofeed,
  list,
  jafar
};

// Errors: invalid_setting, with the formats that there are.
Result<Format> parse_format(std::string_view text);
std::string_view to_string(Format format);
std::span<const std::string_view> format_names();  // in the order of the enum

struct FeedEntry {
  net::Destination destination;
  std::uint32_t offering = 0;  // index into Feed::names: the service
  std::uint32_t site = 0;      // index into Feed::names: the region

  friend bool operator==(const FeedEntry&, const FeedEntry&) = default;
};

struct Feed {
  Format format = Format::list;
  std::string kind;    // what tells two feeds of this format apart: Azure's cloud; empty: nothing
  std::string serial;  // as the vendor writes it: syncToken, changeNumber, ...; empty: none
  std::optional<std::uint64_t> order;  // the serial as a number that grows, where the format promises that
  std::optional<Timestamp> made;       // when the vendor made it
  std::vector<std::string> names;  // sorted, without duplicates; the first is empty; no control characters
  std::vector<FeedEntry> entries;  // sorted by destination, offering, site; without duplicates
  std::vector<std::string> empty_lists;  // which lists are there without an entry; sorted
  std::vector<std::string> full_lists;   // and which with some, by the same names; sorted
  std::vector<std::string> left_out;     // what the feed says and no list can hold: a sentence each, sorted
  bool ends_open = false;                // a text whose last line has no end

  const std::string& offering_of(const FeedEntry& entry) const { return names[entry.offering]; }
  const std::string& site_of(const FeedEntry& entry) const { return names[entry.site]; }
};

// Errors: malformed_feed, with the line and column or the path of the value (prefixes[12].ip_prefix), and
// what the body looks like instead where it is another thing (an HTML page, an error message, empty, another
// format); too_many_entries, where there are more than `most` (each is counted as often as it stands there):
// no more than that are kept on the way. Cost: linear, and a sort of the entries.
Result<Feed> read_feed(Format format, std::string_view body, std::size_t most = kMostFeedEntries);

}  // namespace sallyport::catalog
