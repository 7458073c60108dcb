// The parts of the Store port that keep people and tokens: over one connection.
//
// Thread safety: as the connection's.
#pragma once

#include "control/ports/store_people.h"
#include "store/sqlite_connection.h"

namespace sallyport::store {

class SqlitePeopleReader final : public control::PeopleReader {
 public:
  // REQUIRES: the connection outlives it.
  explicit SqlitePeopleReader(Connection& connection) : db_(connection) {}

  control::Maybe<control::PersonRow> person(std::string_view email) override;
  Result<bool> is_member_anywhere(std::string_view email) override;
  control::Maybe<std::string> known_as(std::string_view email) override;
  control::Rows<control::Membership> memberships(std::string_view email, unsigned limit) override;
  control::Maybe<control::PasswordLinkRow> password_link(std::int64_t id) override;
  control::Maybe<control::AccessTokenRow> access_token(const control::Hash& hash) override;
  control::Maybe<control::AccessTokenRow> access_token(control::OrganizationId organization,
                                                       std::string_view name) override;
  control::Rows<control::AccessTokenRow> access_tokens(control::OrganizationId organization) override;
  control::Rows<control::Organization> organizations_of(std::string_view email, std::string_view after,
                                                        unsigned limit) override;
  control::Rows<control::Organization> organizations_under(control::OrganizationId top,
                                                           std::string_view after, unsigned limit) override;
  control::Rows<control::OrganizationId> asked_about(std::string_view email) override;
  control::Rows<control::WaitingMail> mails_to(std::string_view email) override;

 private:
  Connection& db_;
};

class SqlitePeopleWriter final : public control::PeopleWriter {
 public:
  explicit SqlitePeopleWriter(Connection& connection) : db_(connection) {}

  Result<void> put_person(const control::PersonRow& row) override;
  Result<void> erase_person(std::string_view email) override;
  Result<std::int64_t> add_password_link(const control::PasswordLinkRow& row) override;
  Result<void> use_password_links(std::string_view email) override;
  Result<void> erase_password_links(Milliseconds expired_before) override;
  Result<std::int64_t> add_access_token(const control::AccessTokenRow& row) override;
  Result<void> access_token_used(std::int64_t id, Timestamp when) override;
  Result<void> erase_access_token(std::int64_t id) override;
  Result<void> erase_sessions(std::string_view email, unsigned keep) override;
  Result<void> erase_access_tokens(Timestamp expired_at) override;
  Result<void> erase_answer_tokens(control::OrganizationId organization, std::string_view email) override;

 private:
  template <class... Values>
  Result<void> change(const char* sql, const Values&... values) {
    SALLYPORT_TRY(db_.run(sql, values...));
    return {};
  }

  Connection& db_;
};

}  // namespace sallyport::store
