// The organization and the credential that the tests ask about, and how they ask.
//
// Thread safety: pure functions.
#pragma once

#include <string_view>

#include "net/test_addresses.h"
#include "policy/policy.h"

namespace sallyport::policy::test {

inline constexpr OrganizationId kOrganization{7};
inline constexpr CredentialId kCredential{70};
inline constexpr Fingerprint kFingerprint{1, 2};
inline constexpr Timestamp kNow{Milliseconds(1000)};

inline Entry entry(std::string_view text, EntryKind kind) {
  return {.prefix = net::test::prefix(text), .kind = kind};
}

inline Decision ask(const Policy& policy, std::string_view from) {
  return decide(policy, {kFingerprint, net::test::address(from)}, kNow);
}

}  // namespace sallyport::policy::test
