// The rules as slow, obvious, pure functions: they define what is right (DESIGN: R2, R3, R4, R6, R15). They
// read no clock and do no I/O. The snapshot's decide() is fast, and held equal to this one by tests.
//
// Thread safety: pure functions over values.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "policy/types.h"

namespace sallyport::policy {

// What an organization demands of all organizations below it, on one channel: their mode is at least as
// strict, dry_run does not count, and what its own list denies is denied to them, whatever their lists say.
using Enforcement = std::optional<Mode>;

struct OrganizationPolicy {
  OrganizationId id{};
  OrganizationId parent{};  // 0: none. Never changes.
  Protection api;
  Protection smtp;
  Enforcement enforced_api;  // on its sub-organizations, at any depth; not on itself
  Enforcement enforced_smtp;
  std::vector<Entry> entries;   // one per prefix, in any order
  std::vector<Entry> shared;    // with all organizations below it; authorized or denied, one per prefix
  std::vector<Entry> received;  // what ancestors share with exactly this one; as `shared`
};

// How deep a tree may be: an organization has fewer than so many ancestors.
inline constexpr unsigned kMostLevels = 16;

struct CredentialPolicy {
  CredentialId id{};
  OrganizationId organization{};
  Fingerprint fingerprint;
  Channel channel = Channel::api;
  std::optional<Protection> protection;  // its own, in place of its organization's
  std::vector<Entry> entries;            // its own list, beside its organization's
};

struct Policy {
  std::vector<OrganizationPolicy> organizations;
  std::vector<CredentialPolicy> credentials;
};

// In this order: an unknown credential is denied. The mode is the strictest of the credential's protection
// and of what ancestors enforce on its channel; `off` allows. What the list of an enforcing ancestor denies
// (its own strongest entry for the address is a denial) is denied; of several such denials the strongest is
// named. Otherwise the strongest entry wins of the credential's list, its organization's, what the
// organization received and what its ancestors share: the longest prefix, then a denial, then the nearer
// list. An entry of an ancestor answers `shared` where it permits, another one that a catalog gave `catalog`.
// Removed entries count in the credential's list and its organization's only.
//
// REQUIRES: every credential's organization is in the policy, and every parent; parents make no circle, and
// no organization has kMostLevels ancestors or more. Cost: O(size of the policy).
Decision decide(const Policy& policy, const Request& request, Timestamp now);

// How wide a network a new address authorizes.
struct LearnedWidth {
  unsigned ipv4 = 24;
  unsigned ipv6 = 64;
};

// The network to authorize for an unknown address: the one of the given width around it, or, where a person
// removed part of that, the widest one that gives nothing removed back (R6). `lists` are those that apply to
// the request. Empty where the address itself was removed.
std::optional<net::Prefix> learn(const net::Address& address, LearnedWidth width,
                                 std::span<const std::span<const Entry>> lists, Timestamp now);

}  // namespace sallyport::policy
