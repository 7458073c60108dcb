#include "store/covering.h"

#include <random>
#include <set>

#include "control/test_world.h"
#include "store/sqlite_store.h"

namespace sallyport::store {
namespace {

using control::must;
using net::Address;
using net::Prefix;

// A few bits vary, at the front and at the back, so that prefixes nest and neighbours part at every bit.
class Prefixes {
 public:
  Prefix next() {
    const bool ipv4 = random_() % 2 == 0;
    const unsigned bits = ipv4 ? 32 : 128;
    const unsigned length = random_() % 4 == 0 ? bits : static_cast<unsigned>(random_() % (bits + 1));
    return Prefix::enclosing(ipv4 ? Address::ipv4(word() << 24 | word()) : Address::ipv6(wide(), wide()),
                             length);
  }

 private:
  std::uint32_t word() { return static_cast<std::uint32_t>(random_() % 8); }
  std::uint64_t wide() { return std::uint64_t{word()} << 61 | word(); }
  std::mt19937 random_{7};
};

TEST(CommonLength, CountsTheBitsThatAreTheSame) {
  const auto of = [](const char* a, const char* b) {
    return common_length(Address::parse(a).value(), Address::parse(b).value());
  };
  EXPECT_EQ(of("192.0.2.1", "192.0.2.1"), 32U);
  EXPECT_EQ(of("192.0.2.1", "192.0.2.0"), 31U);
  EXPECT_EQ(of("0.0.0.0", "128.0.0.0"), 0U);
  EXPECT_EQ(of("2001:db8::1", "2001:db8::1"), 128U);
  EXPECT_EQ(of("2001:db8::", "2001:db9::"), 31U);
  EXPECT_EQ(of("::", "0.0.0.0"), 0U);
}

TEST(EntriesCovering, AreThoseThatALookAtEachEntryFinds) {
  Prefixes prefixes;
  for (int round = 0; round < 40; ++round) {
    const auto store = must(open_sqlite_in_memory());
    const auto transaction = must(store->begin());
    const control::Scope scope{must(transaction->add_organization("acme", {}, {})), {}};
    const control::Scope other{must(transaction->add_organization("other", {}, {})), {}};
    std::set<Prefix> listed;
    for (int i = 0; i < 10 + round * 5; ++i) {
      control::ListedEntry entry;
      entry.entry.prefix = prefixes.next();
      must(transaction->put_entry(i % 5 == 0 ? other : scope, entry));
      if (i % 5 != 0) listed.insert(entry.entry.prefix);
    }
    for (int i = 0; i < 200; ++i) {
      const Prefix asked = prefixes.next();
      std::vector<Prefix> expected;  // in the order of the set: the widest first
      for (const Prefix& prefix : listed) {
        if (prefix.contains(asked) && prefix != asked) expected.push_back(prefix);
      }
      std::vector<Prefix> found;
      for (const policy::Entry& entry : must(transaction->read().entries_covering(scope, asked))) {
        found.push_back(entry.prefix);
      }
      ASSERT_EQ(found, expected) << asked.to_string();
    }
  }
}

}  // namespace
}  // namespace sallyport::store
