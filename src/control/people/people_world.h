// PeopleTest: a world with acme and ann, who signs in.
//
// For tests only.
#pragma once

#include "control/test_world.h"

namespace sallyport::control {

using namespace std::chrono_literals;

inline constexpr std::string_view kPassword = "correct horse battery staple";
inline constexpr std::string_view kOther = "another horse, another staple";
inline const std::string kAnn = "ann@acme.example";
inline const auto kHere = address("192.0.2.7");

inline ControlSettings cheap_passwords() {
  ControlSettings settings;
  settings.password_operations = 1;
  settings.password_memory = 8192;
  return settings;
}

class PeopleTest : public ::testing::Test {
 protected:
  void SetUp() override { world.make_acme(); }

  People people() { return world.control->people(); }
  // Of the newest mail.
  PasswordNotification mailed() {
    (void)must(world.control->loop().deliver(world.mailbox));
    return std::get<PasswordNotification>(world.mailbox.mails.back().content);
  }
  std::string invite() {
    must(people().invite(world.admin, "acme", kAnn));
    return mailed().link_token;
  }
  void give_password() { must(people().set_password_of(world.admin, kAnn, kPassword)); }
  std::string sign_in() { return must(people().sign_in(kAnn, kPassword, kHere)).token; }
  bool works(const std::string& token) { return world.control->access().authenticate(token).has_value(); }
  Principal principal(const std::string& token) { return must(world.control->access().authenticate(token)); }
  Result<void> may(const std::string& token, const std::string& organization, Permission permission) {
    return world.control->access().authorize(principal(token), organization, permission);
  }
  std::size_t mails() {
    (void)must(world.control->loop().deliver(world.mailbox));
    return world.mailbox.mails.size();
  }

  TestWorld world{cheap_passwords()};
};

}  // namespace sallyport::control
