#include "snapshot/loader.h"

#include <gtest/gtest.h>

#include "snapshot/test_image.h"
#include "snapshot/test_world.h"
#include "snapshot/view.h"

namespace sallyport::snapshot {
namespace {

bool has_both_kinds(const policy::Policy& policy) {
  const auto in_record = [](const auto& organization) {
    return organization.entries.size() > 1 && organization.entries.size() <= kInlineEntries &&
           std::ranges::all_of(organization.entries, [](const policy::Entry& entry) {
             return entry.prefix.family() == net::Family::ipv4 && entry.valid_from == policy::kAlways &&
                    entry.valid_until == policy::kForever;
           });
  };
  const auto in_list = [](const auto& organization) { return organization.entries.size() > kInlineEntries; };
  return std::ranges::any_of(policy.organizations, in_record) &&
         std::ranges::any_of(policy.organizations, in_list) && !policy.credentials.empty();
}

// A world with organizations whose entries stand in records, and others whose entries stand in lists.
SnapshotPtr sample(test::World& world) {
  test::RandomChoices choices(3);
  for (int i = 0; i < 80 || !has_both_kinds(world.policy()); ++i) EXPECT_EQ(world.change(choices), "");
  return world.publish().value();
}

Root& root_of(test::ImageCopy& copy) {
  return *reinterpret_cast<Root*>(copy.base() + std::size_t{copy.root_page()} * kPageBytes);
}
std::uint32_t* directory_of(test::ImageCopy& copy) {
  return reinterpret_cast<std::uint32_t*>(&root_of(copy) + 1);
}
CredentialPage& credentials_of(test::ImageCopy& copy) {
  return *reinterpret_cast<CredentialPage*>(copy.base() + std::size_t{directory_of(copy)[0]} * kPageBytes);
}
ScopePage& scopes_of(test::ImageCopy& copy) {
  const std::size_t page = directory_of(copy)[std::size_t{1} << root_of(copy).directory_depth];
  return *reinterpret_cast<ScopePage*>(copy.base() + page * kPageBytes);
}

CredentialSlot& any_slot(test::ImageCopy& copy) {
  for (Bucket& bucket : credentials_of(copy).buckets) {
    if (bucket.slots[0].credential != 0) return bucket.slots[0];
  }
  ADD_FAILURE() << "the sample has no credential";
  return credentials_of(copy).buckets[0].slots[0];
}

ScopeRecord& record_where(test::ImageCopy& copy, bool list) {
  for (ScopeRecord& record : scopes_of(copy).records) {
    const bool two = (record.authorized | record.denied | record.removed) > 1 && record.lengths[1] != 0;
    if (list ? record.list != 0 : two) return record;
  }
  ADD_FAILURE() << "the sample has no such record";
  return scopes_of(copy).records[0];
}

ScopeRecord& organization_of(test::ImageCopy& copy) {
  return scopes_of(copy).records[any_slot(copy).organization];
}

TEST(Loader, AcceptsACopyThatThenAnswersAlike) {
  test::World world;
  const SnapshotPtr snapshot = sample(world);
  test::ImageCopy copy(*snapshot);
  ASSERT_TRUE(check_generation(copy.image(), copy.root_page()));
  const View view(copy.base(), copy.root_page());
  test::RandomChoices choices(5);
  for (int i = 0; i < 2000; ++i) {
    const policy::Request request{test::random_fingerprint(choices), test::random_address(choices)};
    const Timestamp now = test::moment(choices.below(4));
    ASSERT_EQ(view.decide(request, now), snapshot->decide(request, now));
  }
}

TEST(Loader, RefusesWhatNoBuilderWrites) {
  struct Damage {
    const char* what;
    void (*apply)(test::ImageCopy&);
  };
  const std::vector<Damage> damages = {
      {"another format", [](auto& copy) { root_of(copy).magic ^= 1; }},
      {"no depth", [](auto& copy) { root_of(copy).directory_depth = 0; }},
      {"a depth beyond the image", [](auto& copy) { root_of(copy).directory_depth = 22; }},
      {"a shift by a negative number", [](auto& copy) { root_of(copy).directory_depth = 65; }},
      {"scope pages beyond the image", [](auto& copy) { root_of(copy).scope_pages = 0x4000'0000; }},
      {"more records than pages", [](auto& copy) { root_of(copy).scopes = 257; }},
      {"fewer records than are referred to", [](auto& copy) { root_of(copy).scopes = 1; }},
      {"a page outside", [](auto& copy) { directory_of(copy)[1] = 0x00ff'ffff; }},
      {"page zero", [](auto& copy) { directory_of(copy)[0] = 0; }},
      {"an organization outside", [](auto& copy) { any_slot(copy).organization = 250; }},
      {"no organization", [](auto& copy) { any_slot(copy).organization = 0; }},
      {"a record of its own outside", [](auto& copy) { any_slot(copy).own = 0x7fff'ffff; }},
      {"an unknown flag", [](auto& copy) { any_slot(copy).flags |= 4; }},
      {"an unknown mode",
       [](auto& copy) { any_slot(copy).flags |= kOwnProtection | 3U << kProtectionShift; }},
      {"another fingerprint", [](auto& copy) { any_slot(copy).high ^= 0x5555; }},
      {"a slot emptied halfway", [](auto& copy) { any_slot(copy).credential = 0; }},
      {"a length of 33", [](auto& copy) { record_where(copy, false).lengths[0] = 33; }},
      {"lengths out of order", [](auto& copy) { record_where(copy, false).lengths[0] = 0; }},
      {"an entry of two kinds",
       [](auto& copy) {
         ScopeRecord& record = record_where(copy, false);
         record.denied = record.authorized = record.removed = 1;
       }},
      {"a mode that is none", [](auto& copy) { record_where(copy, false).protections[1] = 3; }},
      {"an enforced mode that is none", [](auto& copy) { organization_of(copy).enforced[0] = 4; }},
      {"a parent outside", [](auto& copy) { organization_of(copy).parent = root_of(copy).scopes; }},
      {"a record of shared entries outside",
       [](auto& copy) { organization_of(copy).shared = root_of(copy).scopes; }},
      {"nobody who enforces", [](auto& copy) { scopes_of(copy).records[0].enforced[1] = 1; }},
      {"nobody who shares", [](auto& copy) { scopes_of(copy).records[0].shared = 1; }},
      {"what no catalog can give",
       [](auto& copy) {
         ScopeRecord& record = record_where(copy, false);
         record.catalog = static_cast<std::uint8_t>(~record.authorized);
       }},
      {"a catalog beside a list", [](auto& copy) { record_where(copy, true).catalog = 1; }},
      {"a list outside", [](auto& copy) { record_where(copy, true).list = 0xffff'ffff; }},
      {"a list in page zero", [](auto& copy) { record_where(copy, true).list = 1; }},
      {"entries beside a list", [](auto& copy) { record_where(copy, true).authorized = 1; }},
  };
  test::World world;
  const SnapshotPtr snapshot = sample(world);
  for (const Damage& damage : damages) {
    test::ImageCopy copy(*snapshot);
    damage.apply(copy);
    const auto checked = check_generation(copy.image(), copy.root_page());
    ASSERT_FALSE(checked) << damage.what;
    EXPECT_EQ(checked.error().code, ErrorCode::corrupted) << damage.what;
  }
  test::ImageCopy sound(*snapshot);
  EXPECT_FALSE(check_generation(sound.image(), 0));
  EXPECT_FALSE(check_generation(sound.image(), sound.image().pages));
}

TEST(Loader, ParentsInACircleEndADecision) {
  test::World world;
  const SnapshotPtr snapshot = sample(world);
  test::ImageCopy copy(*snapshot);
  const CredentialSlot& slot = any_slot(copy);
  organization_of(copy).parent = slot.organization;
  const View view(copy.base(), copy.root_page());
  EXPECT_EQ(view.decide({{slot.high, slot.low}, net::Address::ipv4(0x0a00'0001)}, {}).credential,
            policy::CredentialId{slot.credential});
}

// Under AddressSanitizer, which sees every byte that is read outside.
TEST(Loader, AFlippedBitIsRefusedOrHarmless) {
  test::World world;
  const SnapshotPtr snapshot = sample(world);
  test::ImageCopy copy(*snapshot);
  test::RandomChoices choices(17);
  unsigned refused = 0;
  unsigned answered = 0;
  constexpr unsigned kFlips = 4000;
  for (unsigned flip = 0; flip < kFlips; ++flip) {
    const std::size_t place = copy.place_of(choices.below(static_cast<unsigned>(copy.reached_bytes())));
    const auto bit = std::byte{1} << choices.below(8);
    copy.base()[place] ^= bit;
    if (!check_generation(copy.image(), copy.root_page())) {
      ++refused;
    } else {
      const View view(copy.base(), copy.root_page());
      for (int i = 0; i < 60; ++i) {
        const policy::Request request{test::random_fingerprint(choices), test::random_address(choices)};
        const auto decision = view.decide(request, test::moment(choices.below(4)));
        if (decision.entry) {
          ASSERT_TRUE(decision.entry->contains(request.address));
        }
        ++answered;
      }
    }
    copy.base()[place] ^= bit;
  }
  EXPECT_GT(refused, kFlips / 2);  // most bytes are of a page's empty part, which must be zero
  EXPECT_GT(answered, 0U);
  EXPECT_TRUE(check_generation(copy.image(), copy.root_page()));
}

}  // namespace
}  // namespace sallyport::snapshot
