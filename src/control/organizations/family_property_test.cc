// Trees: after any operations, and after a restart, the published snapshot decides as the slow, obvious rules
// decide over what the store holds; also where parent and child are changed at once.

#include <random>
#include <thread>

#include "control/test_world.h"
#include "policy/policy.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;
using policy::kAlways;
using policy::kForever;

// Few of them, so that they meet.
std::vector<net::Address> all_addresses() {
  std::vector<net::Address> addresses;
  for (unsigned i = 0; i < 16; ++i)
    addresses.push_back(net::Address::ipv4(0xc0000200U | (i & 8) << 5 | (i & 4) << 5 | (i & 3)));
  for (unsigned i = 0; i < 4; ++i)
    addresses.push_back(net::Address::ipv6(0x20010db800000000ULL | (i >> 1), i & 1));
  return addresses;
}
const std::vector<net::Address> kAddresses = all_addresses();

// The snapshot decides as the rules do over what is stored.
void expect_same_decisions(TestWorld& world) {
  const policy::Policy policy = world.stored_policy();
  for (const auto& credential : policy.credentials) {
    for (const net::Address& address : kAddresses) {
      const policy::Request request{credential.fingerprint, address};
      auto expected = policy::decide(policy, request, world.clock.now());
      expected.generation = world.slot.current()->generation();
      ASSERT_EQ(world.slot.current()->decide(request, world.clock.now()), expected) << address.to_string();
    }
  }
}

class RandomFamily {
 public:
  explicit RandomFamily(unsigned seed) : random_(seed) { create(); }

  // Many of them are refused; that must change nothing.
  void step() {
    const ScopeName scope{any_name(), number(3) == 0 ? pick({"api", "smtp"}) : ""};
    switch (number(17)) {
      case 0:
      case 1:
      case 2:
        (void)world.control->lists().authorize(world.admin, scope, {entry()});
        break;
      case 3:
        (void)world.control->lists().deny(world.admin, scope, entry(), number(2) == 0);
        break;
      case 4:
        (void)world.control->lists().remove(world.admin, scope, known_prefix(scope), std::nullopt,
                                            number(2) == 0);
        break;
      case 5:
        change_protection(scope);
        break;
      case 6:
        (void)world.control->protections().inherit(world.admin, scope);
        break;
      case 7:
        world.advance(std::chrono::seconds(number(90)));
        break;
      case 8:
        if (number(6) == 0) world.restart(number(2) == 0);
        break;
      case 9:
        if (names_.size() < 9) create();
        break;
      case 10:
      case 11:
        (void)world.control->family().share(world.admin, scope.organization,
                                            known_prefix({scope.organization, {}}), some_names());
        break;
      case 12:
        (void)world.control->family().unshare(world.admin, scope.organization,
                                              known_prefix({scope.organization, {}}), number(2) == 0,
                                              number(2) == 0);
        break;
      case 13:
        (void)world.control->family().enforce(world.admin, scope.organization, any_channel(),
                                              static_cast<policy::Mode>(number(3)));
        break;
      case 14:
        (void)world.control->family().unenforce(world.admin, scope.organization, any_channel());
        break;
      default:
        use(scope.organization);
        break;
    }
  }

  void expect_whole() {
    expect_same_decisions(world);
    for (const std::string& name : names_) {
      // Each is shown, so each belongs to an entry of its kind.
      for (const Sharing& sharing : must(world.control->family().shared(name, {1000, {}})).items) {
        shared_something_ = true;
        const auto listed = world.listed({name, {}}, sharing.kind);
        ASSERT_NE((", " + listed + ",").find(", " + sharing.prefix.to_string() + ","), std::string::npos);
      }
      received_something_ |= !must(world.control->family().received(name, {1, {}})).items.empty();
      const auto status = must(world.control->protections().status({name, "api"}, Channel::api));
      const bool off = world.decide(name, "api", "203.0.113.77").reason == policy::Reason::protection_off;
      ASSERT_EQ(status.mode == policy::Mode::off, off);
    }
  }
  bool was_interesting() const { return shared_something_ && received_something_; }

  TestWorld world;

 private:
  unsigned number(unsigned below) { return std::uniform_int_distribution<unsigned>(0, below - 1)(random_); }
  std::string pick(std::initializer_list<const char*> from) {
    return from.begin()[number(static_cast<unsigned>(from.size()))];
  }
  std::string any_name() { return names_[number(static_cast<unsigned>(names_.size()))]; }
  std::vector<std::string> some_names() {
    std::vector<std::string> names;
    // More than one is seldom below the same organization.
    for (unsigned i = number(8); i > 2; i /= 4) names.push_back(any_name());
    return names;
  }
  std::optional<Channel> any_channel() {
    const unsigned which = number(3);
    return which == 2 ? std::nullopt : std::optional(static_cast<Channel>(which));
  }
  void create() {
    const std::string parent =
        names_.empty() || number(6) == 0 ? std::string() : names_[number(2) % names_.size()];
    names_.push_back(std::string(1, static_cast<char>('a' + names_.size())));
    must(world.control->directory().create_organization(world.admin, names_.back(), parent));
    for (const Channel channel : {Channel::api, Channel::smtp}) {
      must(world.control->directory().create_credential(
          world.admin, names_.back(), std::string(policy::to_string(channel)), channel, std::nullopt));
    }
  }
  net::Address any_address() { return kAddresses[number(static_cast<unsigned>(kAddresses.size()))]; }
  net::Prefix any_prefix() {
    const net::Address address = any_address();
    constexpr unsigned kIpv4[] = {22, 24, 25, 31, 32};
    constexpr unsigned kIpv6[] = {32, 63, 64, 127, 128};
    return net::Prefix::enclosing(address, (address.is_ipv4() ? kIpv4 : kIpv6)[number(5)]);
  }
  // Mostly one that is on the list.
  net::Prefix known_prefix(const ScopeName& scope) {
    const auto kind = number(3) == 0 ? EntryKind::denied : EntryKind::authorized;
    const auto listed = must(world.control->lists().entries(scope, kind, {100, {}})).items;
    if (listed.empty() || number(8) == 0) return any_prefix();
    return listed[number(static_cast<unsigned>(listed.size()))].entry.prefix;
  }
  NewEntry entry() {
    NewEntry entry{any_prefix(), {}, kAlways, kForever};
    if (number(4) == 0) entry.valid_until = world.clock.now() + std::chrono::seconds(1 + number(100));
    if (number(5) == 0) entry.valid_from = world.clock.now() + std::chrono::seconds(number(50));
    return entry;
  }
  void change_protection(const ScopeName& scope) {
    ProtectionChange change;
    change.mode = static_cast<policy::Mode>(number(3));
    if (number(3) == 0) change.dry_run = number(2) == 0;
    change.quiet_period = std::chrono::seconds(60);
    (void)world.control->protections().change(world.admin, scope, std::nullopt, change);
  }
  void use(const std::string& organization) {
    std::vector<policy::Observation> batch;
    for (unsigned i = 0; i <= number(4); ++i) {
      batch.push_back(world.observe(organization, pick({"api", "smtp"}), any_address().to_string()));
    }
    must(world.control->loop().record(batch));
  }

  std::mt19937 random_;
  std::vector<std::string> names_;
  bool shared_something_ = false;
  bool received_something_ = false;
};

TEST(FamilyPropertyTest, TheSnapshotDecidesAsTheStoreSays) {
  bool interesting = false;
  for (unsigned seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(seed);
    RandomFamily family(seed);
    for (int i = 0; i < 300; ++i) {
      family.step();
      ASSERT_NO_FATAL_FAILURE(family.expect_whole());
    }
    family.world.restart();
    ASSERT_NO_FATAL_FAILURE(family.expect_whole());
    must(family.world.control->audit().verify());
    interesting |= family.was_interesting();
  }
  EXPECT_TRUE(interesting);
}

// A parent's and a child's people at once, and traffic.
TEST(FamilyThreadsTest, ParentAndChildChangedAtOnce) {
  constexpr int kRounds = 40;
  const TemporaryFolder directory;
  TestWorld world({}, directory / "store.db");
  for (const auto& [name, parent] :
       std::vector<std::pair<std::string, std::string>>{{"acme", ""}, {"sub", "acme"}, {"leaf", "sub"}}) {
    must(world.control->directory().create_organization(world.admin, name, parent));
    must(world.control->directory().create_credential(world.admin, name, "key", Channel::api, std::nullopt));
  }
  Family family = world.control->family();
  Lists lists = world.control->lists();
  const auto above = [&] {
    for (int i = 0; i < kRounds; ++i) {
      const auto network = prefix("192.0.2." + std::to_string(i % 8 * 32) + "/27");
      (void)lists.authorize(world.admin, {"acme", {}}, {{network, {}}});
      (void)family.share(world.admin, "acme", network, i % 2 == 0 ? Names() : Names{"leaf"});
      if (i % 3 == 0) must(family.enforce(world.admin, "acme", Channel::api, policy::Mode::blocking));
      if (i % 3 == 2) (void)family.unenforce(world.admin, "acme", std::nullopt);
      if (i % 5 == 4) (void)family.unshare(world.admin, "acme", network, i % 2 == 0, true);
      if (i % 7 == 6) (void)lists.deny(world.admin, {"acme", {}}, {network, {}}, true);
    }
  };
  const auto below = [&](const std::string& name) {
    for (int i = 0; i < kRounds; ++i) {
      const auto network = prefix("192.0.2." + std::to_string(i % 16 * 16) + "/28");
      (void)lists.authorize(world.admin, {name, {}}, {{network, {}}});
      ProtectionChange change;
      change.mode = static_cast<policy::Mode>(i % 3);
      (void)world.control->protections().change(world.admin, {name, {}}, std::nullopt, change);
      if (i % 4 == 3) (void)lists.remove(world.admin, {name, {}}, network, std::nullopt, true);
    }
  };
  const auto traffic = [&] {
    for (int i = 0; i < kRounds; ++i) {
      const auto observation = world.observe("leaf", "key", "192.0.2." + std::to_string(i * 6));
      must(world.control->loop().record({&observation, 1}));
    }
  };
  {
    std::jthread one(above);
    std::jthread two(below, "sub");
    std::jthread three(below, "leaf");
    std::jthread four(traffic);
  }
  ASSERT_NO_FATAL_FAILURE(expect_same_decisions(world));
  must(world.control->audit().verify());
  must(world.store->check());
  world.restart();  // loads it all anew
  ASSERT_NO_FATAL_FAILURE(expect_same_decisions(world));
}

}  // namespace
}  // namespace sallyport::control
