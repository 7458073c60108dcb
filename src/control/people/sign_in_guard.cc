#include "control/people/sign_in_guard.h"

#include <fmt/format.h>

#include "control/names.h"
#include "net/prefix.h"

namespace sallyport::control {
namespace {

constexpr std::size_t kPersons = 100'000;
constexpr std::size_t kNetworks = 100'000;
constexpr std::size_t kLongestKey = 254;  // of an e-mail address
constexpr double kEveryMinute = 1.0 / 60;
constexpr std::uint32_t kFailuresInAnHour = 200;  // of one person, from anywhere

// An IPv6 /48 is what one customer gets of many providers: of a /64 each has 65,536.
std::string guarded_network(const std::optional<net::Address>& from) {
  if (!from) return {};  // all that come over a UNIX socket
  return net::Prefix::enclosing(*from, from->is_ipv4() ? 24 : 48).to_string();
}

// However it is spelled: no other case of its letters gets failures of its own.
std::string guarded_person(std::string_view email) { return folded_email(email.substr(0, kLongestKey)); }

std::unexpected<Error> fail_wait(std::string_view what, Milliseconds wait) {
  return fail(ErrorCode::rate_limited, fmt::format("{}: try again in {} s", what,
                                                   std::chrono::ceil<std::chrono::seconds>(wait).count()));
}

}  // namespace

SignInGuard::SignInGuard(const Clock& clock)
    : clock_(clock),
      failures_of_person_there_({.per_second = kEveryMinute, .burst = 10}, kPersons),
      failures_of_network_({.per_second = 6 * kEveryMinute, .burst = 30}, kNetworks),
      failures_of_person_({.per_second = kFailuresInAnHour * kEveryMinute / 60, .burst = kFailuresInAnHour},
                          kPersons),
      requests_of_network_({.per_second = kEveryMinute, .burst = 10}, kNetworks),
      invitations_({.per_second = kEveryMinute / 15, .burst = 3}, kPersons) {}

Result<void> SignInGuard::begin(std::string_view email, const std::optional<net::Address>& from) {
  const std::string person = guarded_person(email);
  const std::string network = guarded_network(from);
  const std::string there = person + ' ' + network;
  const Milliseconds now = clock_.monotonic();
  const auto by_person_there = failures_of_person_there_.take(there, now);
  if (!by_person_there.allowed) {
    return fail_wait("too many failed attempts for this address", by_person_there.retry_after);
  }
  const auto by_network = failures_of_network_.take(network, now);
  if (!by_network.allowed) {
    failures_of_person_there_.give_back(there, now);
    return fail_wait("too many failed attempts from this network", by_network.retry_after);
  }
  const auto by_person = failures_of_person_.take(person, now);
  if (by_person.allowed) return {};
  failures_of_person_there_.give_back(there, now);
  failures_of_network_.give_back(network, now);
  return fail_wait(
      "too many failed attempts for this address, from many networks: ask for a new password, or",
      by_person.retry_after);
}

void SignInGuard::give_back(std::string_view email, const std::optional<net::Address>& from) {
  const std::string person = guarded_person(email);
  const std::string network = guarded_network(from);
  const Milliseconds now = clock_.monotonic();
  failures_of_person_there_.give_back(person + ' ' + network, now);
  failures_of_network_.give_back(network, now);
  failures_of_person_.give_back(person, now);
}

void SignInGuard::forget(std::string_view email) {
  const std::string person = guarded_person(email);
  failures_of_person_.forget(person);
  failures_of_person_there_.forget_beginning(person + ' ');
}

bool SignInGuard::may_ask_for_password(const std::optional<net::Address>& from) {
  return requests_of_network_.take(guarded_network(from), clock_.monotonic()).allowed;
}

Result<void> SignInGuard::invite(OrganizationId organization, std::string_view email) {
  const std::string key = fmt::format("{} {}", static_cast<std::uint32_t>(organization), email);
  const auto answer = invitations_.take(key, clock_.monotonic());
  if (answer.allowed) return {};
  return fail_wait("this member was invited several times just now", answer.retry_after);
}

}  // namespace sallyport::control
