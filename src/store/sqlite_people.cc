#include "store/sqlite_people.h"

#include <algorithm>

#include "store/row_types.h"

namespace sallyport::store {
namespace {

using control::AccessTokenRow;
using control::Organization;
using control::OrganizationId;

OrganizationId id(const Row& row, int column) { return row.word(column, OrganizationId{0xffff'ffff}); }

control::Permissions to_permissions(const Row& row, int first) {
  return {row.flag(first), row.flag(first + 1), row.flag(first + 2), row.flag(first + 3)};
}

#define TREE_ORGANIZATION "SELECT o.id, o.name, o.created, o.parent, coalesce(p.name, '') "

#define ACCESS_TOKEN                                                                                     \
  "SELECT t.id, t.hash, t.session, t.organization, t.name, t.owner, t.authorized_ips, t.read, t.audit, " \
  "t.actor, t.created, t.expires, t.last_used, coalesce(o.name, '') "                                    \
  "FROM access_token AS t LEFT JOIN organization AS o ON o.id = t.organization "

AccessTokenRow to_access_token(const Row& row) {
  AccessTokenRow found;
  found.token.id = row.integer(0);
  const auto hash = row.blob(1);
  if (hash.size() == found.hash.size()) {
    std::ranges::copy(hash, found.hash.begin());
  } else {
    row.refuse();
  }
  found.session = row.flag(2);
  found.organization = id(row, 3);
  found.token.name = row.text(4);
  found.token.permissions = to_permissions(row, 5);
  found.token.by = row.text(9);
  found.token.created = row.time(10);
  found.token.expires = row.maybe_time(11);
  found.token.last_used = row.maybe_time(12);
  found.token.organization = row.text(13);
  return found;
}

// `tree` holds the ids; those below are found by their parents. The page is cut out of all of them.
#define TREE_PAGE                                                                                      \
  "UNION SELECT o.id FROM tree JOIN organization AS o ON o.parent = tree.id WHERE o.parent <> "        \
  "0) " TREE_ORGANIZATION                                                                              \
  "FROM tree JOIN organization AS o ON o.id = tree.id LEFT JOIN organization AS p ON p.id = o.parent " \
  "WHERE o.name > ?2 ORDER BY o.name LIMIT ?3"

}  // namespace

control::Maybe<control::PersonRow> SqlitePeopleReader::person(std::string_view email) {
  return db_.one(
      "SELECT email, coalesce(password, ''), language, last_password_mail FROM person "
      "WHERE email = ?1 COLLATE NOCASE ORDER BY email <> ?1, email LIMIT 1",
      [](const Row& row) {
        return control::PersonRow{row.text(0), row.text(1), row.word(2, control::Language::japanese),
                                  row.maybe_duration(3)};
      },
      email);
}

Result<bool> SqlitePeopleReader::is_member_anywhere(std::string_view email) {
  SALLYPORT_ASSIGN(const auto found,
                   db_.number("SELECT EXISTS (SELECT 1 FROM member WHERE email = ? COLLATE NOCASE)", email));
  return found != 0;
}

control::Maybe<std::string> SqlitePeopleReader::known_as(std::string_view email) {
  return db_.one(
      "SELECT email FROM member WHERE email = ?1 COLLATE NOCASE ORDER BY email <> ?1, email LIMIT 1",
      [](const Row& row) { return std::string(row.text(0)); }, email);
}

control::Rows<control::Membership> SqlitePeopleReader::memberships(std::string_view email, unsigned limit) {
  return db_.rows(
      TREE_ORGANIZATION
      ", m.owner, m.authorized_ips, m.read, m.audit FROM member AS m "
      "JOIN organization AS o ON o.id = m.organization LEFT JOIN organization AS p ON p.id = o.parent "
      "WHERE m.email = ? COLLATE NOCASE ORDER BY o.name LIMIT ?",
      [](const Row& row) { return control::Membership{to_organization(row), to_permissions(row, 5)}; }, email,
      limit);
}

control::Maybe<control::PasswordLinkRow> SqlitePeopleReader::password_link(std::int64_t link) {
  return db_.one(
      "SELECT id, email, expires, expires_watched, used FROM password_link WHERE id = ?",
      [](const Row& row) {
        return control::PasswordLinkRow{row.integer(0), row.text(1), row.time(2),
                                        Milliseconds(row.integer(3)), row.flag(4)};
      },
      link);
}

control::Maybe<AccessTokenRow> SqlitePeopleReader::access_token(const control::Hash& hash) {
  return db_.one(ACCESS_TOKEN "WHERE t.hash = ?", to_access_token, std::span<const std::byte>(hash));
}

control::Maybe<AccessTokenRow> SqlitePeopleReader::access_token(OrganizationId organization,
                                                                std::string_view name) {
  return db_.one(ACCESS_TOKEN "WHERE t.session = 0 AND t.organization = ? AND t.name = ?", to_access_token,
                 organization, name);
}

control::Rows<AccessTokenRow> SqlitePeopleReader::access_tokens(OrganizationId organization) {
  return db_.rows(ACCESS_TOKEN "WHERE t.session = 0 AND t.organization = ? ORDER BY t.name", to_access_token,
                  organization);
}

control::Rows<Organization> SqlitePeopleReader::organizations_of(std::string_view email,
                                                                 std::string_view after, unsigned limit) {
  return db_.rows(
      "WITH RECURSIVE tree (id) AS (SELECT organization FROM member WHERE email = ?1 COLLATE NOCASE "
      "AND (owner <> 0 OR authorized_ips <> 0 OR read <> 0 OR audit <> 0) " TREE_PAGE,
      to_organization, email, after, limit);
}

control::Rows<Organization> SqlitePeopleReader::organizations_under(OrganizationId top,
                                                                    std::string_view after, unsigned limit) {
  return db_.rows("WITH RECURSIVE tree (id) AS (SELECT ?1 " TREE_PAGE, to_organization, top, after, limit);
}

control::Rows<OrganizationId> SqlitePeopleReader::asked_about(std::string_view email) {
  return db_.rows(
      "SELECT DISTINCT organization FROM answer_token WHERE member = ? COLLATE NOCASE",
      [](const Row& row) { return id(row, 0); }, email);
}

control::Rows<control::WaitingMail> SqlitePeopleReader::mails_to(std::string_view email) {
  return db_.rows(
      "SELECT id, organization FROM outbox WHERE recipient = ? COLLATE NOCASE ORDER BY id",
      [](const Row& row) { return control::WaitingMail{row.integer(0), row.text(1)}; }, email);
}

Result<void> SqlitePeopleWriter::put_person(const control::PersonRow& row) {
  const std::optional<std::string> password =
      row.password.empty() ? std::nullopt : std::optional(row.password);
  return change(
      "INSERT OR REPLACE INTO person (email, password, language, last_password_mail) VALUES (?, ?, ?, ?)",
      row.email, password, row.language, row.last_password_mail);
}

Result<void> SqlitePeopleWriter::erase_person(std::string_view email) {
  SALLYPORT_TRY(change("DELETE FROM password_link WHERE email = ? COLLATE NOCASE", email));
  SALLYPORT_TRY(change("DELETE FROM access_token WHERE session = 1 AND name = ? COLLATE NOCASE", email));
  SALLYPORT_TRY(change("DELETE FROM alert_told WHERE member = ?", email));
  return change("DELETE FROM person WHERE email = ? COLLATE NOCASE", email);
}

Result<std::int64_t> SqlitePeopleWriter::add_password_link(const control::PasswordLinkRow& row) {
  SALLYPORT_TRY(
      change("INSERT INTO password_link (email, expires, expires_watched, used) VALUES (?, ?, ?, ?)",
             row.email, row.expires, row.expires_watched, row.used));
  return db_.last_id();
}

Result<void> SqlitePeopleWriter::use_password_links(std::string_view email) {
  return change("UPDATE password_link SET used = 1 WHERE email = ? COLLATE NOCASE", email);
}

Result<void> SqlitePeopleWriter::erase_password_links(Milliseconds expired_before) {
  return change("DELETE FROM password_link WHERE expires_watched < ?", expired_before);
}

Result<std::int64_t> SqlitePeopleWriter::add_access_token(const AccessTokenRow& row) {
  const control::AccessToken& token = row.token;
  SALLYPORT_TRY(change(
      "INSERT INTO access_token (hash, session, organization, name, owner, authorized_ips, read, audit, "
      "actor, created, expires, last_used) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      std::span<const std::byte>(row.hash), row.session, row.organization, token.name,
      token.permissions.owner, token.permissions.authorized_ips, token.permissions.read,
      token.permissions.audit, token.by, token.created, token.expires, token.last_used));
  return db_.last_id();
}

Result<void> SqlitePeopleWriter::access_token_used(std::int64_t token, Timestamp when) {
  return change("UPDATE access_token SET last_used = max(coalesce(last_used, ?1), ?1) WHERE id = ?2", when,
                token);
}

Result<void> SqlitePeopleWriter::erase_access_token(std::int64_t token) {
  return change("DELETE FROM access_token WHERE id = ?", token);
}

Result<void> SqlitePeopleWriter::erase_sessions(std::string_view email, unsigned keep) {
  return change(
      "DELETE FROM access_token WHERE session = 1 AND name = ?1 COLLATE NOCASE AND id NOT IN (SELECT id FROM "
      "access_token WHERE session = 1 AND name = ?1 COLLATE NOCASE ORDER BY id DESC LIMIT ?2)",
      email, keep);
}

Result<void> SqlitePeopleWriter::erase_access_tokens(Timestamp expired_at) {
  return change("DELETE FROM access_token WHERE expires IS NOT NULL AND expires <= ?", expired_at);
}

Result<void> SqlitePeopleWriter::erase_answer_tokens(OrganizationId organization, std::string_view email) {
  return change("DELETE FROM answer_token WHERE member = ? COLLATE NOCASE AND organization = ?", email,
                organization);
}

}  // namespace sallyport::store
