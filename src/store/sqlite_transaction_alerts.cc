#include "store/sqlite_transaction.h"

namespace sallyport::store {

Result<control::AlertId> SqliteTransaction::add_alert(const control::AlertRow& row) {
  const control::Alert& alert = row.alert;
  SALLYPORT_TRY(db_.run(
      "INSERT INTO alert (organization, network, address, credential, credential_name, channel, first_seen, "
      "last_seen, count, state, answered_by, answered, mailed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?)",
      row.scope.organization, alert.network, alert.address, row.scope.credential, alert.credential,
      alert.channel, alert.first_seen, alert.last_seen, alert.count, alert.state, alert.answered_by,
      alert.answered, row.mailed));
  return control::AlertId{db_.last_id()};
}

Result<void> SqliteTransaction::alert_repeated(control::AlertId id, const control::Use& use) {
  return change("UPDATE alert SET last_seen = max(last_seen, ?2), count = count + ?3 WHERE id = ?1", id,
                use.last, use.count);
}

Result<void> SqliteTransaction::answer_alerts(Scope scope, const net::Prefix& inside,
                                              control::AlertState state, const std::string& by,
                                              Timestamp when) {
  return change(
      "UPDATE alert SET state = ?5, answered_by = ?6, answered = ?7 WHERE organization = ?1 AND state = 0 "
      "AND address BETWEEN ?2 AND ?3 AND (?4 = 0 OR credential = ?4)",
      scope.organization, inside.address(), inside.last(), scope.credential, state, by, when);
}

Result<void> SqliteTransaction::answer_alert(control::AlertId id, control::AlertState state,
                                             const std::string& by, Timestamp when) {
  return change("UPDATE alert SET state = ?, answered_by = ?, answered = ? WHERE id = ?", state, by, when,
                id);
}

Result<void> SqliteTransaction::alerts_mailed(OrganizationId organization, control::AlertId last) {
  return change(
      "UPDATE alert INDEXED BY alert_unmailed SET mailed = 1 WHERE organization = ? AND state = 0 AND mailed "
      "= 0 AND id <= ?",
      organization, last);
}

Result<void> SqliteTransaction::put_alert_told(const control::AlertToldRow& row) {
  return change(
      "INSERT INTO alert_told (member, organization, alert, mail, beyond) VALUES (?, ?, ?, ?, ?) "
      "ON CONFLICT DO UPDATE SET alert = excluded.alert, mail = excluded.mail, beyond = excluded.beyond",
      row.member, row.organization, row.alert, row.mail, row.beyond);
}

Result<void> SqliteTransaction::untold_digests_due(OrganizationId top, Milliseconds watched,
                                                   Milliseconds interval) {
  return change(
      "WITH RECURSIVE below (id) AS (SELECT ?1 UNION ALL SELECT o.id FROM organization AS o JOIN below ON "
      "o.parent = below.id AND o.parent <> 0) "
      "UPDATE organization SET digest_due = max(coalesce(last_mail + ?3, ?2), ?2) WHERE digest_due IS NULL "
      "AND id IN (SELECT id FROM below) AND (beyond > 0 OR EXISTS (SELECT 1 FROM alert AS a INDEXED BY "
      "alert_unmailed WHERE "
      "a.organization = organization.id AND a.state = 0 AND a.mailed = 0))",
      top, watched, interval);
}

Result<void> SqliteTransaction::put_mail_state(OrganizationId organization, const control::MailState& state) {
  return change("UPDATE organization SET last_mail = ?, digest_due = ?, beyond = ? WHERE id = ?",
                state.last_mail, state.digest_due, state.beyond, organization);
}

Result<std::int64_t> SqliteTransaction::add_token(const control::TokenRow& row) {
  SALLYPORT_TRY(
      db_.run("INSERT INTO answer_token (organization, alert, member, expires, expires_watched, used) "
              "VALUES (?, ?, ?, ?, ?, ?)",
              row.organization, row.alert, row.member, row.expires, row.expires_watched, row.used));
  return db_.last_id();
}

Result<void> SqliteTransaction::use_token(std::int64_t id) {
  return change("UPDATE answer_token SET used = 1 WHERE id = ?", id);
}

Result<void> SqliteTransaction::erase_tokens(control::AlertId alert, std::string_view member,
                                             Milliseconds expired_before) {
  return change("DELETE FROM answer_token WHERE alert = ? AND member = ? AND expires_watched < ?", alert,
                member, expired_before);
}

Result<std::int64_t> SqliteTransaction::add_mail(const control::OutboxRow& row) {
  SALLYPORT_TRY(
      db_.run("INSERT INTO outbox (created, organization, recipient, content, attempts, queued, due) VALUES "
              "(?, ?, ?, ?, ?, ?, ?)",
              row.created, row.organization, row.recipient, row.content, row.attempts, row.queued, row.due));
  return db_.last_id();
}

Result<void> SqliteTransaction::postponed_mails_due(Milliseconds watched) {
  return change("UPDATE outbox SET due = queued WHERE due > ? AND attempts > 0", watched);
}

Result<void> SqliteTransaction::postpone_mail(std::int64_t id, unsigned attempts, Milliseconds due) {
  return change("UPDATE outbox SET attempts = ?, due = ? WHERE id = ?", attempts, due, id);
}

Result<void> SqliteTransaction::erase_mail(std::int64_t id) {
  return change("DELETE FROM outbox WHERE id = ?", id);
}

}  // namespace sallyport::store
