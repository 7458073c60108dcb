// After any operations: the published snapshot decides as the slow, obvious rules decide over what the store
// holds.

#include <random>

#include "control/test_world.h"
#include "policy/policy.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;
using policy::kAlways;
using policy::kForever;

class RandomLife {
 public:
  explicit RandomLife(unsigned seed) : random_(seed) {
    for (const char* organization : {"a", "b"}) {
      must(world.control->directory().create_organization(world.admin, organization));
      for (const char* credential : {"k", "l"}) {
        must(world.control->directory().create_credential(world.admin, organization, credential, Channel::api,
                                                          std::nullopt));
      }
    }
  }

  // Many of them are refused; that must change nothing.
  void step() {
    const ScopeName scope{pick({"a", "b"}), pick({"", "k", "l"})};
    switch (number(12)) {
      case 0:
        (void)world.control->lists().authorize(world.admin, scope, {entry(), entry()});
        break;
      case 1:
        (void)world.control->lists().authorize(world.admin, scope, {entry()});
        break;
      case 2:
        (void)world.control->lists().deny(world.admin, scope, entry(), number(2) == 0);
        break;
      case 3:
        (void)world.control->lists().remove(world.admin, scope, network(), std::nullopt, number(2) == 0);
        break;
      case 4: {
        ProtectionChange change;
        change.mode = static_cast<policy::Mode>(number(3));
        change.dry_run = number(4) == 0;
        change.quiet_period = std::chrono::seconds(60);
        (void)world.control->protections().change(world.admin, scope, std::nullopt, change);
        break;
      }
      case 5:
        (void)world.control->protections().inherit(world.admin, scope);
        break;
      case 6:
        world.advance(std::chrono::seconds(number(90)));
        break;
      case 7:
        if (number(4) == 0) world.restart(number(2) == 0);
        break;
      case 8:
        if (number(4) == 0 && !scope.credential.empty()) {
          (void)world.control->directory().remove_credential(world.admin, scope.organization,
                                                             scope.credential);
          (void)world.control->directory().create_credential(world.admin, scope.organization,
                                                             scope.credential, Channel::api, std::nullopt);
        }
        break;
      default:
        use(scope.organization);
        break;
    }
  }

  void expect_same_decisions() {
    const policy::Policy policy = world.stored_policy();
    std::uint64_t entries = 0;
    for (const auto& organization : policy.organizations) entries += organization.entries.size();
    for (const auto& credential : policy.credentials) {
      entries += credential.entries.size();
      for (int i = 0; i < 12; ++i) {
        const policy::Request request{credential.fingerprint, any_address()};
        auto expected = policy::decide(policy, request, world.clock.now());
        expected.generation = world.slot.current()->generation();
        ASSERT_EQ(world.slot.current()->decide(request, world.clock.now()), expected)
            << request.address.to_string();
      }
    }
    ASSERT_EQ(world.control->statistics().entries, entries);
    ASSERT_EQ(world.control->statistics().credentials, policy.credentials.size());
  }

  TestWorld world;

 private:
  unsigned number(unsigned below) { return std::uniform_int_distribution<unsigned>(0, below - 1)(random_); }
  std::string pick(std::initializer_list<const char*> from) {
    return from.begin()[number(static_cast<unsigned>(from.size()))];
  }
  // Few of them, so that they meet.
  net::Address any_address() {
    if (number(3) == 0) return net::Address::ipv6(0x20010db800000000ULL | number(3), number(4));
    return net::Address::ipv4(0xc0000200U | number(2) << 10 | number(2) << 8 | number(4) << 6 | number(3));
  }
  net::Prefix network() {
    const net::Address address = any_address();
    return net::Prefix::enclosing(address, address.is_ipv4() ? 20 + number(13) : 60 + number(69));
  }
  NewEntry entry() {
    NewEntry entry{network(), {}, kAlways, kForever};
    if (number(4) == 0) entry.valid_until = world.clock.now() + std::chrono::seconds(1 + number(100));
    if (number(5) == 0) entry.valid_from = world.clock.now() + std::chrono::seconds(number(50));
    return entry;
  }
  void use(const std::string& organization) {
    std::vector<policy::Observation> batch;
    for (unsigned i = 0; i <= number(4); ++i) {
      const std::string credential = pick({"k", "l"});
      batch.push_back(world.observe(organization, credential, any_address().to_string()));
    }
    must(world.control->loop().record(batch));
  }

  std::mt19937 random_;
};

TEST(PropertyTest, TheSnapshotDecidesAsTheStoreSays) {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(seed);
    RandomLife life(seed);
    for (int i = 0; i < 150; ++i) {
      life.step();
      ASSERT_NO_FATAL_FAILURE(life.expect_same_decisions());
    }
    must(life.world.control->audit().verify());
  }
}

}  // namespace
}  // namespace sallyport::control
