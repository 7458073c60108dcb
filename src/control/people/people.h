// People: how members sign in, and Tokens: what programs use instead.
//
// A person is one e-mail address, member of any number of organizations, with one password and one language.
// It is compared without regard to the case of ASCII letters, and shown as each organization wrote it.
//
// Part of control.h. Thread safety and invariants: as there. Passwords are kept as argon2id hashes only,
// tokens as BLAKE2b hashes only.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "control/model.h"

namespace sallyport::control {

class Core;

// A session of a person who signed in.
struct Session {
  std::string token;  // shown once
  std::string email;
  Timestamp expires;
};

class People {
 public:
  // Takes as long for an unknown address as for a wrong password. Errors: unauthenticated (one answer for
  // both), rate_limited (too many failures for this person, or from this address).
  Result<Session> sign_in(const std::string& email, std::string_view password,
                          std::optional<net::Address> from);
  // Errors: not_found, where it is no session.
  Result<void> sign_out(std::string_view token, std::optional<net::Address> from);
  // As sign_in(), with the same limits, but without a session: for a page that asks once. Errors: as there.
  Result<void> check_password(const std::string& email, std::string_view password,
                              std::optional<net::Address> from);

  // Mails the member a link with which to set a password: the first one, or a new one. Errors:
  // unknown_member, rate_limited.
  Result<void> invite(const Actor& actor, const std::string& organization, const std::string& email);
  // The same, asked for by the person: the answer is the same where nobody has that address. At most one mail
  // in 15 minutes, and a few from one network. Errors: none but those of the store.
  Result<void> request_password(const std::string& email, std::optional<net::Address> from);
  // Whose password the link sets; changes nothing. Errors: not_found, expired_token, used_token.
  Result<std::string> open_password_link(std::string_view token);
  // Ends all sessions of the person. Errors: as above; invalid_setting (shorter than 12 characters, or longer
  // than 1024 bytes).
  Result<void> set_password(std::string_view token, std::string_view password,
                            std::optional<net::Address> from);
  // Without a link, for programs that act as the administrator. Errors: unknown_member, invalid_setting.
  Result<void> set_password_of(const Actor& actor, const std::string& email, std::string_view password);
  // Errors: unknown_member.
  Result<void> set_language(const Actor& actor, const std::string& email, Language language);
  Result<Language> language(const std::string& email);  // English where nobody has that address

 private:
  friend class Control;
  explicit People(Core& core) : core_(core) {}
  Core& core_;
};

// What a program authenticates with.
struct AccessToken {
  std::int64_t id = 0;
  std::string name;          // unique in its organization
  std::string organization;  // it and those below; empty: all there are (an administrator's)
  Permissions permissions;
  std::string by;
  Timestamp created;
  std::optional<Timestamp> expires;
  std::optional<Timestamp> last_used;
};

struct CreatedToken {
  AccessToken token;
  std::string secret;  // shown once
};

class Tokens {
 public:
  // An empty organization: for all there are. Without a lifetime it lasts until it is revoked. Nobody gives
  // more than they have: the caller checks that. Errors: duplicate, unknown_organization, too_many_entries.
  Result<CreatedToken> create(const Actor& actor, const std::string& organization, const std::string& name,
                              Permissions permissions, std::optional<std::chrono::seconds> lifetime);
  Result<std::vector<AccessToken>> list(const std::string& organization);
  Result<void> revoke(const Actor& actor, const std::string& organization,
                      const std::string& name);  // not_found

 private:
  friend class Control;
  explicit Tokens(Core& core) : core_(core) {}
  Core& core_;
};

// Who makes a request, and the most that they may do.
struct Principal {
  Actor actor;
  bool administrator = false;  // everything, everywhere
  std::string member;          // an e-mail address, where a person signed in
  std::string organization;    // a token's; with `permissions` in it and below; empty: everywhere
  Permissions permissions;
  std::int64_t token = 0;  // whose number, where a program makes it; none has it ever again
};

}  // namespace sallyport::control
