#include "api/api_limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "net/prefix.h"

namespace sallyport::api {
namespace {

std::string_view name_of(ApiLimits::Kind kind) {
  switch (kind) {
    case ApiLimits::Kind::administrator:
      return "administrator";
    case ApiLimits::Kind::token:
      return "token";
    case ApiLimits::Kind::network:
      return "network";
  }
  return "network";
}

std::int64_t seconds_up(Milliseconds duration) { return (duration.count() + 999) / 1000; }

}  // namespace

Result<void> ApiLimits::count(Kind kind, std::string_view sender, Milliseconds now,
                              http::Response& response) {
  RateLimiter& limiter = of(kind);
  if (!limiter.rate().limited()) return {};
  const auto answer = limiter.take(sender, now);
  const Rate& rate = limiter.rate();
  const auto window = std::max(1LL, std::llround(rate.burst / rate.per_second));
  response.set("RateLimit-Policy", fmt::format("\"{}\";q={};w={}", name_of(kind), rate.burst, window));
  response.set("RateLimit", fmt::format("\"{}\";r={};t={}", name_of(kind), answer.remaining,
                                        seconds_up(answer.full_after)));
  if (answer.allowed) return {};
  const auto wait = std::max(std::int64_t{1}, seconds_up(answer.retry_after));
  response.set("Retry-After", fmt::format("{}", wait));
  return fail(
      ErrorCode::rate_limited,
      fmt::format("too many requests: wait {} s, and send no more than {} a second", wait, rate.per_second));
}

RateLimiter& ApiLimits::of(Kind kind) {
  switch (kind) {
    case Kind::administrator:
      return administrator_;
    case Kind::token:
      return token_;
    case Kind::network:
      return network_;
  }
  return network_;
}

std::string network_of(const std::optional<net::Address>& client) {
  if (!client) return "local socket";
  const unsigned length = client->is_ipv4() ? 24 : 64;
  return net::Prefix::enclosing(*client, length).to_string();
}

}  // namespace sallyport::api
