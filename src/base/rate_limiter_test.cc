#include "base/rate_limiter.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace sallyport {
namespace {

using namespace std::chrono_literals;

TEST(RateLimiter, GivesTheBurstAndThenWhatComesBack) {
  RateLimiter limiter({.per_second = 10, .burst = 3});
  for (std::uint32_t left : {2U, 1U, 0U}) {
    const auto answer = limiter.take("ann", 0ms);
    EXPECT_TRUE(answer.allowed);
    EXPECT_EQ(answer.remaining, left);
  }
  const auto refused = limiter.take("ann", 0ms);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.retry_after, 100ms);
  EXPECT_EQ(refused.full_after, 300ms);
  EXPECT_FALSE(limiter.take("ann", 99ms).allowed);
  EXPECT_TRUE(limiter.take("ann", 100ms).allowed) << "what was refused cost nothing";
  EXPECT_FALSE(limiter.take("ann", 100ms).allowed);
  EXPECT_EQ(limiter.take("ann", 10min).remaining, 2U) << "a bucket holds no more than its burst";
}

TEST(RateLimiter, CallersDoNotTouchEachOther) {
  RateLimiter limiter({.per_second = 1, .burst = 1});
  EXPECT_TRUE(limiter.take("ann", 0ms).allowed);
  EXPECT_TRUE(limiter.take("bob", 0ms).allowed);
  EXPECT_FALSE(limiter.take("ann", 0ms).allowed);
}

TEST(RateLimiter, WhatIsGivenBackCanBeTakenAgain) {
  RateLimiter limiter({.per_second = 1, .burst = 2});
  limiter.take("ann", 0ms);
  limiter.take("ann", 0ms);
  limiter.give_back("ann", 0ms);
  EXPECT_TRUE(limiter.take("ann", 0ms).allowed);
  EXPECT_FALSE(limiter.take("ann", 0ms).allowed);
  limiter.give_back("bob", 0ms);
  EXPECT_EQ(limiter.take("bob", 0ms).remaining, 1U) << "never more than the burst";
  limiter.forget("ann");
  EXPECT_EQ(limiter.take("ann", 0ms).remaining, 1U);
}

TEST(RateLimiter, ForgetsOneOrAllWhoseNameBeginsSo) {
  RateLimiter limiter({.per_second = 1, .burst = 1});
  const auto take = [&](std::string_view caller) { return limiter.take(caller, Milliseconds(0)).allowed; };
  for (const char* caller : {"ann a", "ann b", "anna a"}) EXPECT_TRUE(take(caller));
  limiter.forget_beginning("ann ");
  EXPECT_TRUE(take("ann a"));
  EXPECT_TRUE(take("ann b"));
  EXPECT_FALSE(take("anna a"));
  limiter.forget("anna a");
  EXPECT_TRUE(take("anna a"));
}

TEST(RateLimiter, TimeThatGoesBackGivesNothing) {
  RateLimiter limiter({.per_second = 1, .burst = 2});
  EXPECT_TRUE(limiter.take("ann", 60s).allowed);
  EXPECT_TRUE(limiter.take("ann", 60s).allowed);
  EXPECT_FALSE(limiter.take("ann", 10s).allowed);
  EXPECT_TRUE(limiter.take("ann", 61s).allowed);
}

TEST(RateLimiter, WithoutARateEverythingPasses) {
  RateLimiter limiter({});
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(limiter.take("ann", 0ms).allowed);
}

TEST(RateLimiter, AFloodOfCallersSharesOneBucketAndTheKnownKeepTheirs) {
  RateLimiter limiter({.per_second = 1, .burst = 5}, 100);
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(limiter.take(std::to_string(i), 0ms).allowed);
  int allowed = 0;
  for (int i = 0; i < 1000; ++i) allowed += limiter.take("stranger " + std::to_string(i), 0ms).allowed;
  EXPECT_EQ(allowed, 5);
  EXPECT_TRUE(limiter.take("7", 0ms).allowed);
  EXPECT_TRUE(limiter.take("one more", 10s).allowed) << "full buckets are forgotten";
  EXPECT_EQ(limiter.take("another", 10s).remaining, 4U) << "and there is room for a bucket of its own";
}

TEST(RateLimiter, ThreadsTogetherGetNoMoreThanTheBurst) {
  RateLimiter limiter({.per_second = 1, .burst = 500});
  std::atomic<int> allowed = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 1000; ++n) allowed += limiter.take("ann", 0ms).allowed;
    });
  }
  threads.clear();
  EXPECT_EQ(allowed, 500);
}

}  // namespace
}  // namespace sallyport
