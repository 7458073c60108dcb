// FeedBuilder: entries as a reader finds them, made into a Feed.
//
// Thread safety: none. Invariants: holds at most one entry more than it may.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/read/feed.h"

namespace sallyport::catalog {

// Of an entry: numbers that FeedBuilder::name() gave; 0 is the empty name.
struct FeedPlace {
  std::uint32_t offering = 0;
  std::uint32_t site = 0;
};

// Errors: malformed_feed (it is longer than 200 bytes, or has characters that deceive a reader).
Result<void> check_name(std::string_view text);

class FeedBuilder {
 public:
  explicit FeedBuilder(Format format, std::size_t most = kMostFeedEntries) : most_(most) {
    feed_.format = format;
  }

  Feed& header() { return feed_; }  // all but names and entries

  // The number of a name. Errors: those of check_name().
  Result<std::uint32_t> name(std::string_view text);

  // Errors: too_many_entries.
  Result<void> add(const net::Prefix& prefix, FeedPlace place, std::optional<net::Ports> ports = {});
  Result<void> add(const net::HostPattern& host, FeedPlace place, std::optional<net::Ports> ports = {});

  // Errors: too_many_entries.
  // Once for each list of the feed.
  Result<void> add_list(std::string name, bool empty);
  Result<void> leave_out(std::string why);

  // Cost: a sort.
  Feed take();

 private:
  struct PrefixRow {
    net::Prefix prefix;
    std::optional<net::Ports> ports;
    FeedPlace place;
  };

  Result<void> take_room();
  void renumber(FeedPlace& place) const;
  void number_names();
  void sort_prefixes();
  void sort_hosts();

  Feed feed_;
  std::map<std::string, std::uint32_t, std::less<>> numbers_{{std::string(), 0}};
  std::vector<std::uint32_t> sorted_;  // by number: its place among the sorted names
  std::vector<PrefixRow> prefixes_;
  std::vector<FeedEntry> hosts_;
  std::size_t most_;
  std::size_t size_ = 0;
};

}  // namespace sallyport::catalog
