// SignInGuard: how often somebody may fail to sign in, or ask for a mail.
//
// Failures count for the person from that network (/24, /48), so that strangers elsewhere keep nobody out;
// for the network, whoever it names; and for the person from anywhere, with a ceiling far above what people
// need. It counts addresses that nobody has like those that somebody has, so that it tells nothing about who
// exists.
//
// Thread safety: any thread. Invariants: what it remembers is bounded (RateLimiter).
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

  // Counts an attempt as a failure, until give_back() says otherwise. Errors: rate_limited.
  Result<void> begin(std::string_view email, const std::optional<net::Address>& from);
  // The password was right, or was not looked at.
  void give_back(std::string_view email, const std::optional<net::Address>& from);
  // The person has a new password: what was failed to guess before keeps them out nowhere.
  void forget(std::string_view email);

  bool may_ask_for_password(const std::optional<net::Address>& from);
  Result<void> invite(OrganizationId organization, std::string_view email);  // rate_limited

 private:
  const Clock& clock_;
  RateLimiter failures_of_person_there_;  // in one network
  RateLimiter failures_of_network_;
  RateLimiter failures_of_person_;
  RateLimiter requests_of_network_;
  RateLimiter invitations_;
};

}  // namespace sallyport::control
