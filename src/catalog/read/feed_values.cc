#include "catalog/read/feed_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace sallyport::catalog {

std::unexpected<Error> refuse_value(const JsonAt& value, const Error& error) {
  if (error.code == ErrorCode::too_many_entries) return std::unexpected(error);
  return value.refuse(error.message);
}

Result<net::Prefix> prefix_of(const JsonAt& value) {
  SALLYPORT_ASSIGN(const auto text, value.text());
  if (const auto prefix = net::Prefix::parse(text)) return *prefix;
  return refuse_value(value, net::parse_prefix(text).error());
}

Result<net::Prefix> prefix_of(const JsonAt& value, net::Family family) {
  SALLYPORT_ASSIGN(const auto prefix, prefix_of(value));
  if (prefix.family() == family) return prefix;
  return value.refuse(
      fmt::format("{} is no {} prefix", prefix.to_string(), family == net::Family::ipv4 ? "IPv4" : "IPv6"));
}

Result<std::uint32_t> name_of(const JsonAt& value, FeedBuilder& builder) {
  SALLYPORT_ASSIGN(const auto text, value.text());
  const auto number = builder.name(text);
  if (!number) return refuse_value(value, number.error());
  return *number;
}

Result<std::string> label_of(const JsonAt& value) {
  SALLYPORT_ASSIGN(const auto text, value.text());
  if (const auto checked = check_name(text); !checked) return refuse_value(value, checked.error());
  return std::string(text);
}

Result<std::uint64_t> digits_of(const JsonAt& value) {
  SALLYPORT_ASSIGN(const auto text, value.text());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && !text.empty()) return number;
  return value.refuse(fmt::format("{} is no whole number", printable_excerpt(text)));
}

Result<Timestamp> time_of(const JsonAt& value) {
  SALLYPORT_ASSIGN(const auto text, value.text());
  const auto time = parse_feed_time(text);
  if (!time) return refuse_value(value, time.error());
  return *time;
}

Result<void> add_prefixes(const JsonAt& list, FeedPlace place, FeedBuilder& builder) {
  SALLYPORT_ASSIGN(const auto items, list.items());
  for (const JsonAt item : items) {
    SALLYPORT_ASSIGN(const auto prefix, prefix_of(item));
    SALLYPORT_TRY(builder.add(prefix, place));
  }
  return {};
}

Result<std::optional<net::HostPattern>> published_host(std::string_view text, Star star,
                                                       FeedBuilder& builder) {
  const bool wide = star == Star::any_depth && text.starts_with("*.");
  auto host = net::HostPattern::parse(wide ? "*" + std::string(text) : std::string(text));
  if (host) return *std::move(host);
  // The vendor wrote it rightly, if it is a host once the stars are letters.
  std::string plain(text);
  std::ranges::replace(plain, '*', 'a');
  if (plain == text || !net::HostPattern::parse(plain)) return std::unexpected(std::move(host).error());
  SALLYPORT_TRY(builder.leave_out(std::move(host).error().message));
  return std::nullopt;
}

Result<std::optional<net::HostPattern>> host_of(const JsonAt& value, Star star, FeedBuilder& builder) {
  SALLYPORT_ASSIGN(const auto text, value.text());
  auto host = published_host(text, star, builder);
  if (!host) return refuse_value(value, host.error());
  return host;
}

Result<Timestamp> parse_feed_time(std::string_view text) {
  std::string written(text);
  if (written.size() > 10 && written[10] == ' ') written[10] = 'T';
  const bool zone = written.ends_with('Z') || written.find_first_of("+-", 11) != std::string::npos;
  if (!zone) written += 'Z';
  if (const auto time = parse_timestamp(written)) return *time;
  return fail(ErrorCode::malformed_feed, fmt::format("{} is no date and time", printable_excerpt(text)));
}

}  // namespace sallyport::catalog
