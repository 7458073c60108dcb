// Operations of several threads at once, on a file: nothing is lost, and readers see whole states. For TSan.

#include <atomic>
#include <thread>

#include "control/test_world.h"

namespace sallyport::control {
namespace {

constexpr int kRounds = 60;

TEST(ThreadsTest, ChangesRecordingAndReadingAtOnce) {
  const TemporaryFolder directory;
  TestWorld world({}, directory / "store.db");
  world.make_acme();
  std::atomic<bool> done{false};
  const auto changer = [&](int lane) {
    for (int i = 0; i < kRounds; ++i) {
      const auto text = "10." + std::to_string(lane) + "." + std::to_string(i) + ".0/24";
      must(world.control->lists().authorize(world.admin, {"acme", {}},
                                            {{prefix(text), {}, policy::kAlways, policy::kForever}}));
    }
  };
  const auto recorder = [&] {
    for (int i = 0; i < kRounds; ++i) {
      const auto observation = world.observe("acme", "web", "192.0." + std::to_string(i) + ".1");
      must(world.control->loop().record({&observation, 1}));
      must(world.control->loop().run_due());
      (void)must(world.control->loop().deliver(world.mailbox));
    }
  };
  const auto reader = [&] {
    while (!done) {
      EXPECT_GE(must(world.control->lists().entries({"acme", {}}, policy::EntryKind::authorized, {1000, {}}))
                    .items.size(),
                0u);
      must(world.control->audit().verify());
      (void)world.control->statistics();
      must(world.control->protections().status({"acme", {}}, Channel::api));
    }
  };
  std::thread reading(reader);
  {
    std::jthread one(changer, 1);
    std::jthread two(changer, 2);
    std::jthread three(recorder);
  }
  done = true;
  reading.join();
  EXPECT_EQ(world.control->statistics().entries, 3u * kRounds);
  EXPECT_EQ(must(world.control->audit().count("acme")), 3u + 3 * kRounds);
}

}  // namespace
}  // namespace sallyport::control
