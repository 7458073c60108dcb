#include "control/alerts/alert_mail.h"

#include <algorithm>

#include "control/alerts/outbox.h"
#include "control/organizations/effective.h"

namespace sallyport::control {
namespace {

constexpr unsigned kItemsInMail = 50;
// How long a link's token is kept after its end where the person has a newer one for the same alert. The
// newest is kept as long as the alert is, so that its link can say what became of it. Mails are given up
// before: see delivery.cc.
constexpr Milliseconds kReplacedTokensKept = std::chrono::days(30);

// Links in a mail that could not be sent are used again in the next attempt for so long; then new ones are
// made.
constexpr Milliseconds kLinksUsedAgain = std::chrono::days(1);

// Newest last. Where the only news are uses for which there was no room, the newest open alert stands for
// them.
Result<std::vector<AlertRow>> alerts_to_tell(Reader& reader, const AlertToldRow& told) {
  SALLYPORT_ASSIGN(auto alerts, reader.open_alerts_after(told.organization, told.alert, kItemsInMail));
  if (alerts.empty() && told.beyond != 0) {
    SALLYPORT_ASSIGN(alerts, reader.open_alerts_after(told.organization, {}, 1));
  }
  std::ranges::reverse(alerts);
  return alerts;
}

Result<AlertToldRow> told_so_far(Reader& reader, OrganizationId organization, const std::string& member) {
  SALLYPORT_ASSIGN(const auto told, reader.alert_told(organization, member));
  if (told) return *told;
  AlertToldRow fresh{organization, member};
  SALLYPORT_ASSIGN(fresh.alert, reader.last_told_alert(organization));
  return fresh;
}

// Whether there is something to tell the member: a mail waits then, an earlier one or a new one.
Result<bool> queue_for(Change& change, const Organization& organization, const std::string& member,
                       std::uint64_t beyond) {
  Reader& reader = change.read();
  SALLYPORT_ASSIGN(auto told, told_so_far(reader, organization.id, member));
  SALLYPORT_ASSIGN(const auto news, reader.open_alert_count_after(organization.id, told.alert));
  told.beyond += beyond;
  if (news == 0 && told.beyond == 0) return false;
  SALLYPORT_ASSIGN(const auto waiting, reader.mail(told.mail));
  if (!waiting) {
    SALLYPORT_ASSIGN(told.mail, queue_mail(change, organization.name, member, alert_content({})));
  }
  SALLYPORT_TRY(change.rows().put_alert_told(told));
  return true;
}

Result<void> send(Change& change, const Organization& organization, MailState state) {
  state.digest_due.reset();
  SALLYPORT_ASSIGN(const auto members, people_to_tell(change.read(), organization));
  bool any = false;
  for (const std::string& member : members) {
    SALLYPORT_ASSIGN(const bool waits, queue_for(change, organization, member, state.beyond));
    any = any || waits;
  }
  if (any) {
    state.last_mail = change.watched();
    state.beyond = 0;
  }
  // Where there is nobody to tell, it stays untold until there is.
  return change.rows().put_mail_state(organization.id, state);
}

Result<std::int64_t> make_token(Change& change, const AlertToldRow& told, AlertId alert) {
  const ControlSettings& settings = change.core().settings;
  TokenRow token;
  token.organization = told.organization;
  token.alert = alert;
  token.member = told.member;
  token.expires = change.now() + settings.answer_lifetime;
  token.expires_watched = change.watched() + settings.answer_lifetime;
  SALLYPORT_TRY(change.rows().erase_tokens(alert, told.member, change.watched() - kReplacedTokensKept));
  return change.rows().add_token(token);
}

AlertId id_of(const QueuedAlert& queued) { return queued.alert.id; }

bool tells_the_same(const AlertLetter& a, const AlertLetter& b) {
  return a.more == b.more && a.beyond == b.beyond && std::ranges::equal(a.alerts, b.alerts, {}, id_of, id_of);
}

// The mail says nothing any more, or is nobody's: it goes, and what it would have told is due for others.
Result<bool> drop(Change& change, const OutboxRow& row, const std::optional<Organization>& organization) {
  SALLYPORT_TRY(change.rows().erase_mail(row.id));
  if (organization) SALLYPORT_TRY(alerts_due_again(change, organization->id));
  return false;
}

}  // namespace

Result<std::vector<std::string>> people_to_tell(Reader& reader, const Organization& organization) {
  std::vector<std::string> found;
  for (OrganizationId at = organization.id; at != OrganizationId{} && found.empty();) {
    SALLYPORT_ASSIGN(const auto members, reader.members(at));
    for (const Member& member : members) {
      if (member.permissions.manages_addresses()) found.push_back(member.email);
    }
    SALLYPORT_ASSIGN(const auto here, reader.organization(at));
    at = here ? here->parent : OrganizationId{};
  }
  return found;
}

Result<void> tell_about_alerts(Change& change, const Organization& organization) {
  SALLYPORT_ASSIGN(auto state, change.read().mail_state(organization.id));
  const auto interval = change.core().settings.mail_interval;
  if (!state.last_mail || change.watched() >= *state.last_mail + interval)
    return send(change, organization, state);
  state.digest_due = *state.last_mail + interval;
  return change.rows().put_mail_state(organization.id, state);
}

Result<void> alerts_due_again(Change& change, OrganizationId top) {
  return change.rows().untold_digests_due(top, change.watched(), change.core().settings.mail_interval);
}

Result<bool> write_alert_mail(Change& change, OutboxRow& row) {
  Reader& reader = change.read();
  SALLYPORT_ASSIGN(const auto organization, reader.organization(row.organization));
  if (!organization) return drop(change, row, organization);
  SALLYPORT_ASSIGN(const auto permissions, permissions_in(reader, *organization, row.recipient));
  SALLYPORT_ASSIGN(auto told, reader.alert_told(organization->id, row.recipient));
  if (!permissions || !permissions->manages_addresses() || !told || told->mail != row.id) {
    return drop(change, row, organization);
  }
  SALLYPORT_ASSIGN(const auto alerts, alerts_to_tell(reader, *told));
  if (alerts.empty()) {
    told->mail = 0;
    told->beyond = 0;
    SALLYPORT_TRY(change.rows().put_alert_told(*told));
    return drop(change, row, organization);
  }
  SALLYPORT_ASSIGN(const auto news, reader.open_alert_count_after(organization->id, told->alert));
  // One that cannot be read is written anew: it must not hold up those behind it.
  const AlertLetter written = read_alert_content(row.content).value_or(AlertLetter());
  AlertLetter letter;
  letter.more = news > alerts.size() ? news - alerts.size() : 0;
  letter.beyond = told->beyond;
  letter.written = change.watched();
  for (const AlertRow& alert : alerts) letter.alerts.push_back({alert.alert, 0});
  const bool recent = change.watched() - written.written < kLinksUsedAgain;
  if (recent && tells_the_same(written, letter)) return true;
  for (QueuedAlert& queued : letter.alerts) {
    const auto earlier = std::ranges::find(written.alerts, queued.alert.id, id_of);
    if (recent && earlier != written.alerts.end()) {
      queued.token = earlier->token;
    } else {
      SALLYPORT_ASSIGN(queued.token, make_token(change, *told, queued.alert.id));
    }
  }
  if (recent) letter.written = written.written;
  // Another content is another mail: its reader's program may take two with one id for the same.
  SALLYPORT_TRY(change.rows().erase_mail(row.id));
  row.created = change.now();
  row.content = alert_content(letter);
  SALLYPORT_ASSIGN(row.id, change.rows().add_mail(row));
  told->mail = row.id;
  SALLYPORT_TRY(change.rows().put_alert_told(*told));
  return true;
}

Result<void> alert_mail_left(Change& change, const OutboxRow& row) {
  Reader& reader = change.read();
  SALLYPORT_ASSIGN(const auto organization, reader.organization(row.organization));
  SALLYPORT_ASSIGN(const auto letter, read_alert_content(row.content));
  if (!organization || letter.alerts.empty()) return {};
  SALLYPORT_ASSIGN(auto told, reader.alert_told(organization->id, row.recipient));
  const AlertId last = letter.alerts.back().alert.id;
  if (told && told->mail == row.id) {
    told->alert = std::max(told->alert, last);
    told->mail = 0;
    told->beyond -= std::min(told->beyond, letter.beyond);
    SALLYPORT_TRY(change.rows().put_alert_told(*told));
  }
  SALLYPORT_TRY(change.rows().alerts_mailed(organization->id, last));
  SALLYPORT_ASSIGN(auto state, reader.mail_state(organization->id));
  state.last_mail = change.watched();
  SALLYPORT_TRY(change.rows().put_mail_state(organization->id, state));
  // What opened while it was under way is not in it.
  return alerts_due_again(change, organization->id);
}

}  // namespace sallyport::control
