// The words of policy: what is configured, what is asked, what is answered. See ../README.md for the
// glossary.
//
// Thread safety: values.
// Invariants: the zero value of every type that permits or refuses is the one that refuses.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "net/prefix.h"
#include "policy/fingerprint.h"

namespace sallyport::policy {

// Given by the store, from 1 upwards, never used twice. Zero is nobody.
enum class OrganizationId : std::uint32_t {};
enum class CredentialId : std::uint32_t {};

enum class Channel : std::uint8_t { api, smtp };
// The stricter comes first: of two that apply together, the lesser one counts.
enum class Mode : std::uint8_t { blocking, learning, off };
constexpr Mode stricter(Mode a, Mode b) { return a < b ? a : b; }

// One for each organization and channel; a credential may have its own.
struct Protection {
  Mode mode = Mode::blocking;
  bool dry_run = false;
  friend constexpr bool operator==(const Protection&, const Protection&) = default;
};

// What stands in a list about a prefix. One prefix stands once in a list.
enum class EntryKind : std::uint8_t {
  denied,
  authorized,
  removed,  // a person took it off: what it covers is unknown, and is not learned again (R6)
};
enum class Source : std::uint8_t {
  manual,
  learned,
  shared,   // an ancestor's, kept when it was no longer shared
  catalog,  // of a vendor whose catalog the organization follows
};

inline constexpr Timestamp kAlways = Timestamp::min();
inline constexpr Timestamp kForever = Timestamp::max();

struct Entry {
  net::Prefix prefix;
  EntryKind kind = EntryKind::denied;
  Source source = Source::manual;
  Timestamp valid_from = kAlways;    // inclusive
  Timestamp valid_until = kForever;  // exclusive

  bool valid_at(Timestamp now) const { return valid_from <= now && now < valid_until; }
};

struct Request {
  Fingerprint credential;
  net::Address address;
};

enum class Verdict : std::uint8_t { deny, allow };

enum class Reason : std::uint8_t {
  no_snapshot,  // the gate knows no policy yet
  unknown_credential,
  unknown_address,
  denied,      // an entry refuses it
  authorized,  // an entry permits it
  learned,     // unknown, and this request teaches it
  protection_off,
  dry_run,  // would have been denied; Decision::cause says why
  shared,   // an entry that an ancestor shares permits it
  catalog,  // an entry of a catalog that the organization follows permits it
};
inline constexpr std::size_t kReasons = static_cast<std::size_t>(Reason::catalog) + 1;

// Whose list an entry stands in.
enum class Holder : std::uint8_t {
  organization,  // the credential's organization
  credential,
  ancestor,  // of that organization
};

struct Decision {
  Verdict verdict = Verdict::deny;
  Reason reason = Reason::no_snapshot;
  Reason cause = Reason::no_snapshot;  // the reason as if dry_run were off; equal to `reason` when it is
  Channel channel = Channel::api;      // the credential's
  OrganizationId organization{};       // 0 when the credential is unknown
  CredentialId credential{};
  std::optional<net::Prefix> entry;      // what matched
  Holder holder = Holder::organization;  // of `entry`
  std::uint64_t generation = 0;          // of the snapshot it was made under

  friend bool operator==(const Decision&, const Decision&) = default;
};

std::string_view to_string(Channel channel);
std::string_view to_string(Mode mode);
std::string_view to_string(EntryKind kind);
std::string_view to_string(Source source);
std::string_view to_string(Holder holder);
std::string_view to_string(Verdict verdict);
std::string_view to_string(Reason reason);
// Empty where the word is none of them.
std::optional<Channel> parse_channel(std::string_view word);
std::optional<Mode> parse_mode(std::string_view word);
std::optional<Source> parse_source(std::string_view word);
std::optional<EntryKind> parse_entry_kind(std::string_view word);

}  // namespace sallyport::policy
