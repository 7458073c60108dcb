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
  // Watched: the first use, each newly learned network, or that it was set to learning after it was used.
  std::optional<Milliseconds> learned_at;
  bool known_since = false;  // a known address was used after that

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
  Scope scope;          // the credential that was used; it may be gone
  bool mailed = false;  // a mail that told somebody of it has left
};

// When an organization was last told about alerts, and when it may be told again (watched).
struct MailState {
  std::optional<Milliseconds> last_mail;
  std::optional<Milliseconds> digest_due;
  std::uint64_t beyond = 0;  // uses that found no room for an alert since the last mail
};

// What a member was told of an organization's alerts.
struct AlertToldRow {
  OrganizationId organization{};
  std::string member;
  AlertId alert{};           // up to this one: by a mail that left, or before there was anything to tell
  std::int64_t mail = 0;     // that waits to tell the others; 0, or one that is gone: none does
  std::uint64_t beyond = 0;  // uses that it is to tell of, which found no room for an alert
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

// One change of an organization's lists, by its audit records that changed them.
struct VersionRow {
  std::string organization;
  std::int64_t first = 0;
  std::int64_t number = 0;    // of the last one: the version's
  std::uint64_t entries = 0;  // those that are about one entry
};

template <class T>
using Maybe = Result<std::optional<T>>;
template <class T>
using Rows = Result<std::vector<T>>;

// How many rows those read at once who read all of them.
inline constexpr unsigned kRowsAtOnce = 1000;

}  // namespace sallyport::control
