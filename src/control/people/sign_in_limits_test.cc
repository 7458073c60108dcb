// How often a password may be guessed, and who that keeps out: not those whom it is not about.

#include "control/people/people_world.h"

namespace sallyport::control {
namespace {

TEST_F(PeopleTest, FailuresAreLimitedForEachPersonInANetworkWhetherTheyExistOrNot) {
  give_password();
  for (const std::string& email : {kAnn, std::string("nobody@acme.example")}) {
    for (int i = 0; i < 10; ++i) {
      EXPECT_EQ(code_of(people().sign_in(email, kOther, address("198.51.100." + std::to_string(i)))),
                ErrorCode::unauthenticated);
    }
    // From there not even the right password is looked at, in whatever case the address is written.
    EXPECT_EQ(code_of(people().sign_in(email, kPassword, address("198.51.100.77"))), ErrorCode::rate_limited);
    std::string louder = email;
    louder.replace(louder.find("acme"), 4, "ACME");
    EXPECT_EQ(code_of(people().sign_in(louder, kPassword, address("198.51.100.77"))),
              ErrorCode::rate_limited);
  }
  sign_in();  // from elsewhere
  world.clock.advance(1min);
  must(people().sign_in(kAnn, kPassword, address("198.51.100.77")));
}

TEST_F(PeopleTest, StrangersInOtherNetworksKeepNobodyOut) {
  give_password();
  for (int i = 0; i < 150; ++i) {
    const auto from = address(std::to_string(1 + i) + ".0.0.1");
    EXPECT_EQ(code_of(people().sign_in(kAnn, kOther, from)), ErrorCode::unauthenticated);
    if (i % 10 == 0) must(people().check_password(kAnn, kPassword, kHere));
  }
  sign_in();
}

TEST_F(PeopleTest, FailuresOfOnePersonHaveACeilingEverywhere) {
  give_password();
  std::size_t looked_at = 0;
  for (int i = 0; i < 250; ++i) {
    const auto failed = people().sign_in(kAnn, kOther, address("10.0." + std::to_string(i) + ".1"));
    if (code_of(failed) == ErrorCode::unauthenticated) ++looked_at;
  }
  EXPECT_EQ(looked_at, 200U);
  EXPECT_EQ(code_of(people().sign_in(kAnn, kPassword, kHere)), ErrorCode::rate_limited);
  EXPECT_EQ(code_of(people().sign_in("ANN@acme.example", kPassword, kHere)), ErrorCode::rate_limited);
  world.clock.advance(18s);  // 200 in an hour
  sign_in();
}

TEST_F(PeopleTest, AnIpv6NetworkIsWhatOneCustomerGets) {
  give_password();
  for (int i = 0; i < 10; ++i) {
    const auto from = address("2001:db8:1:" + std::to_string(i) + "::1");
    EXPECT_EQ(code_of(people().sign_in(kAnn, kOther, from)), ErrorCode::unauthenticated);
  }
  EXPECT_EQ(code_of(people().sign_in(kAnn, kPassword, address("2001:db8:1:99::1"))), ErrorCode::rate_limited);
  must(people().sign_in(kAnn, kPassword, address("2001:db8:2::1")));
}

TEST_F(PeopleTest, FailuresAreLimitedForEachNetwork) {
  give_password();
  for (int i = 0; i < 30; ++i) {
    const std::string guess = "guess" + std::to_string(i) + "@acme.example";
    EXPECT_EQ(code_of(people().sign_in(guess, kOther, address("198.51.100." + std::to_string(i)))),
              ErrorCode::unauthenticated);
  }
  EXPECT_EQ(code_of(people().sign_in(kAnn, kPassword, address("198.51.100.200"))), ErrorCode::rate_limited);
  sign_in();
}

TEST_F(PeopleTest, SuccessesAreNotLimited) {
  give_password();
  for (int i = 0; i < 100; ++i) sign_in();
}

TEST_F(PeopleTest, ANewPasswordFreesWhoWasKeptOutByOthersGuesses) {
  give_password();
  for (int i = 0; i < 10; ++i) (void)people().sign_in(kAnn, kOther, kHere);
  EXPECT_EQ(code_of(people().sign_in(kAnn, kPassword, kHere)), ErrorCode::rate_limited);
  must(people().set_password(invite(), kPassword, kHere));
  sign_in();
}

}  // namespace
}  // namespace sallyport::control
