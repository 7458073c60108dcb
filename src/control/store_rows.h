// The rows that control hands to the store and gets from it: see store.h.
//
// Thread safety: values.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "control/model.h"
#include "policy/policy.h"

namespace sallyport::control {

// Whose list or protection. Credential 0: the organization's.
struct Scope {
  OrganizationId organization{};
  CredentialId credential{};

  bool of_credential() const { return credential != CredentialId{}; }
  friend auto operator<=>(const Scope&, const Scope&) = default;
};

struct ProtectionRow {
  Scope scope;
  Channel channel = Channel::api;
  ProtectionSettings settings;
  std::optional<Milliseconds> learned_at;  // watched: the first use, and each newly learned network
  bool known_since = false;                // a known address was used after that

  // Watched: when learning ends, where it is still in force then. Empty while it does not. The mode is not
  // asked: learning may be in force by an ancestor's demand.
  std::optional<Milliseconds> due() const {
    if (!learned_at || !known_since) return std::nullopt;
    return *learned_at + settings.quiet_period;
  }
};

// One use, or several that are told of together.
struct Use {
  Scope scope;  // the credential that was used
  Channel channel = Channel::api;
  net::Address address;
  policy::Verdict verdict = policy::Verdict::deny;
  policy::Reason reason = policy::Reason::no_snapshot;
  Timestamp first;
  Timestamp last;
  std::uint64_t count = 0;
};

struct AlertRow {
  Alert alert;
  Scope scope;  // the credential that was used; it may be gone
  bool mailed = false;
};

// When an organization was last told about alerts, and when it may be told again (watched).
struct MailState {
  std::optional<Milliseconds> last_mail;
  std::optional<Milliseconds> digest_due;
  std::uint64_t beyond = 0;  // uses that found no room for an alert since the last mail
};

// What stands behind the links of one alert in one member's mail.
struct TokenRow {
  std::int64_t id = 0;
  OrganizationId organization{};
  AlertId alert{};
  std::string member;
  Timestamp expires;
  Milliseconds expires_watched{};
  bool used = false;
};

struct OutboxRow {
  std::int64_t id = 0;
  Timestamp created;
  std::string organization;
  std::string recipient;
  std::string content;  // JSON; see outbox.cc
  unsigned attempts = 0;
  Milliseconds queued{};  // watched
  Milliseconds due{};     // watched
};

using Hash = std::array<std::byte, 32>;

struct AuditRow {
  AuditRecord record;  // `hash` is left empty
  Hash hash{};
};

struct AuditHead {
  std::int64_t number = 0;
  Hash hash{};
};

template <class T>
using Maybe = Result<std::optional<T>>;
template <class T>
using Rows = Result<std::vector<T>>;

// How many rows those read at once who read all of them.
inline constexpr unsigned kRowsAtOnce = 1000;

}  // namespace sallyport::control
