// The readers of the formats: one function each, one file for each. They read the body in full, or refuse it
// with malformed_feed (with the path, or the line and column) or too_many_entries,
// as soon as there are more than `most`.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "catalog/read/feed.h"
#include "catalog/read/feed_json.h"

namespace sallyport::catalog {

Result<Feed> read_aws(const FeedJson& json, std::size_t most);
Result<Feed> read_google(const FeedJson& json, std::size_t most);
Result<Feed> read_jafar(const FeedJson& json, std::size_t most);
Result<Feed> read_azure(const FeedJson& json, std::size_t most);
Result<Feed> read_github(const FeedJson& json, std::size_t most);
Result<Feed> read_oracle(const FeedJson& json, std::size_t most);
Result<Feed> read_fastly(const FeedJson& json, std::size_t most);
Result<Feed> read_zscaler(const FeedJson& json, std::size_t most);
Result<Feed> read_m365(const FeedJson& json, std::size_t most);
Result<Feed> read_json_list(const FeedJson& json, std::size_t most);
Result<Feed> read_text_list(std::string_view body, std::size_t most);
Result<Feed> read_geofeed(std::string_view body, std::size_t most);

// The format that JSON of this shape is in, judged by the names at its top.
std::optional<Format> guess_format(const FeedJson& json);

}  // namespace sallyport::catalog
