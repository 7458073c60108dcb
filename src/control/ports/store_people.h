// The part of the Store port that keeps people and tokens: see store.h.
//
// Wherever an e-mail address is looked for, the case of its ASCII letters does not matter; where rows differ
// in nothing else, the one that is written the same way comes first.
//
// Invariants: a person has a row only while being a member somewhere; of passwords and tokens there are
// hashes only.
#pragma once

#include <string>
#include <string_view>

#include "control/people/people.h"
#include "control/ports/store_rows.h"

namespace sallyport::control {

struct PersonRow {
  std::string email;
  std::string password;  // as argon2id writes it; empty: none was set
  Language language = Language::english;
  std::optional<Milliseconds> last_password_mail;  // watched; of one that the person asked for
};

struct PasswordLinkRow {
  std::int64_t id = 0;
  std::string email;
  Timestamp expires;
  Milliseconds expires_watched{};
  bool used = false;
};

// A program's token, or a person's session.
struct AccessTokenRow {
  AccessToken token;  // a session's: `name` is the person's address. Its organization's name is read only.
  Hash hash{};
  bool session = false;
  OrganizationId organization{};  // 0: all
};

struct Membership {
  Organization organization;
  Permissions permissions;
};

struct WaitingMail {
  std::int64_t id = 0;
  std::string organization;  // its name; empty where it is about none
};

class PeopleReader {
 public:
  virtual ~PeopleReader() = default;
  virtual Maybe<PersonRow> person(std::string_view email) = 0;
  virtual Result<bool> is_member_anywhere(std::string_view email) = 0;
  // How one of the memberships writes the address; empty: it is no member's.
  virtual Maybe<std::string> known_as(std::string_view email) = 0;
  virtual Rows<Membership> memberships(std::string_view email, unsigned limit) = 0;  // by name
  virtual Maybe<PasswordLinkRow> password_link(std::int64_t id) = 0;

  virtual Maybe<AccessTokenRow> access_token(const Hash& hash) = 0;
  virtual Maybe<AccessTokenRow> access_token(OrganizationId organization, std::string_view name) = 0;
  virtual Rows<AccessTokenRow> access_tokens(OrganizationId organization) = 0;  // exactly its; by name

  // By name: those where the person has a permission and those below them; one organization and those below
  // it. Cost: that of the whole tree for each page.
  virtual Rows<Organization> organizations_of(std::string_view email, std::string_view after,
                                              unsigned limit) = 0;
  virtual Rows<Organization> organizations_under(OrganizationId top, std::string_view after,
                                                 unsigned limit) = 0;

  // About what somebody can answer by mail, and what waits to be mailed to them.
  virtual Rows<OrganizationId> asked_about(std::string_view email) = 0;
  virtual Rows<WaitingMail> mails_to(std::string_view email) = 0;
};

class PeopleWriter {
 public:
  virtual ~PeopleWriter() = default;
  virtual Result<void> put_person(const PersonRow& row) = 0;
  virtual Result<void> erase_person(std::string_view email) = 0;  // with links and sessions

  virtual Result<std::int64_t> add_password_link(const PasswordLinkRow& row) = 0;  // gives it its id
  virtual Result<void> use_password_links(std::string_view email) = 0;             // all of the person's
  virtual Result<void> erase_password_links(Milliseconds expired_before) = 0;      // watched

  virtual Result<std::int64_t> add_access_token(const AccessTokenRow& row) = 0;  // gives it its id
  virtual Result<void> access_token_used(std::int64_t id, Timestamp when) = 0;
  virtual Result<void> erase_access_token(std::int64_t id) = 0;
  virtual Result<void> erase_sessions(std::string_view email, unsigned keep) = 0;  // but the newest
  virtual Result<void> erase_access_tokens(Timestamp expired_at) = 0;              // sessions too

  virtual Result<void> erase_answer_tokens(OrganizationId organization, std::string_view email) = 0;
};

}  // namespace sallyport::control
