// Geofeeds, RFC 8805: a line of CSV for each prefix, with country, region, city and postal code.
//
//   5.101.96.0/21,NL,NL-NH,Amsterdam,1098 XH
//
// Lines that begin with "#" are comments; further fields are for later versions of the format. The site is
// the region where there is one ("NL-NH"), or the country; cities are written too differently to be sites. A
// line of one field is refused, though the RFC would let it stand: a plain list would pass for a geofeed.

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "catalog/read/feed_builder.h"
#include "catalog/read/feed_lines.h"
#include "catalog/read/formats.h"

namespace sallyport::catalog {
namespace {

constexpr std::size_t kGeofeedFields = 5;
constexpr std::size_t kLongestRegion = 6;  // "GB-ENG", ISO 3166-2

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_region_character(char c) { return is_upper(c) || (c >= '0' && c <= '9') || c == '-'; }

// The first five fields of a line. Those in quotes (RFC 4180) are without them; a doubled quote inside stays
// doubled, as no field that is read has one.
struct GeofeedLine {
  std::string_view fields[kGeofeedFields];
  std::size_t count = 0;
};

// Takes a field and the comma behind it. Nothing where a quote has no end, or text beside it.
std::optional<std::string_view> take_geofeed_field(std::string_view& line, bool& last) {
  std::size_t end = line.find(',');
  const std::size_t quote = line.find_first_not_of(" \t");
  std::optional<std::string_view> field;
  if (quote == std::string_view::npos || line[quote] != '"') {
    field = trim_blanks(line.substr(0, end));
  } else {
    std::size_t close = line.find('"', quote + 1);
    while (close != std::string_view::npos && line.substr(close + 1).starts_with('"')) {
      close = line.find('"', close + 2);
    }
    if (close == std::string_view::npos) return std::nullopt;
    end = line.find(',', close);
    const std::size_t behind = std::min(end, line.size());
    if (!trim_blanks(line.substr(close + 1, behind - close - 1)).empty()) return std::nullopt;
    field = line.substr(quote + 1, close - quote - 1);
  }
  last = end == std::string_view::npos;
  line = last ? std::string_view() : line.substr(end + 1);
  return field;
}

std::optional<GeofeedLine> split_geofeed(std::string_view line) {
  GeofeedLine split;
  bool last = false;
  while (split.count < kGeofeedFields && !last) {
    const auto field = take_geofeed_field(line, last);
    if (!field) return std::nullopt;
    split.fields[split.count++] = *field;
  }
  return split;
}

// Why country and region cannot be right; empty where they can.
std::string wrong_site(std::string_view country, std::string_view region) {
  if (!country.empty() && (country.size() != 2 || !std::ranges::all_of(country, is_upper))) {
    return fmt::format("{} is no country: two capital letters (ISO 3166-1), or nothing",
                       printable_excerpt(country));
  }
  if (region.size() > kLongestRegion || !std::ranges::all_of(region, is_region_character)) {
    return fmt::format("{} is no region: a code as GB-ENG (ISO 3166-2), or nothing",
                       printable_excerpt(region));
  }
  if (const std::size_t dash = region.find('-');
      dash != std::string_view::npos && region.substr(0, dash) != country) {
    return fmt::format("the region {} is not in {}", region, country.empty() ? "any country" : country);
  }
  return {};
}

Result<void> add_geofeed_line(const FeedLines& lines, FeedBuilder& builder) {
  const auto split = split_geofeed(lines.line());
  if (!split) return lines.refuse(lines.line(), "a quote is not closed, or text stands beside it");
  const std::string_view text = split->fields[0];
  const auto prefix = net::parse_prefix(text);
  if (!prefix) return lines.refuse(text, prefix.error());
  if (split->count < 2) return lines.refuse(text, "a line of a geofeed has a country, or a comma for it");
  const std::string_view country = split->fields[1];
  const std::string_view region = split->count > 2 ? split->fields[2] : country.substr(country.size());
  if (const auto wrong = wrong_site(country, region); !wrong.empty()) return lines.refuse(country, wrong);
  std::string site(region.empty() ? country : region);
  if (!region.empty() && region.find('-') == std::string_view::npos)
    site = fmt::format("{}-{}", country, region);
  const auto number = builder.name(site);
  if (!number) return lines.refuse(region, number.error());
  return builder.add(*prefix, {.offering = 0, .site = *number});
}

}  // namespace

Result<Feed> read_geofeed(std::string_view body, std::size_t most) {
  FeedBuilder builder(Format::geofeed, most);
  FeedLines lines(body);
  while (lines.next()) {
    const std::string_view line = trim_blanks(lines.line());
    if (line.empty() || line.front() == '#') continue;
    SALLYPORT_TRY(add_geofeed_line(lines, builder));
  }
  builder.header().ends_open = lines.ends_open();
  return builder.take();
}

}  // namespace sallyport::catalog
