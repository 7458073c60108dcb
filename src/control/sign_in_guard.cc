#include "control/sign_in_guard.h"

#include <fmt/format.h>

#include "net/prefix.h"

namespace sallyport::control {
namespace {

constexpr std::size_t kPersons = 100'000;
constexpr std::size_t kNetworks = 100'000;
constexpr std::size_t kLongestKey = 254;  // of an e-mail address
constexpr double kEveryMinute = 1.0 / 60;

std::string network_of(const std::optional<net::Address>& from) {
  if (!from) return {};  // all that come over a UNIX socket
  return net::Prefix::enclosing(*from, from->is_ipv4() ? 24 : 64).to_string();
}

std::unexpected<Error> fail_wait(std::string_view what, Milliseconds wait) {
  return fail(ErrorCode::rate_limited, fmt::format("{}: try again in {} s", what,
                                                   std::chrono::ceil<std::chrono::seconds>(wait).count()));
}

}  // namespace

SignInGuard::SignInGuard(const Clock& clock)
    : clock_(clock),
      failures_of_person_({.per_second = kEveryMinute, .burst = 10}, kPersons),
      failures_of_network_({.per_second = 6 * kEveryMinute, .burst = 30}, kNetworks),
      requests_of_network_({.per_second = kEveryMinute, .burst = 10}, kNetworks),
      invitations_({.per_second = kEveryMinute / 15, .burst = 3}, kPersons) {}

Result<void> SignInGuard::begin(std::string_view email, const std::optional<net::Address>& from) {
  const std::string_view person = email.substr(0, kLongestKey);
  const Milliseconds now = clock_.monotonic();
  const auto by_person = failures_of_person_.take(person, now);
  if (!by_person.allowed)
    return fail_wait("too many failed attempts for this address", by_person.retry_after);
  const auto by_network = failures_of_network_.take(network_of(from), now);
  if (by_network.allowed) return {};
  failures_of_person_.give_back(person, now);
  return fail_wait("too many failed attempts from this network", by_network.retry_after);
}

void SignInGuard::succeeded(std::string_view email, const std::optional<net::Address>& from) {
  failures_of_person_.give_back(email.substr(0, kLongestKey), clock_.monotonic());
  failures_of_network_.give_back(network_of(from), clock_.monotonic());
}

void SignInGuard::forget(std::string_view email) { failures_of_person_.forget(email.substr(0, kLongestKey)); }

bool SignInGuard::may_ask_for_password(const std::optional<net::Address>& from) {
  return requests_of_network_.take(network_of(from), clock_.monotonic()).allowed;
}

Result<void> SignInGuard::invite(OrganizationId organization, std::string_view email) {
  const std::string key = fmt::format("{} {}", static_cast<std::uint32_t>(organization), email);
  const auto answer = invitations_.take(key, clock_.monotonic());
  if (answer.allowed) return {};
  return fail_wait("this member was invited several times just now", answer.retry_after);
}

}  // namespace sallyport::control
