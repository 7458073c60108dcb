// What the values of a vendor's JSON say, read strictly. All refuse with malformed_feed and the value's path.
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "catalog/read/feed_builder.h"
#include "catalog/read/feed_json.h"

namespace sallyport::catalog {

Result<net::Prefix> prefix_of(const JsonAt& value);
Result<net::Prefix> prefix_of(const JsonAt& value, net::Family family);
Result<std::uint32_t> name_of(const JsonAt& value, FeedBuilder& builder);  // its number
Result<std::string> label_of(const JsonAt& value);                         // a string that could be a name
Result<std::uint64_t> digits_of(const JsonAt& value);                      // a string of digits
Result<Timestamp> time_of(const JsonAt& value);                            // see parse_feed_time()

// A string is a prefix or a host: each is added at that place, all of a list.
Result<void> add_prefixes(const JsonAt& list, FeedPlace place, FeedBuilder& builder);

// What the vendor means by "*.": names with one label more, or with any number of them.
enum class Star : std::uint8_t { one_label, any_depth };

// The host of a text; nothing where no list can hold it (a star elsewhere than in front, or on a public
// suffix): then the builder has why. Errors: malformed_host, too_many_entries.
Result<std::optional<net::HostPattern>> published_host(std::string_view text, Star star,
                                                       FeedBuilder& builder);
Result<std::optional<net::HostPattern>> host_of(const JsonAt& value, Star star, FeedBuilder& builder);

// "2025-07-24T19:16:28.780563", with a zone or in UTC, and a "T" or a blank between. Errors: malformed_feed.
Result<Timestamp> parse_feed_time(std::string_view text);

// An Error of another parser as one of this feed.
std::unexpected<Error> refuse_value(const JsonAt& value, const Error& error);

}  // namespace sallyport::catalog
