#include "store/sqlite_transaction.h"

namespace sallyport::store {

Result<std::unique_ptr<control::Transaction>> SqliteTransaction::begin(Connection& connection,
                                                                       std::unique_lock<std::mutex> lock) {
  SALLYPORT_TRY(connection.run("BEGIN IMMEDIATE"));
  return std::unique_ptr<control::Transaction>(new SqliteTransaction(connection, std::move(lock)));
}

SqliteTransaction::~SqliteTransaction() {
  // SQLite rolls back by itself after some errors; and where this one fails, the next BEGIN tells.
  if (sqlite3_get_autocommit(db_.handle()) == 0) (void)db_.run("ROLLBACK");
}

Result<void> SqliteTransaction::commit() { return change("COMMIT"); }

Result<control::OrganizationId> SqliteTransaction::add_organization(const std::string& name,
                                                                    OrganizationId parent,
                                                                    Timestamp created) {
  SALLYPORT_TRY(
      db_.run("INSERT INTO organization (name, parent, created) VALUES (?, ?, ?)", name, parent, created));
  if (db_.last_id() > 0xffff'ffff) return fail(ErrorCode::too_many_entries, "there is no number left");
  return OrganizationId{static_cast<std::uint32_t>(db_.last_id())};
}

Result<void> SqliteTransaction::put_member(OrganizationId organization, const control::Member& member) {
  return change(
      "INSERT OR REPLACE INTO member (organization, email, owner, authorized_ips, read, audit) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      organization, member.email, member.permissions.owner, member.permissions.authorized_ips,
      member.permissions.read, member.permissions.audit);
}

Result<void> SqliteTransaction::erase_member(OrganizationId organization, std::string_view email) {
  return change("DELETE FROM member WHERE organization = ? AND email = ?", organization, email);
}

Result<control::CredentialId> SqliteTransaction::add_credential(const control::Credential& credential) {
  SALLYPORT_ASSIGN(const auto id, take_credential_id(db_));
  SALLYPORT_TRY(db_.run(
      "INSERT INTO credential (organization, id, channel, fingerprint, name, created, last_used, made_here) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      credential.organization, id, credential.channel, credential.fingerprint, credential.name,
      credential.created, credential.last_used, credential.made_here));
  return id;
}

Result<std::uint64_t> SqliteTransaction::erase_credential(Scope scope) {
  SALLYPORT_ASSIGN(const auto entries, db_.run("DELETE FROM entry WHERE organization = ? AND credential = ?",
                                               scope.organization, scope.credential));
  SALLYPORT_TRY(db_.run("DELETE FROM protection WHERE organization = ? AND credential = ?",
                        scope.organization, scope.credential));
  SALLYPORT_TRY(db_.run("DELETE FROM activity WHERE organization = ? AND credential = ?", scope.organization,
                        scope.credential));
  SALLYPORT_TRY(db_.run("DELETE FROM unauthorized WHERE organization = ? AND credential = ?",
                        scope.organization, scope.credential));
  SALLYPORT_TRY(db_.run("DELETE FROM former_secret WHERE organization = ? AND credential = ?",
                        scope.organization, scope.credential));
  SALLYPORT_TRY(db_.run("DELETE FROM credential WHERE organization = ? AND id = ?", scope.organization,
                        scope.credential));
  return entries;
}

Result<void> SqliteTransaction::credential_used(Scope scope, Timestamp when) {
  return change(
      "UPDATE credential SET last_used = max(coalesce(last_used, ?1), ?1) WHERE organization = ?2 AND id = "
      "?3",
      when, scope.organization, scope.credential);
}

Result<void> SqliteTransaction::put_protection(const control::ProtectionRow& row) {
  return change(
      "INSERT OR REPLACE INTO protection (organization, credential, channel, mode, dry_run, quiet_period, "
      "learned_ipv4, learned_ipv6, learned_at, known_since, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      row.scope.organization, row.scope.credential, row.channel, row.settings.mode, row.settings.dry_run,
      row.settings.quiet_period, row.settings.learned_width.ipv4, row.settings.learned_width.ipv6,
      row.learned_at, row.known_since, row.due());
}

Result<void> SqliteTransaction::erase_protection(Scope scope, control::Channel channel) {
  return change("DELETE FROM protection WHERE organization = ? AND credential = ? AND channel = ?",
                scope.organization, scope.credential, channel);
}

Result<void> SqliteTransaction::append_audit(const control::AuditRow& row) {
  const control::AuditRecord& record = row.record;
  const std::span<const std::byte> hash(row.hash);
  return change(
      "INSERT INTO audit (number, time, actor, source, organization, action, before, after, hash) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      record.number, record.time, record.actor.name, record.actor.from, record.organization, record.action,
      record.before, record.after, hash);
}

Result<void> SqliteTransaction::put_audit_head(const control::AuditHead& head) {
  SALLYPORT_TRY(db_.run("UPDATE meta SET value = ? WHERE name = 'audit_number'", head.number));
  return change("UPDATE meta SET value = ? WHERE name = 'audit_hash'", std::span<const std::byte>(head.hash));
}

Result<void> SqliteTransaction::add_version(const control::VersionRow& row) {
  return change("INSERT INTO version (organization, number, first, entries) VALUES (?, ?, ?, ?)",
                row.organization, row.number, row.first, row.entries);
}

Result<void> SqliteTransaction::put_number(control::Number name, std::int64_t value) {
  return change("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", meta_name(name), value);
}

Result<void> SqliteTransaction::put_bytes(control::Bytes name, std::span<const std::byte> value) {
  return change("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", meta_name(name), value);
}

}  // namespace sallyport::store
