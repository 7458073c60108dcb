// What control keeps, beyond what gates need to decide: names, people, lists with their history, alerts,
// audit.
//
// Thread safety: values.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "policy/policy.h"
#include "policy/types.h"

namespace sallyport::control {

using policy::Channel;
using policy::CredentialId;
using policy::OrganizationId;

enum class AlertId : std::int64_t {};

// A request that its sender may repeat (Idempotency-Key): the change that it makes writes this down in the
// same transaction, so that a repetition is known for one even after a crash.
struct RequestClaim {
  std::string sender;  // who sent it: keys of different senders never meet
  std::string key;
  std::array<std::byte, 32> request{};  // hash of what was asked
};

// What a request says beside its content, on its way to the first change that it makes; and what came of
// that. Used by one thread.
struct RequestTerms {
  std::optional<RequestClaim> claim;
  std::string organization;            // that it is about; empty: none
  std::vector<std::int64_t> versions;  // the organization must have one of these; empty: any
  bool met = false;                    // a change has checked and committed all that
  std::int64_t version = 0;            // of the organization, as the request left it; 0: not changed
};

// Who makes a change, and from where: stands in the audit. Learning and timers are actors too.
struct Actor {
  std::string name;  // "ann@acme.example", "administrator", "token acme/deploy", "learning"
  std::optional<net::Address> from;
  std::shared_ptr<RequestTerms> request = {};  // that makes the change, where it says more than that
};

// What somebody may do in an organization and in those below it.
enum class Permission : std::uint8_t { read, audit, authorized_ips, owner };

struct Permissions {
  bool owner = false;           // everything
  bool authorized_ips = false;  // manages lists and protection, receives alerts; sees what `read` sees
  bool read = false;            // sees everything but the audit
  bool audit = false;           // sees the audit

  bool manages_addresses() const { return owner || authorized_ips; }
  bool any() const { return owner || authorized_ips || read || audit; }
  bool grants(Permission permission) const {
    switch (permission) {
      case Permission::read:
        return owner || authorized_ips || read;
      case Permission::audit:
        return owner || audit;
      case Permission::authorized_ips:
        return manages_addresses();
      case Permission::owner:
        return owner;
    }
    return false;
  }
  friend bool operator==(const Permissions&, const Permissions&) = default;
};

// What people read mails and pages in.
enum class Language : std::uint8_t { english, german, japanese };

struct Organization {
  OrganizationId id{};
  std::string name;  // unique
  Timestamp created;
  OrganizationId parent{};       // 0: none
  std::string parent_name = {};  // empty: none
};

struct Member {
  std::string email;
  Permissions permissions;
  Language language = Language::english;  // the person's, in all organizations
};

struct Credential {
  CredentialId id{};
  OrganizationId organization{};
  std::string name;  // unique in its organization
  Channel channel = Channel::api;
  policy::Fingerprint fingerprint;
  Timestamp created;
  std::optional<Timestamp> last_used;
  bool made_here = false;  // its secret was made by Sallyport; otherwise the platform owns the key
  std::optional<Timestamp> rotated = {};
};

// What rotating a credential came to.
struct Rotation {
  Credential credential;
  std::optional<std::string> secret;  // the new one, shown once; empty where the platform owns the key
  // Until when the former secret still works, from its authorized addresses only; empty: it works no more.
  std::optional<Timestamp> former_until;
  bool requested =
      false;  // the platform was asked by webhook to rotate it; nobody was, where none hears of it
};

struct CreatedCredential {
  Credential credential;
  std::optional<std::string> secret;  // shown once; empty where it was registered by fingerprint
};

// Whose list or protection: an organization's, or that of one of its credentials. By name, as people say it.
struct ScopeName {
  std::string organization;
  std::string credential;  // empty: the organization's
};

// Mode, and how it learns. One for each organization and channel; a credential may have its own.
struct ProtectionSettings {
  policy::Mode mode = policy::Mode::learning;
  bool dry_run = false;
  std::chrono::seconds quiet_period = std::chrono::days(30);
  policy::LearnedWidth learned_width;

  friend bool operator==(const ProtectionSettings& a, const ProtectionSettings& b) {
    return a.mode == b.mode && a.dry_run == b.dry_run && a.quiet_period == b.quiet_period &&
           a.learned_width.ipv4 == b.learned_width.ipv4 && a.learned_width.ipv6 == b.learned_width.ipv6;
  }
};

// A use that was let in during the last 7 days, and would be denied.
struct WouldBlock {
  std::string organization;
  std::string credential;
  net::Address address;
  Timestamp last_seen;
  std::uint64_t count = 0;
};

// What a change would do to the traffic of the last 7 days (R12).
struct Preview {
  std::vector<WouldBlock> blocked;  // the latest first; at most 100
  std::uint64_t total = 0;
};

struct ProtectionStatus {
  ProtectionSettings settings;
  bool inherited = false;  // a credential that has none of its own shows its organization's
  policy::Mode mode = policy::Mode::blocking;  // in force: the stricter of settings.mode and what is enforced
  policy::Enforcement enforced;                // by ancestors: the strictest
  std::string enforced_by;                     // the organization that does
  // While learning: how long no new network was learned, as far as somebody watched; empty before the first
  // use.
  std::optional<std::chrono::seconds> quiet_for;
  bool seen_since = false;  // a known address was used since the last new network
  // Answered by a change that blocks more than before: what it would have blocked.
  std::optional<Preview> would_have_blocked;
};

// Only what is to be changed is set.
struct ProtectionChange {
  std::optional<policy::Mode> mode;
  std::optional<bool> dry_run;
  std::optional<std::chrono::seconds> quiet_period;  // 1 s to 10 years
  std::optional<unsigned> learned_ipv4;              // 8 to 32
  std::optional<unsigned> learned_ipv6;              // 32 to 128
};

// An entry of a list, with its history.
struct ListedEntry {
  policy::Entry entry;
  std::string note;
  std::string by;  // actor's name
  Timestamp created;
  std::optional<Timestamp> first_seen;
  std::optional<Timestamp> last_seen;
  std::uint64_t hits = 0;
};

// Which entries of a list to show: all that fit everything that is set.
struct EntryFilter {
  std::optional<policy::Source> source;
  std::string note;                                // part of the note, in whatever case of letters
  std::optional<net::Prefix> inside;               // within this network, or it itself
  std::optional<std::chrono::seconds> unseen_for;  // not used, nor put there, for so long

  bool empty() const { return !source && note.empty() && !inside && !unseen_for; }
};

// An entry that covers what was asked about.
struct Covering {
  ListedEntry listed;
  std::string organization;                                             // whose list it stands on
  std::string credential;                                               // empty: the organization's own list
  enum class By : std::uint8_t { own, shared, enforced } by = By::own;  // how it comes to apply
  // It is what a gate goes by now, for a credential that asks from there; or only one on that channel. Never
  // both.
  bool decides = false;
  std::optional<Channel> decides_on = {};
};

// What to put into a list.
struct NewEntry {
  net::Prefix prefix;
  std::string note;  // at most 500 bytes of UTF-8 without control characters
  Timestamp valid_from = policy::kAlways;
  Timestamp valid_until = policy::kForever;
};

// What becomes of what stands on the list already, with the same kind and valid now. `skip` passes over what
// is valid later, too, and over what is given and would be over already.
enum class Existing : std::uint8_t { refuse, skip };

// What to change about an entry: only what is set.
struct EntryChange {
  std::optional<std::string> note;
  std::optional<Timestamp> valid_from;   // kAlways: it has no start any more
  std::optional<Timestamp> valid_until;  // kForever: nor an end
};

// What putting many entries into a list came to.
struct Imported {
  std::vector<ListedEntry> entries;  // in the order in which they were given
  std::uint64_t skipped = 0;         // stood there already
};

// One of many entries, and why it cannot be put on a list.
struct WrongEntry {
  std::size_t index = 0;  // among those that were given
  Error error;
};

struct Removal {
  std::vector<net::Prefix>
      still_allowed_by;  // R11: authorized prefixes that contain it, in the lists that apply
};

struct UnauthorizedAddress {
  net::Address address;
  std::string credential;  // the last one that was used from it
  Channel channel = Channel::api;
  Timestamp first_seen;
  Timestamp last_seen;
  std::uint64_t count = 0;
};

// What a person answers to an alert. `deny` also rotates the credential where the person is signed in, or
// uses the API; `deactivate` sets protection off, and needs that too.
enum class Action : std::uint8_t { authorize, deny, deactivate };
enum class AlertState : std::uint8_t { open, authorized, denied, deactivated };

struct Alert {
  AlertId id{};
  std::string organization;
  net::Prefix network;   // the unknown network, /24 or /64
  net::Address address;  // the first address of it that knocked
  std::string credential;
  Channel channel = Channel::api;
  Timestamp first_seen;
  Timestamp last_seen;
  std::uint64_t count = 0;
  AlertState state = AlertState::open;
  std::string answered_by;  // empty while open
  std::optional<Timestamp> answered;
};

// How a credential was used from an address: one line for each pair.
struct Activity {
  net::Address address;
  std::string credential;
  policy::Verdict verdict = policy::Verdict::deny;  // of the last use
  policy::Reason reason = policy::Reason::no_snapshot;
  Timestamp first_seen;
  Timestamp last_seen;
  std::uint64_t count = 0;
};

struct AuditRecord {
  std::int64_t number = 0;  // from 1, without gaps
  Timestamp time;
  Actor actor;
  std::string organization;  // empty where it concerns none
  std::string action;        // "entry.authorized", "protection.changed", ...
  std::string before;        // JSON; empty where there was nothing
  std::string after;
  std::string hash;  // hexadecimal; covers this record and the hash of the one before
};

// Which records of the audit to show: all that fit everything that is set.
struct AuditFilter {
  std::string actor;
  std::string action;  // "entry.authorized", or "entry.*"
  std::optional<Timestamp> since;
  std::optional<Timestamp> until;  // before it

  bool empty() const { return actor.empty() && action.empty() && !since && !until; }
};

// Which lines of the activity to show: all that fit everything that is set. The times are of the last use.
struct ActivityFilter {
  std::string credential;
  std::optional<policy::Verdict> verdict;
  std::optional<policy::Reason> reason;
  std::optional<net::Prefix> inside;
  std::optional<Timestamp> since;
  std::optional<Timestamp> until;  // before it
};

struct UnauthorizedFilter {
  std::string credential;
  std::optional<net::Prefix> inside;
};

// A part of a long list: at most `limit` items after the one that `cursor` names.
struct PageRequest {
  unsigned limit = 100;  // 1 to 1000
  std::string cursor;    // empty: from the start; otherwise Page::next of the page before
};

template <class T>
struct Page {
  std::vector<T> items;
  std::string next;  // empty: there are no more
};

std::string_view to_string(Action action);
std::string_view to_string(AlertState state);
std::string_view to_string(Permission permission);
std::string_view to_string(Language language);  // "en", "de", "ja"
// Empty where the word is none of them.
std::optional<Permission> parse_permission(std::string_view word);
std::optional<Language> parse_language(std::string_view word);

}  // namespace sallyport::control
