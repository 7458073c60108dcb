#include "api/call.h"

#include <fmt/format.h>

#include <charconv>

namespace sallyport::api {
namespace {

std::string_view find(const NamedValues& values, std::string_view name) {
  for (const auto& [key, value] : values) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

std::string_view Call::parameter(std::string_view name) const { return find(parameters, name); }

std::string_view Call::queried(std::string_view name) const { return find(query, name); }

Result<control::Channel> Call::channel() const {
  if (const auto channel = policy::parse_channel(parameter("channel"))) return *channel;
  return fail(ErrorCode::not_found, "there is no such channel: protection is of api or of smtp");
}

Result<bool> Call::flag(std::string_view name) const {
  const std::string_view word = queried(name);
  if (word == "true") return true;
  if (word.empty() || word == "false") return false;
  return fail(ErrorCode::malformed_request, fmt::format("{} must be true or false", name));
}

Result<std::optional<Timestamp>> Call::time(std::string_view name) const {
  const std::string_view text = queried(name);
  if (text.empty()) return std::nullopt;
  const auto time = parse_timestamp(text);
  if (time) return *time;
  return fail(ErrorCode::malformed_request, fmt::format("{}: {}", name, time.error().message));
}

Result<control::PageRequest> Call::page() const {
  constexpr std::size_t kCursorBytes = 1024;
  control::PageRequest page;
  if (const std::string_view limit = queried("limit"); !limit.empty()) {
    const auto read = std::from_chars(limit.data(), limit.data() + limit.size(), page.limit);
    if (read.ec != std::errc() || read.ptr != limit.data() + limit.size() || page.limit < 1 ||
        page.limit > 1000) {
      return fail(ErrorCode::malformed_request, "limit must be a whole number from 1 to 1000");
    }
  }
  page.cursor = queried("cursor");
  if (page.cursor.size() > kCursorBytes) {
    return fail(ErrorCode::malformed_request, "cursor must be the `next` of the page before");
  }
  return page;
}

Result<std::string> Call::link_token() const {
  constexpr std::size_t kTokenBytes = 256;
  const std::string_view token = parameter("token");
  if (token.size() > kTokenBytes) return fail(ErrorCode::not_found, "this link is none of ours");
  return std::string(token);
}

std::optional<NamedValues> Call::sent_form() const {
  constexpr std::size_t kFormBytes =
      8 * 1024;  // a password of 1024 bytes, each of them escaped, and the rest
  if (request.body.size() > kFormBytes) return std::nullopt;
  auto values = decode_query(request.body);
  if (!values) return std::nullopt;
  return std::move(*values);
}

}  // namespace sallyport::api
