#include "store/sqlite_rotation.h"

namespace sallyport::store {
namespace {

using control::CredentialId;
using control::FormerSecretRow;

#define FORMER "SELECT alias, organization, credential, fingerprint, until FROM former_secret "

FormerSecretRow to_former(const Row& row) {
  return {row.word(0, CredentialId{0xffff'ffff}),
          {row.word(1, control::OrganizationId{0xffff'ffff}), row.word(2, CredentialId{0xffff'ffff})},
          row.fingerprint(3),
          row.time(4)};
}

}  // namespace

Result<CredentialId> take_credential_id(Connection& connection) {
  SALLYPORT_ASSIGN(const auto id, connection.number("SELECT value FROM meta WHERE name = 'next_credential'"));
  if (id == 0 || id > 0xffff'ffff) return fail(ErrorCode::too_many_entries, "there is no number left");
  SALLYPORT_TRY(connection.run("UPDATE meta SET value = ? WHERE name = 'next_credential'", id + 1));
  return CredentialId{static_cast<std::uint32_t>(id)};
}

control::Maybe<FormerSecretRow> SqliteRotationReader::former_secret(CredentialId alias) {
  return db_.one(FORMER "WHERE alias = ?", to_former, alias);
}

control::Maybe<FormerSecretRow> SqliteRotationReader::former_secret(const policy::Fingerprint& fingerprint) {
  return db_.one(FORMER "WHERE fingerprint = ?", to_former, fingerprint);
}

control::Rows<FormerSecretRow> SqliteRotationReader::former_secrets(control::Scope scope) {
  return db_.rows(FORMER "WHERE organization = ? AND credential = ? ORDER BY alias", to_former,
                  scope.organization, scope.credential);
}

control::Rows<FormerSecretRow> SqliteRotationReader::former_secrets_over(Timestamp now, unsigned limit) {
  return db_.rows(FORMER "WHERE until <= ? ORDER BY until LIMIT ?", to_former, now, limit);
}

control::Maybe<Timestamp> SqliteRotationReader::next_former_secret_over() {
  return db_.one("SELECT until FROM former_secret ORDER BY until LIMIT 1",
                 [](const Row& row) { return row.time(0); });
}

Result<CredentialId> SqliteRotationWriter::add_former_secret(const FormerSecretRow& row) {
  SALLYPORT_ASSIGN(const auto alias, take_credential_id(db_));
  SALLYPORT_TRY(
      db_.run("INSERT INTO former_secret (alias, organization, credential, fingerprint, until) VALUES (?, ?, "
              "?, ?, ?)",
              alias, row.scope.organization, row.scope.credential, row.fingerprint, row.until));
  return alias;
}

Result<void> SqliteRotationWriter::erase_former_secret(CredentialId alias) {
  SALLYPORT_TRY(db_.run("DELETE FROM former_secret WHERE alias = ?", alias));
  return {};
}

Result<void> SqliteRotationWriter::put_fingerprint(control::Scope scope,
                                                   const policy::Fingerprint& fingerprint,
                                                   Timestamp rotated) {
  SALLYPORT_TRY(
      db_.run("UPDATE credential SET fingerprint = ?, rotated = ? WHERE organization = ? AND id = ?",
              fingerprint, rotated, scope.organization, scope.credential));
  return {};
}

}  // namespace sallyport::store
