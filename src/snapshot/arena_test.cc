#include "snapshot/arena.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "snapshot/pool.h"

namespace sallyport::snapshot {
namespace {

constexpr auto kNobody = std::numeric_limits<std::uint64_t>::max();

TEST(Arena, GrowsInPlaceAndKeepsWhatWasWritten) {
  Arena arena;
  ASSERT_TRUE(arena.grow(2));
  std::byte* const base = arena.base();
  base[kPageBytes] = std::byte{42};
  ASSERT_TRUE(arena.grow(2000));
  EXPECT_EQ(arena.base(), base);
  EXPECT_EQ(base[kPageBytes], std::byte{42});
  base[std::size_t{2000} * kPageBytes - 1] = std::byte{1};
  EXPECT_GE(arena.pages(), 2000U);
}

TEST(Arena, RefusesToGrowBeyondItsReservation) {
  Arena arena;
  EXPECT_FALSE(arena.grow(0xffff'ffff));
  EXPECT_TRUE(arena.grow(1));
}

TEST(Arena, KnowsTheOldestLivingGeneration) {
  Arena arena;
  EXPECT_EQ(arena.oldest_living(), kNobody);
  for (const std::uint64_t generation : {3U, 4U, 5U}) arena.enter(generation);
  arena.leave(4);
  EXPECT_EQ(arena.oldest_living(), 3U);
  arena.leave(3);
  EXPECT_EQ(arena.oldest_living(), 5U);
  arena.leave(5);
  EXPECT_EQ(arena.oldest_living(), kNobody);
}

TEST(Pool, NeverHandsOutPageZero) {
  Arena arena;
  Pool pool(arena);
  EXPECT_EQ(pool.allocate_pages(1), 1U);
  EXPECT_GT(pool.allocate_list(2), 0U);
}

TEST(Pool, AnswersZeroWhenTheMemoryIsFull) {
  Arena arena;
  Pool pool(arena);
  EXPECT_EQ(pool.allocate_pages(0x7fff'ffff), 0U);
  EXPECT_NE(pool.allocate_pages(1), 0U);
  EXPECT_EQ(pool.pages_in_use(), 1U);
}

TEST(Pool, TakesAFreshPageBackAtOnce) {
  Arena arena;
  Pool pool(arena);
  const std::uint32_t page = pool.allocate_pages(3);
  EXPECT_TRUE(pool.fresh(page));
  pool.retire_pages(page, 3);
  EXPECT_EQ(pool.allocate_pages(3), page);
}

TEST(Pool, KeepsAPublishedPageUntilNoGenerationReachesIt) {
  Arena arena;
  Pool pool(arena);
  const std::uint32_t page = pool.allocate_pages(1);
  pool.begin(2);
  EXPECT_FALSE(pool.fresh(page));
  pool.retire_pages(page, 1);  // generation 1 reaches it, generation 2 does not
  EXPECT_EQ(pool.pages_in_use(), 0U);
  pool.begin(3);
  pool.reclaim(1);
  const std::uint32_t other = pool.allocate_pages(1);
  EXPECT_NE(other, page);
  pool.reclaim(2);
  EXPECT_EQ(pool.allocate_pages(1), page);
}

TEST(Pool, WhatIsHandedOutAgainIsZero) {
  Arena arena;
  Pool pool(arena);
  const std::uint32_t page = pool.allocate_pages(1);
  std::memset(pool.page(page), 0xee, kPageBytes);
  pool.retire_pages(page, 1);
  ASSERT_EQ(pool.allocate_pages(1), page);
  EXPECT_TRUE(std::all_of(pool.page(page), pool.page(page) + kPageBytes,
                          [](std::byte b) { return b == std::byte{}; }));
}

TEST(Pool, JoinsFreeNeighboursToLongerRuns) {
  Arena arena;
  Pool pool(arena);
  const std::uint32_t first = pool.allocate_pages(1);
  const std::uint32_t second = pool.allocate_pages(1);
  const std::uint32_t third = pool.allocate_pages(1);
  static_cast<void>(pool.allocate_pages(1));
  pool.retire_pages(first, 1);
  pool.retire_pages(third, 1);
  pool.retire_pages(second, 1);
  EXPECT_EQ(pool.allocate_pages(3), first);
}

TEST(Pool, ReusesAPieceOnlyWhenItsGenerationIsGone) {
  Arena arena;
  Pool pool(arena);
  const std::uint32_t piece = pool.allocate_list(7);
  pool.retire_list(piece, 7);
  EXPECT_NE(pool.allocate_list(7), piece);  // not even a fresh one: it was not published yet
  pool.begin(2);
  pool.reclaim(kNobody);
  EXPECT_EQ(pool.allocate_list(7), piece);
}

TEST(Pool, GivesALargeListPagesOfItsOwn) {
  Arena arena;
  Pool pool(arena);
  const std::uint32_t list = pool.allocate_list(1000);
  EXPECT_EQ(list % kGranulesPerPage, 0U);
  EXPECT_EQ(pool.pages_in_use(), 4U);
  pool.retire_list(list, 1000);
  EXPECT_EQ(pool.pages_in_use(), 0U);
  pool.begin(2);
  pool.reclaim(kNobody);
  EXPECT_EQ(pool.allocate_list(1000), list);
}

}  // namespace
}  // namespace sallyport::snapshot
