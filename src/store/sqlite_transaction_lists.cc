#include "store/sqlite_transaction.h"

namespace sallyport::store {

Result<bool> SqliteTransaction::put_entry(Scope scope, const control::ListedEntry& listed) {
  const policy::Entry& entry = listed.entry;
  // Most are new: a second statement is run for the others only.
  SALLYPORT_ASSIGN(
      const auto added,
      db_.run(
          "INSERT INTO entry (organization, credential, prefix, kind, source, valid_from, valid_until, "
          "created, actor, note, first_seen, last_seen, hits) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
          "ON CONFLICT DO NOTHING",
          scope.organization, scope.credential, entry.prefix, entry.kind, entry.source, entry.valid_from,
          entry.valid_until, listed.created, listed.by, listed.note, listed.first_seen, listed.last_seen,
          listed.hits));
  if (added != 0) return true;
  SALLYPORT_TRY(db_.run(
      "UPDATE entry SET kind = ?4, source = ?5, valid_from = ?6, valid_until = ?7, created = ?8, actor = ?9, "
      "note = ?10, first_seen = ?11, last_seen = ?12, hits = ?13 "
      "WHERE organization = ?1 AND credential = ?2 AND prefix = ?3",
      scope.organization, scope.credential, entry.prefix, entry.kind, entry.source, entry.valid_from,
      entry.valid_until, listed.created, listed.by, listed.note, listed.first_seen, listed.last_seen,
      listed.hits));
  return false;
}

Result<bool> SqliteTransaction::erase_entry(Scope scope, const net::Prefix& prefix) {
  SALLYPORT_ASSIGN(const auto erased,
                   db_.run("DELETE FROM entry WHERE organization = ? AND credential = ? AND prefix = ?",
                           scope.organization, scope.credential, prefix));
  return erased != 0;
}

Result<void> SqliteTransaction::entry_used(Scope scope, const net::Prefix& prefix, const control::Use& use) {
  return change(
      "UPDATE entry SET hits = hits + ?4, first_seen = min(coalesce(first_seen, ?5), ?5), "
      "last_seen = max(coalesce(last_seen, ?6), ?6) WHERE organization = ?1 AND credential = ?2 AND prefix = "
      "?3",
      scope.organization, scope.credential, prefix, use.count, use.first, use.last);
}

Result<void> SqliteTransaction::note_unauthorized(const control::Use& use) {
  return change(
      "INSERT INTO unauthorized (organization, address, credential, channel, first_seen, last_seen, count) "
      "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (organization, address) DO UPDATE SET "
      "credential = excluded.credential, channel = excluded.channel, last_seen = max(last_seen, "
      "excluded.last_seen), "
      "count = count + excluded.count",
      use.scope.organization, use.address, use.scope.credential, use.channel, use.first, use.last, use.count);
}

Result<void> SqliteTransaction::erase_unauthorized(Scope scope, const net::Prefix& inside) {
  return change(
      "DELETE FROM unauthorized WHERE organization = ?1 AND address BETWEEN ?2 AND ?3 "
      "AND (?4 = 0 OR credential = ?4)",
      scope.organization, inside.address(), inside.last(), scope.credential);
}

Result<void> SqliteTransaction::erase_oldest_unauthorized(OrganizationId organization, std::uint64_t count) {
  return change(
      "DELETE FROM unauthorized WHERE organization = ?1 AND address IN "
      "(SELECT address FROM unauthorized WHERE organization = ?1 ORDER BY last_seen LIMIT ?2)",
      organization, count);
}

Result<void> SqliteTransaction::note_activity(const control::Use& use) {
  return change(
      "INSERT INTO activity (organization, credential, address, verdict, reason, first_seen, last_seen, "
      "count, last_allowed) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (organization, credential, address) DO UPDATE SET "
      "verdict = excluded.verdict, reason = excluded.reason, last_seen = max(last_seen, excluded.last_seen), "
      "count = count + excluded.count, "
      "last_allowed = max(coalesce(last_allowed, excluded.last_allowed), coalesce(excluded.last_allowed, "
      "last_allowed))",
      use.scope.organization, use.scope.credential, use.address, use.verdict, use.reason, use.first, use.last,
      use.count, use.verdict == policy::Verdict::allow ? std::optional(use.last) : std::nullopt);
}

Result<control::OrganizationId> SqliteTransaction::erase_activity_before(Timestamp time, OrganizationId after,
                                                                         unsigned organizations) {
  SALLYPORT_ASSIGN(
      const auto last,
      db_.number("SELECT max(id) FROM (SELECT id FROM organization WHERE id > ? ORDER BY id LIMIT ?)", after,
                 organizations));
  if (last == 0) return OrganizationId{};
  SALLYPORT_TRY(
      db_.run("DELETE FROM activity WHERE last_seen < ?1 AND organization IN "
              "(SELECT id FROM organization WHERE id > ?2 AND id <= ?3)",
              time, after, last));
  return OrganizationId{static_cast<std::uint32_t>(last)};
}

Result<void> SqliteTransaction::erase_oldest_activity(OrganizationId organization, std::uint64_t count) {
  return change(
      "DELETE FROM activity WHERE (organization, credential, address) IN "
      "(SELECT organization, credential, address FROM activity WHERE organization = ? ORDER BY last_seen "
      "LIMIT ?)",
      organization, count);
}

}  // namespace sallyport::store
