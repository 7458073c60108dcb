#include "gate/observation_buffer.h"

#include <gtest/gtest.h>

#include <map>

namespace sallyport::gate {
namespace {

using namespace std::chrono_literals;
using policy::Observation;

net::Address client(std::uint32_t number) { return net::Address::ipv4(0xc000'0200 + number); }

policy::Decision decision(std::uint32_t credential = 1, policy::Reason reason = policy::Reason::authorized) {
  policy::Decision result;
  result.verdict = policy::Verdict::allow;
  result.reason = result.cause = reason;
  result.organization = policy::OrganizationId{1};
  result.credential = policy::CredentialId{credential};
  return result;
}

class ObservationBufferTest : public testing::Test {
 protected:
  std::vector<Observation> take() { return queue_.take(0ms); }
  Timestamp at(int second) { return Timestamp(std::chrono::seconds(second)); }

  BoundedQueue<Observation> queue_{4};
  Counter told_;
  Counter dropped_;
  ObservationBuffer buffer_{queue_, told_, dropped_, 8};
};

TEST_F(ObservationBufferTest, TheFirstUseIsToldAtOnce) {
  buffer_.note(decision(), client(1), at(5));
  const auto told = take();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].count, 1u);
  EXPECT_EQ(told[0].first, at(5));
  EXPECT_EQ(told[0].last, at(5));
  EXPECT_EQ(told[0].address, client(1));
  EXPECT_EQ(told[0].decision, decision());
  EXPECT_EQ(told_.value(), 1u);
}

TEST_F(ObservationBufferTest, RepeatsAreCountedAndToldTogether) {
  for (int second = 5; second < 9; ++second) buffer_.note(decision(), client(1), at(second));
  EXPECT_EQ(take().size(), 1u);
  buffer_.flush();
  const auto told = take();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].count, 3u);
  EXPECT_EQ(told[0].first, at(6));
  EXPECT_EQ(told[0].last, at(8));
  buffer_.flush();
  EXPECT_TRUE(take().empty());
  buffer_.note(decision(), client(1), at(20));
  EXPECT_TRUE(take().empty());
  buffer_.flush();
  EXPECT_EQ(take().at(0).first, at(20));
}

TEST_F(ObservationBufferTest, AnotherAddressCredentialReasonOrCauseIsAnother) {
  buffer_.note(decision(), client(1), at(1));
  buffer_.note(decision(), client(2), at(1));
  buffer_.note(decision(2), client(1), at(1));
  buffer_.note(decision(1, policy::Reason::learned), client(1), at(1));
  EXPECT_EQ(take().size(), 4u);
  auto dry = decision(1, policy::Reason::dry_run);
  buffer_.note(dry, client(1), at(1));
  dry.cause = policy::Reason::denied;
  buffer_.note(dry, client(1), at(1));
  EXPECT_EQ(take().size(), 2u);
}

TEST_F(ObservationBufferTest, ALostFirstUseHealsWithTheNext) {
  for (std::uint32_t i = 0; i < 4; ++i) buffer_.note(decision(), client(i), at(1));  // fills the queue
  buffer_.note(decision(), client(9), at(2));
  EXPECT_EQ(dropped_.value(), 1u);
  EXPECT_EQ(take().size(), 4u);
  buffer_.note(decision(), client(9), at(3));
  const auto told = take();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].address, client(9));
  EXPECT_EQ(told[0].count, 2u);
  EXPECT_EQ(told[0].first, at(2));
  EXPECT_EQ(told[0].last, at(3));
}

TEST_F(ObservationBufferTest, ALostFirstUseHealsWithTheNextFlush) {
  for (std::uint32_t i = 0; i < 5; ++i) buffer_.note(decision(), client(i), at(1));
  EXPECT_EQ(take().size(), 4u);
  buffer_.flush();
  EXPECT_EQ(take().size(), 1u);
}

TEST_F(ObservationBufferTest, AFlushThatFindsTheQueueFullKeepsTheRest) {
  for (int round = 0; round < 2; ++round) {
    for (std::uint32_t i = 0; i < 6; ++i) {
      buffer_.note(decision(), client(i), at(1));
      if (round == 0) take();
    }
  }
  std::map<net::Address, std::uint32_t> counts;
  for (int i = 0; i < 3; ++i) {
    buffer_.flush();
    for (const auto& told : take()) counts[told.address] += told.count;
  }
  EXPECT_EQ(counts.size(), 6u);
  for (const auto& [address, count] : counts) EXPECT_EQ(count, 1u);
}

TEST_F(ObservationBufferTest, NothingIsLostWhereThereIsRoomInTheQueue) {
  BoundedQueue<Observation> large{100'000};
  ObservationBuffer buffer(large, told_, dropped_, 64);
  std::map<std::pair<std::uint32_t, net::Address>, std::uint32_t> wanted;
  std::uint32_t random = 1;
  for (int i = 0; i < 50'000; ++i) {
    random = random * 1664525 + 1013904223;
    const std::uint32_t credential = (random >> 8) % 7 + 1;
    const auto address = client((random >> 16) % 100);  // many more than places: they push each other out
    ++wanted[{credential, address}];
    buffer.note(decision(credential), address, at(i));
    if (i % 1000 == 0) buffer.flush();
  }
  buffer.flush();
  std::map<std::pair<std::uint32_t, net::Address>, std::uint32_t> told;
  for (const auto& each : large.take(0ms)) {
    EXPECT_GT(each.count, 0u);
    told[{static_cast<std::uint32_t>(each.decision.credential), each.address}] += each.count;
  }
  EXPECT_EQ(told, wanted);
  EXPECT_EQ(dropped_.value(), 0u);
}

}  // namespace
}  // namespace sallyport::gate
