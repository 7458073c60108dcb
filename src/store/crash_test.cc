// kill -9 at any moment: what was acknowledged is there, and everything fits together.

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>
#include <set>

#include "control/test_world.h"

namespace sallyport::store {
namespace {

using control::must;

// Authorizes one address after the other, and tells of each when it is acknowledged.
[[noreturn]] void write_until_killed(const std::filesystem::path& file, int pipe, std::uint32_t first) {
  control::TestWorld world({}, file);
  for (std::uint32_t i = first;; ++i) {
    world.authorize({"acme", {}}, net::Address::ipv4(0x0a000000U + i).to_string());
    if (::write(pipe, &i, sizeof i) != sizeof i) ::_exit(1);
  }
}

TEST(CrashTest, WhatWasAcknowledgedSurvivesAKill) {
  const TemporaryFolder directory;
  const auto file = directory / "store.db";
  {
    control::TestWorld(control::ControlSettings{}, file).make_acme();
  }
  std::mt19937 random(11);
  std::uint32_t next = 0;
  std::set<std::uint32_t> acknowledged;
  for (int round = 0; round < 24; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      write_until_killed(file, ends[1], next);
    }
    ::close(ends[1]);
    const std::size_t enough = 1 + random() % 12;
    std::uint32_t number = 0;
    std::size_t count = 0;
    while (count < enough && ::read(ends[0], &number, sizeof number) == sizeof number) {
      acknowledged.insert(number);
      ++count;
    }
    ::usleep(static_cast<useconds_t>(random() %
                                     3000));  // to strike within a transaction, at another moment each time
    ::kill(child, SIGKILL);
    while (::read(ends[0], &number, sizeof number) == sizeof number) acknowledged.insert(number);
    ::close(ends[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it ended by itself";

    control::TestWorld world({}, file);
    must(world.store->check());
    must(world.control->audit().verify());
    const auto policy = world.stored_policy();
    std::set<std::uint32_t> stored;
    for (const auto& entry : policy.organizations.at(0).entries) {
      stored.insert(entry.prefix.address().ipv4_bits() - 0x0a000000U);
    }
    for (const std::uint32_t each : acknowledged) ASSERT_TRUE(stored.contains(each)) << each;
    // At most the one that was under way is there without its acknowledgement.
    next = *stored.rbegin() + 1;
    ASSERT_EQ(stored.size(), next);
  }
}

}  // namespace
}  // namespace sallyport::store
