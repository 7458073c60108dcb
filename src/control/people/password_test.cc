// What a password's hash costs, and that strangers cannot make it cost everybody.

#include <atomic>
#include <optional>
#include <thread>

#include "control/people/hash_turns.h"
#include "control/people/people_world.h"

namespace sallyport::control {
namespace {

TEST(HashTurns, OneWorksOneWaitsAndOthersAreSentAwayAtOnce) {
  HashTurns turns(10min);
  auto first = std::optional(must(turns.take()));
  std::jthread second([&] { must(turns.take()); });
  while (!turns.somebody_waits()) std::this_thread::yield();
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(code_of(turns.take()), ErrorCode::unavailable);  // would hang for 10 minutes if it waited
  }
  first.reset();
  second.join();
  must(turns.take());
}

TEST(HashTurns, WhoWaitsDoesNotWaitForEver) {
  HashTurns turns(1ms);
  const auto held = must(turns.take());
  EXPECT_EQ(code_of(turns.take()), ErrorCode::unavailable);
  EXPECT_FALSE(turns.somebody_waits());
}

// What is answered at once was not looked at: it is no failure of the person's.
TEST(Password, WhoFindsNoPlaceHasNotFailed) {
  ControlSettings settings = cheap_passwords();
  settings.password_operations = 2000;
  TestWorld world(settings);
  world.make_acme();
  must(world.control->people().set_password_of(world.admin, kAnn, kPassword));
  std::atomic<std::size_t> refused = 0;
  for (int round = 0; round < 100 && refused < 30; ++round) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        const auto session = world.control->people().sign_in(kAnn, kPassword, kHere);
        if (!session && code_of(session) == ErrorCode::unavailable) ++refused;
      });
    }
  }
  EXPECT_GE(refused, 30U) << "of eight at once, six find no place";
  must(world.control->people().sign_in(kAnn, kPassword, kHere));
}

TEST(Password, ChangesItsCostAtTheNextSignIn) {
  ControlSettings settings = cheap_passwords();
  TemporaryFolder directory;
  std::string before;
  const auto stored = [](TestWorld& world) {
    return must(must(world.store->view())->people().person(kAnn))->password;
  };
  {
    TestWorld world(settings, directory / "s.db");
    world.make_acme();
    must(world.control->people().set_password_of(world.admin, kAnn, kPassword));
    before = stored(world);
    EXPECT_TRUE(before.starts_with("$argon2id$"));
    EXPECT_EQ(before.find(kPassword), std::string::npos);
  }
  settings.password_operations = 2;
  TestWorld world(settings, directory / "s.db");
  must(world.control->people().sign_in(kAnn, kPassword, kHere));
  EXPECT_NE(stored(world), before);
  must(world.control->people().sign_in(kAnn, kPassword, kHere));
}

}  // namespace
}  // namespace sallyport::control
