#include "catalog/read/feed.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "catalog/read/formats.h"
#include "catalog/read/looks_like.h"

namespace sallyport::catalog {
namespace {

constexpr std::array<std::string_view, 11> kFormatNames = {
    "aws", "google", "azure", "github", "oracle", "fastly", "zscaler", "m365", "geofeed", "list", "jafar"};

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

using JsonReader = Result<Feed> (*)(const FeedJson& json, std::size_t most);

JsonReader json_reader(Format format) {
  switch (format) {
    case Format::aws:
      return read_aws;
    case Format::google:
      return read_google;
    case Format::azure:
      return read_azure;
    case Format::github:
      return read_github;
    case Format::oracle:
      return read_oracle;
    case Format::fastly:
      return read_fastly;
    case Format::zscaler:
      return read_zscaler;
    case Format::m365:
      return read_m365;
    case Format::jafar:
      return read_jafar;
    case Format::list:
      return read_json_list;
    case Format::geofeed:
      break;
  }
  return nullptr;
}

Result<Feed> read_body(Format format, std::string_view body, std::size_t most) {
  if (!is_utf8(body)) return fail(ErrorCode::malformed_feed, "it is not UTF-8");
  if (format == Format::geofeed) return read_geofeed(body, most);
  const std::size_t start = body.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return fail(ErrorCode::malformed_feed, "there is nothing in it");
  if (format == Format::list && body[start] != '{' && body[start] != '[') return read_text_list(body, most);
  SALLYPORT_ASSIGN(const FeedJson json, FeedJson::parse(body));
  return json_reader(format)(json, most);
}

}  // namespace

std::span<const std::string_view> format_names() { return kFormatNames; }

std::string_view to_string(Format format) { return kFormatNames[static_cast<std::size_t>(format)]; }

Result<Format> parse_format(std::string_view text) {
  const auto found = std::ranges::find(kFormatNames, text);
  if (found != kFormatNames.end()) return static_cast<Format>(found - kFormatNames.begin());
  const std::string_view why = text == "document"
                                   ? "a page for people is no feed: it is read with --as document --profile"
                                   : "there is no such format";
  return fail(ErrorCode::invalid_setting, fmt::format("{}: {}; there are {}", printable_excerpt(text), why,
                                                      fmt::join(kFormatNames, ", ")));
}

Result<Feed> read_feed(Format format, std::string_view body, std::size_t most) {
  if (body.size() > kLargestFeed) {
    return fail(ErrorCode::malformed_feed, fmt::format("it is larger than {} MiB", kLargestFeed >> 20));
  }
  if (body.starts_with(kByteOrderMark)) body.remove_prefix(kByteOrderMark.size());
  auto feed = read_body(format, body, std::min(most, kMostFeedEntries));
  if (feed || feed.error().code != ErrorCode::malformed_feed) return feed;
  Error error = std::move(feed).error();
  if (const auto instead = looks_like(format, body)) {
    error.message = fmt::format("{} (as {}: {})", *instead, to_string(format), error.message);
  }
  return std::unexpected(std::move(error));
}

}  // namespace sallyport::catalog
