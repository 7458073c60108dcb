// Feeds for tests, out of rows of text.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/read/feed_builder.h"

namespace sallyport::catalog::testing {

// mt19937, whose numbers are wider than they are large.
class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}
  std::uint32_t operator()() { return static_cast<std::uint32_t>(engine_()); }

 private:
  std::mt19937 engine_;
};

struct FeedRow {
  std::string_view destination;
  std::string_view offering;
  std::string_view site;
};

inline Feed make_feed(const std::vector<FeedRow>& rows) {
  FeedBuilder builder(Format::list);
  for (const FeedRow& row : rows) {
    const auto destination = net::parse_destination(row.destination).value();
    const FeedPlace place{builder.name(row.offering).value(), builder.name(row.site).value()};
    const auto added = destination.prefix() != nullptr
                           ? builder.add(*destination.prefix(), place, destination.ports)
                           : builder.add(*destination.host(), place, destination.ports);
    EXPECT_TRUE(added);
  }
  return builder.take();
}

// "10.0.0.0/8 @ offering / site"
inline std::string row_text(const Feed& feed, const FeedEntry& entry) {
  return net::to_string(entry.destination) + " @ " + feed.offering_of(entry) + " / " + feed.site_of(entry);
}

inline std::vector<std::string> row_texts(const Feed& feed, const std::vector<FeedEntry>& entries) {
  std::vector<std::string> texts;
  for (const FeedEntry& entry : entries) texts.push_back(row_text(feed, entry));
  return texts;
}
inline std::vector<std::string> row_texts(const Feed& feed) { return row_texts(feed, feed.entries); }

}  // namespace sallyport::catalog::testing
