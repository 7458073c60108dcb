// A small world for the gate's tests: one organization that blocks, one that learns, and their credentials.
//
// Thread safety: none.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <string_view>
#include <vector>

#include "gate/gate.h"
#include "net/test_addresses.h"
#include "snapshot/builder.h"

namespace sallyport::gate {

using net::test::address;
using net::test::prefix;

struct TestWorld {
  static constexpr std::string_view kKey = "key-of-acme";  // 192.0.2.0/24 authorized, 198.51.100.0/24 denied
  static constexpr std::string_view kLearning = "key-of-bauhaus";  // learns

  static policy::FingerprintKey key_of_tests() {
    std::array<std::byte, policy::FingerprintKey::kSize> bytes;
    bytes.fill(std::byte{7});
    return policy::FingerprintKey(bytes);
  }

  void publish() {
    using namespace policy;
    snapshot::Builder builder;
    OrganizationPolicy acme;
    acme.id = OrganizationId{1};
    acme.entries.push_back({.prefix = prefix("192.0.2.0/24"), .kind = EntryKind::authorized});
    acme.entries.push_back({.prefix = prefix("198.51.100.0/24"), .kind = EntryKind::denied});
    OrganizationPolicy bauhaus;
    bauhaus.id = OrganizationId{2};
    bauhaus.api.mode = Mode::learning;
    builder.put(acme).value();
    builder.put(bauhaus).value();
    CredentialPolicy credential;
    credential.id = CredentialId{1};
    credential.organization = OrganizationId{1};
    credential.fingerprint = key.of(kKey);
    builder.put(credential).value();
    credential.id = CredentialId{2};
    credential.organization = OrganizationId{2};
    credential.fingerprint = key.of(kLearning);
    builder.put(credential).value();
    slot.publish(builder.publish().value());
  }

  std::vector<policy::Observation> observations() { return queue.take(std::chrono::milliseconds(0)); }

  snapshot::Slot slot;
  policy::FingerprintKey key = key_of_tests();
  SimulatedClock clock{Timestamp(std::chrono::hours(24 * 365 * 50))};
  BoundedQueue<policy::Observation> queue{16};
  MetricRegistry metrics;
};

}  // namespace sallyport::gate
