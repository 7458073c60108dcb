#include "snapshot/builder.h"

#include <gtest/gtest.h>

#include "snapshot/arena.h"
#include "snapshot/credential_index.h"
#include "snapshot/test_image.h"

namespace sallyport::snapshot {
namespace {

using policy::CredentialId;
using policy::CredentialPolicy;
using policy::OrganizationId;
using policy::OrganizationPolicy;
using policy::Reason;

const net::Address kListed = net::Address::ipv4(0x0a00'0001);

OrganizationPolicy organization(std::uint32_t id, std::uint32_t entries = 1) {
  OrganizationPolicy made;
  made.id = OrganizationId{id};
  for (std::uint32_t i = 0; i < entries; ++i) {
    made.entries.push_back(
        {.prefix = net::Prefix(net::Address::ipv4(0x0a00'0001 + i)), .kind = policy::EntryKind::authorized});
  }
  return made;
}

CredentialPolicy credential(std::uint32_t id, std::uint32_t of, std::uint64_t fingerprint) {
  return {.id = CredentialId{id},
          .organization = OrganizationId{of},
          .fingerprint = {fingerprint, ~fingerprint},
          .channel = {},
          .protection = {},
          .entries = {}};
}

Reason reason_for(const SnapshotPtr& snapshot, std::uint64_t fingerprint, net::Address address = kListed) {
  return snapshot->decide({{fingerprint, ~fingerprint}, address}, {}).reason;
}

TEST(Builder, RefusesWhatNoSnapshotCanHold) {
  Builder builder;
  EXPECT_EQ(builder.put(organization(0)).error().code, ErrorCode::malformed_request);
  EXPECT_EQ(builder.put(credential(1, 1, 1)).error().code, ErrorCode::unknown_organization);
  ASSERT_TRUE(builder.put(organization(1)));
  EXPECT_EQ(builder.put(credential(0, 1, 1)).error().code, ErrorCode::malformed_request);
  ASSERT_TRUE(builder.put(credential(1, 1, 1)));
  EXPECT_EQ(builder.put(credential(2, 1, 1)).error().code, ErrorCode::duplicate);
}

TEST(Builder, ARefusedChangeLeavesThePolicyAsItWas) {
  Builder builder;
  ASSERT_TRUE(builder.put(organization(1)));
  ASSERT_TRUE(builder.put(credential(1, 1, 1)));
  OrganizationPolicy twice = organization(1, 2);
  twice.entries[1].prefix = twice.entries[0].prefix;
  EXPECT_EQ(builder.put(twice).error().code, ErrorCode::duplicate);
  OrganizationPolicy huge = organization(1);
  huge.entries.resize(kMaxEntries + std::size_t{1});
  EXPECT_EQ(builder.put(huge).error().code, ErrorCode::too_many_entries);
  CredentialPolicy own = credential(1, 1, 2);
  own.entries = twice.entries;
  EXPECT_EQ(builder.put(own).error().code, ErrorCode::duplicate);
  const auto snapshot = builder.publish().value();
  EXPECT_EQ(reason_for(snapshot, 1), Reason::authorized);
  EXPECT_EQ(reason_for(snapshot, 2), Reason::unknown_credential);
}

TEST(Builder, AListOfTheGreatestLengthIsTaken) {
  Builder builder;
  ASSERT_TRUE(builder.put(organization(1, kMaxEntries)));
  ASSERT_TRUE(builder.put(credential(1, 1, 1)));
  const auto snapshot = builder.publish().value();
  EXPECT_EQ(reason_for(snapshot, 1, net::Address::ipv4(0x0a00'0000 + kMaxEntries)), Reason::authorized);
  EXPECT_EQ(reason_for(snapshot, 1, net::Address::ipv4(0x0a00'0001 + kMaxEntries)), Reason::unknown_address);
}

TEST(Builder, RotatingACredentialForgetsTheOldFingerprint) {
  Builder builder;
  ASSERT_TRUE(builder.put(organization(1)));
  ASSERT_TRUE(builder.put(credential(1, 1, 1)));
  const auto before = builder.publish().value();
  ASSERT_TRUE(builder.put(credential(1, 1, 2)));
  const auto after = builder.publish().value();
  EXPECT_EQ(reason_for(before, 1), Reason::authorized);
  EXPECT_EQ(reason_for(before, 2), Reason::unknown_credential);
  EXPECT_EQ(reason_for(after, 1), Reason::unknown_credential);
  EXPECT_EQ(reason_for(after, 2), Reason::authorized);
}

TEST(Builder, AnOrphanIsDeniedWhoeverComesNext) {
  Builder builder;
  ASSERT_TRUE(builder.put(organization(1)));
  ASSERT_TRUE(builder.put(credential(1, 1, 1)));
  builder.erase(OrganizationId{1});  // against the contract
  ASSERT_TRUE(builder.put(organization(2)));
  ASSERT_TRUE(builder.put(credential(2, 2, 2)));
  const auto snapshot = builder.publish().value();
  EXPECT_EQ(reason_for(snapshot, 1), Reason::unknown_address);
  EXPECT_EQ(reason_for(snapshot, 2), Reason::authorized);
  builder.erase(CredentialId{1});
  ASSERT_TRUE(builder.put(organization(3)));  // takes the record that the orphan held
  ASSERT_TRUE(builder.put(credential(3, 3, 3)));
  const auto last = builder.publish().value();
  EXPECT_EQ(reason_for(last, 1), Reason::unknown_credential);
  EXPECT_EQ(reason_for(last, 3), Reason::authorized);
}

TEST(Builder, ErasingTheUnknownChangesNothing) {
  Builder builder;
  ASSERT_TRUE(builder.put(organization(1)));
  ASSERT_TRUE(builder.put(credential(1, 1, 1)));
  builder.erase(OrganizationId{9});
  builder.erase(CredentialId{9});
  EXPECT_EQ(reason_for(builder.publish().value(), 1), Reason::authorized);
}

TEST(Builder, WhatWasPublishedNeverChangesByABit) {
  Builder builder;
  for (std::uint32_t i = 1; i <= 600; ++i) {
    ASSERT_TRUE(builder.put(organization(i, i % 3 * 6)));
    ASSERT_TRUE(builder.put(credential(i, i, i)));
  }
  const auto first = builder.publish().value();
  const test::ImageCopy before(*first);
  for (std::uint32_t round = 1; round <= 30; ++round) {
    for (std::uint32_t i = 1; i <= 600; i += round) {
      ASSERT_TRUE(builder.put(organization(i, (i + round) % 20)));
      ASSERT_TRUE(builder.put(credential(i, i, i + 1000 * round)));
    }
    ASSERT_TRUE(builder.publish());
  }
  EXPECT_TRUE(before == test::ImageCopy(*first));
}

TEST(Builder, MemoryIsUsedAgainOnceNobodyReadsIt) {
  Builder builder;
  ASSERT_TRUE(builder.put(organization(1)));
  ASSERT_TRUE(builder.put(credential(1, 1, 1)));
  SnapshotPtr current = builder.publish().value();
  const std::size_t bytes = current->bytes();
  const std::uint32_t pages = current->image().pages;
  SnapshotPtr held = current;
  for (std::uint32_t i = 0; i < 100; ++i) {
    ASSERT_TRUE(builder.put(organization(1, i % 9)));
    current = builder.publish().value();
  }
  EXPECT_EQ(current->bytes(), bytes);
  EXPECT_GT(current->image().pages, pages);  // the held one kept all that came after it
  const std::uint32_t grown = current->image().pages;
  held.reset();
  for (std::uint32_t i = 0; i < 1000; ++i) {
    ASSERT_TRUE(builder.put(organization(1, i % 9)));
    current = builder.publish().value();
  }
  EXPECT_EQ(current->bytes(), bytes);
  EXPECT_EQ(current->image().pages, grown);
}

TEST(Builder, AChangeCostsThePagesItTouches) {
  Builder builder;
  for (std::uint32_t i = 1; i <= 20'000; ++i) {
    ASSERT_TRUE(builder.put(organization(i, 8)));
    ASSERT_TRUE(builder.put(credential(i, i, i)));
  }
  const auto first = builder.publish().value();
  EXPECT_LE(first->bytes(), 48U * 8 * 20'000);
  ASSERT_TRUE(builder.put(organization(777, 3)));
  ASSERT_TRUE(builder.put(credential(778, 778, 778'000)));
  const auto second = builder.publish().value();
  EXPECT_LE(test::pages_not_shared(*first, *second), 3U);  // of scopes, and of credentials left and joined
  EXPECT_EQ(reason_for(first, 778), Reason::authorized);
  EXPECT_EQ(reason_for(second, 778), Reason::unknown_credential);
  EXPECT_EQ(reason_for(second, 778'000), Reason::authorized);
}

CredentialSlot slot(std::uint32_t id, const policy::Fingerprint& fingerprint) {
  return {.high = fingerprint.high,
          .low = fingerprint.low,
          .organization = 1,
          .own = 0,
          .credential = id,
          .flags = 0};
}

TEST(CredentialIndex, FindsAllThroughSplitsErasuresAndGenerations) {
  Arena arena;
  Pool pool(arena);
  auto index = CredentialIndex::create(pool).value();
  constexpr std::uint32_t kCount = 6000;
  for (std::uint32_t i = 1; i <= kCount; ++i) {
    const policy::Fingerprint fingerprint{0, i};
    ASSERT_TRUE(index.room_for(spread(fingerprint)));
    index.insert(slot(i, fingerprint));
    if (i % 1000 == 0) pool.begin(1 + i / 1000);
  }
  EXPECT_GE(index.depth(), 4U);
  EXPECT_LE(index.depth(), 6U);
  for (std::uint32_t i = 1; i <= kCount; i += 3) {
    ASSERT_TRUE(index.make_writable(spread({0, i})));
    index.erase({0, i});
  }
  for (std::uint32_t i = 1; i <= kCount; ++i) {
    const CredentialSlot* found = index.find({0, i});
    ASSERT_EQ(found != nullptr, i % 3 != 1) << i;
    const auto top = static_cast<std::uint32_t>(spread({0, i}) >> 32);
    ASSERT_EQ(found, index.find(top, i));
  }
  EXPECT_EQ(index.find({0, kCount + 1}), nullptr);
  for (const std::uint32_t page : index.directory()) {
    ASSERT_TRUE(check_credential_page({arena.base(), arena.pages()}, page, 2));
  }
}

TEST(CredentialIndex, IsSplitByWhatItHoldsAndNotByWhatItHeld) {
  Arena arena;
  Pool pool(arena);
  auto index = CredentialIndex::create(pool).value();
  for (std::uint32_t i = 1; i <= 10 * CredentialIndex::kMaxFill; ++i) {
    ASSERT_TRUE(index.room_for(spread({0, i})));
    index.insert(slot(i, {0, i}));
    if (i > 100) index.erase({0, i - 100});
  }
  EXPECT_EQ(index.depth(), kMinDepth);
  EXPECT_EQ(pool.pages_in_use(), 1U);
}

TEST(CredentialIndex, RefusesFingerprintsThatCannotBeToldApart) {
  Arena arena;
  Pool pool(arena);
  auto index = CredentialIndex::create(pool).value();
  const auto alike = [](std::uint64_t i) { return policy::Fingerprint{std::rotl(i, 32) ^ 99, i}; };
  for (std::uint32_t i = 1; i <= CredentialIndex::kMaxFill; ++i) {
    ASSERT_TRUE(index.room_for(spread(alike(i))));
    index.insert(slot(i, alike(i)));
  }
  const unsigned depth = index.depth();
  EXPECT_EQ(index.room_for(spread(alike(9999))).error().code, ErrorCode::too_many_entries);
  EXPECT_EQ(index.depth(), depth);
  for (std::uint32_t i = 1; i <= CredentialIndex::kMaxFill; ++i) EXPECT_NE(index.find(alike(i)), nullptr);
}

}  // namespace
}  // namespace sallyport::snapshot
