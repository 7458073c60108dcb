// The rules as slow, obvious, pure functions: they define what is right (DESIGN: R2, R3, R4, R6). They read
// no clock and do no I/O. The snapshot's decide() is fast, and held equal to this one by tests.
//
// Thread safety: pure functions over values.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "policy/types.h"

namespace sallyport::policy {

struct OrganizationPolicy {
  OrganizationId id{};
  Protection api;
  Protection smtp;
  std::vector<Entry> entries;  // one per prefix, in any order
};

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

// REQUIRES: every credential's organization is in the policy. Cost: O(size of the policy).
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
