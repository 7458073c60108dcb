// ApiLimits: how often each sender may call the API, and the fields that tell it so (RFC 9110's Retry-After;
// RateLimit and RateLimit-Policy as draft-ietf-httpapi-ratelimit-headers has them).
//
// Thread safety: any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/rate_limiter.h"
#include "base/result.h"
#include "http/message.h"

namespace sallyport::api {

// Without a rate nothing is limited.
struct ApiRates {
  Rate administrator{};
  Rate token{};    // each member, and each program's token
  Rate network{};  // each network (/24, /64) without a valid token: the open pages, and wrong tokens
};

class ApiLimits {
 public:
  explicit ApiLimits(const ApiRates& rates)
      : administrator_(rates.administrator), token_(rates.token), network_(rates.network) {}

  enum class Kind { administrator, token, network };
  // Counts one request and sets the fields that say what is left. `now` is monotonic. Errors: rate_limited.
  Result<void> count(Kind kind, std::string_view sender, Milliseconds now, http::Response& response);

 private:
  RateLimiter& of(Kind kind);

  RateLimiter administrator_;
  RateLimiter token_;
  RateLimiter network_;
};

// Who is counted where there is no valid token. Empty: a UNIX socket.
std::string network_of(const std::optional<net::Address>& client);

}  // namespace sallyport::api
