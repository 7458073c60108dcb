#include "store/sqlite_reader.h"

namespace sallyport::store {
namespace {

#define ALERT                                                                                               \
  "SELECT a.id, o.name, a.organization, a.network, a.address, a.credential, a.credential_name, a.channel, " \
  "a.first_seen, a.last_seen, a.count, a.state, a.answered_by, a.answered, a.mailed "                       \
  "FROM alert AS a JOIN organization AS o ON o.id = a.organization "

control::AlertRow to_alert(const Row& row) {
  control::AlertRow found;
  control::Alert& alert = found.alert;
  alert.id = control::AlertId{row.integer(0)};
  alert.organization = row.text(1);
  found.scope.organization = row.word(2, control::OrganizationId{0xffff'ffff});
  alert.network = row.prefix(3);
  alert.address = row.address(4);
  found.scope.credential = row.word(5, control::CredentialId{0xffff'ffff});
  alert.credential = row.text(6);
  alert.channel = row.word(7, control::Channel::smtp);
  alert.first_seen = row.time(8);
  alert.last_seen = row.time(9);
  alert.count = row.count(10);
  alert.state = row.word(11, control::AlertState::deactivated);
  alert.answered_by = row.text(12);
  alert.answered = row.maybe_time(13);
  found.mailed = row.flag(14);
  return found;
}

control::TokenRow to_token(const Row& row) {
  control::TokenRow token;
  token.id = row.integer(0);
  token.organization = row.word(1, control::OrganizationId{0xffff'ffff});
  token.alert = control::AlertId{row.integer(2)};
  token.member = row.text(3);
  token.expires = row.time(4);
  token.expires_watched = Milliseconds(row.integer(5));
  token.used = row.flag(6);
  return token;
}

control::OutboxRow to_mail(const Row& row) {
  control::OutboxRow mail;
  mail.id = row.integer(0);
  mail.created = row.time(1);
  mail.organization = row.text(2);
  mail.recipient = row.text(3);
  mail.content = row.text(4);
  mail.attempts = static_cast<unsigned>(row.count(5));
  mail.queued = Milliseconds(row.integer(6));
  mail.due = Milliseconds(row.integer(7));
  return mail;
}

Milliseconds to_duration(const Row& row) { return Milliseconds(row.integer(0)); }

}  // namespace

control::Maybe<control::AlertRow> SqliteReader::alert(OrganizationId organization, control::AlertId id) {
  return db_.one(ALERT "WHERE a.id = ? AND a.organization = ?", to_alert, id, organization);
}

control::Maybe<control::AlertRow> SqliteReader::open_alert(OrganizationId organization,
                                                           const net::Prefix& network) {
  return db_.one(ALERT "WHERE a.organization = ? AND a.network = ? AND a.state = 0", to_alert, organization,
                 network);
}

control::Rows<control::AlertRow> SqliteReader::alerts(OrganizationId organization,
                                                      std::optional<control::AlertState> state,
                                                      std::optional<control::AlertId> before,
                                                      unsigned limit) {
  return db_.rows(
      ALERT
      "WHERE a.organization = ?1 AND (?2 IS NULL OR a.state = ?2) AND a.id < coalesce(?3, 1 << 62) "
      "ORDER BY a.id DESC LIMIT ?4",
      to_alert, organization, state, before, limit);
}

control::Rows<control::AlertRow> SqliteReader::open_alerts(Scope scope, const net::Prefix& inside) {
  return db_.rows(ALERT
                  "WHERE a.organization = ?1 AND a.state = 0 AND a.address BETWEEN ?2 AND ?3 "
                  "AND (?4 = 0 OR a.credential = ?4) ORDER BY a.id",
                  to_alert, scope.organization, inside.address(), inside.last(), scope.credential);
}

Result<std::uint64_t> SqliteReader::open_alert_count(OrganizationId organization) {
  return db_.number("SELECT count(*) FROM alert WHERE organization = ? AND state = 0", organization);
}

control::Rows<control::AlertRow> SqliteReader::open_alerts_after(OrganizationId organization,
                                                                 control::AlertId after, unsigned limit) {
  return db_.rows(ALERT "WHERE a.organization = ? AND a.state = 0 AND a.id > ? ORDER BY a.id DESC LIMIT ?",
                  to_alert, organization, after, limit);
}

Result<std::uint64_t> SqliteReader::open_alert_count_after(OrganizationId organization,
                                                           control::AlertId after) {
  return db_.number("SELECT count(*) FROM alert WHERE organization = ? AND state = 0 AND id > ?",
                    organization, after);
}

Result<control::AlertId> SqliteReader::last_told_alert(OrganizationId organization) {
  SALLYPORT_ASSIGN(const auto last,
                   db_.number("SELECT coalesce((SELECT min(id) - 1 FROM alert INDEXED BY alert_unmailed "
                              "WHERE organization = ?1 AND state = 0 AND "
                              "mailed = 0), (SELECT max(id) FROM alert WHERE organization = ?1), 0)",
                              organization));
  return control::AlertId{static_cast<std::int64_t>(last)};
}

control::Maybe<control::AlertToldRow> SqliteReader::alert_told(OrganizationId organization,
                                                               std::string_view member) {
  return db_.one(
      "SELECT organization, member, alert, mail, beyond FROM alert_told WHERE member = ? AND organization = "
      "?",
      [](const Row& row) {
        return control::AlertToldRow{row.word(0, OrganizationId{0xffff'ffff}), row.text(1),
                                     control::AlertId{row.integer(2)}, row.integer(3), row.count(4)};
      },
      member, organization);
}

Result<control::MailState> SqliteReader::mail_state(OrganizationId organization) {
  SALLYPORT_ASSIGN(const auto state,
                   db_.one(
                       "SELECT last_mail, digest_due, beyond FROM organization WHERE id = ?",
                       [](const Row& row) {
                         return control::MailState{row.maybe_duration(0), row.maybe_duration(1),
                                                   row.count(2)};
                       },
                       organization));
  return state.value_or(control::MailState());
}

control::Rows<control::Organization> SqliteReader::due_digests(Milliseconds watched, unsigned limit) {
  return db_.rows(
      "SELECT o.id, o.name, o.created, o.parent, coalesce(p.name, '') FROM organization AS o "
      "LEFT JOIN organization AS p ON p.id = o.parent "
      "WHERE o.digest_due <= ? ORDER BY o.digest_due LIMIT ?",
      [](const Row& row) {
        return control::Organization{row.word(0, OrganizationId{0xffff'ffff}), row.text(1), row.time(2),
                                     row.word(3, OrganizationId{0xffff'ffff}), row.text(4)};
      },
      watched, limit);
}

control::Maybe<Milliseconds> SqliteReader::next_digest_due() {
  return db_.one(
      "SELECT digest_due FROM organization WHERE digest_due IS NOT NULL ORDER BY digest_due LIMIT 1",
      to_duration);
}

control::Maybe<control::TokenRow> SqliteReader::token(std::int64_t id) {
  return db_.one(
      "SELECT id, organization, alert, member, expires, expires_watched, used FROM answer_token "
      "WHERE id = ?",
      to_token, id);
}

#define OUTBOX "SELECT id, created, organization, recipient, content, attempts, queued, due FROM outbox "

control::Maybe<control::OutboxRow> SqliteReader::mail(std::int64_t id) {
  return db_.one(OUTBOX "WHERE id = ?", to_mail, id);
}

control::Maybe<control::OutboxRow> SqliteReader::due_mail(Milliseconds watched) {
  return db_.one(OUTBOX "WHERE due <= ? ORDER BY due, id LIMIT 1", to_mail, watched);
}

control::Maybe<Milliseconds> SqliteReader::next_mail_due(Milliseconds after) {
  return db_.one("SELECT due FROM outbox WHERE due > ? ORDER BY due LIMIT 1", to_duration, after);
}

Result<std::uint64_t> SqliteReader::mail_count() { return db_.number("SELECT count(*) FROM outbox"); }

}  // namespace sallyport::store
