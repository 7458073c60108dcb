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

Result<void> SqliteTransaction::alerts_mailed(OrganizationId organization) {
  return change("UPDATE alert SET mailed = 1 WHERE organization = ? AND state = 0 AND mailed = 0",
                organization);
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

Result<void> SqliteTransaction::erase_tokens(Milliseconds expired_before) {
  return change("DELETE FROM answer_token WHERE expires_watched < ?", expired_before);
}

Result<std::int64_t> SqliteTransaction::add_mail(const control::OutboxRow& row) {
  SALLYPORT_TRY(
      db_.run("INSERT INTO outbox (created, organization, recipient, content, attempts, queued, due) VALUES "
              "(?, ?, ?, ?, ?, ?, ?)",
              row.created, row.organization, row.recipient, row.content, row.attempts, row.queued, row.due));
  return db_.last_id();
}

Result<void> SqliteTransaction::postpone_mail(std::int64_t id, unsigned attempts, Milliseconds due) {
  return change("UPDATE outbox SET attempts = ?, due = ? WHERE id = ?", attempts, due, id);
}

Result<void> SqliteTransaction::erase_mail(std::int64_t id) {
  return change("DELETE FROM outbox WHERE id = ?", id);
}

}  // namespace sallyport::store
