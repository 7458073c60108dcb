// SignInGuard: how often somebody may fail to sign in, or ask for a mail: for each person, and for each
// network that asks (/24, /64).
//
// It counts addresses that nobody has like those that somebody has, so that it tells nothing about who
// exists.
//
// Thread safety: any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/rate_limiter.h"
#include "base/result.h"
#include "control/model.h"

namespace sallyport::control {

class SignInGuard {
 public:
  explicit SignInGuard(const Clock& clock);

  // Counts an attempt as a failure, until succeeded() says otherwise. Errors: rate_limited.
  Result<void> begin(std::string_view email, const std::optional<net::Address>& from);
  void succeeded(std::string_view email, const std::optional<net::Address>& from);
  // The person has a new password: what others failed to guess does not keep them out.
  void forget(std::string_view email);

  bool may_ask_for_password(const std::optional<net::Address>& from);
  Result<void> invite(OrganizationId organization, std::string_view email);  // rate_limited

 private:
  const Clock& clock_;
  RateLimiter failures_of_person_;
  RateLimiter failures_of_network_;
  RateLimiter requests_of_network_;
  RateLimiter invitations_;
};

}  // namespace sallyport::control
