#include "control/alert_mail.h"

#include <algorithm>

#include "control/outbox.h"

namespace sallyport::control {
namespace {

constexpr unsigned kItemsInMail = 50;

// Newest last. Where the only news are uses for which there was no room, the newest open alert stands for
// them.
Result<std::vector<AlertRow>> alerts_to_tell(Reader& reader, OrganizationId organization,
                                             const MailState& state) {
  SALLYPORT_ASSIGN(auto alerts, reader.unmailed_alerts(organization, kItemsInMail));
  if (alerts.empty() && state.beyond != 0) {
    SALLYPORT_ASSIGN(alerts, reader.alerts(organization, AlertState::open, std::nullopt, 1));
  }
  std::ranges::reverse(alerts);
  return alerts;
}

Result<void> queue_for(Change& change, const Organization& organization, const std::string& member,
                       const std::vector<AlertRow>& alerts, std::uint64_t more) {
  const ControlSettings& settings = change.core().settings;
  std::vector<QueuedAlert> queued;
  for (const AlertRow& row : alerts) {
    TokenRow token;
    token.organization = organization.id;
    token.alert = row.alert.id;
    token.member = member;
    token.expires = change.now() + settings.answer_lifetime;
    token.expires_watched = change.watched() + settings.answer_lifetime;
    QueuedAlert alert;
    SALLYPORT_ASSIGN(alert.token, change.rows().add_token(token));
    alert.item = {row.alert.network,
                  row.alert.address,
                  row.alert.credential,
                  row.alert.first_seen,
                  row.alert.last_seen,
                  row.alert.count,
                  {},
                  {}};
    queued.push_back(std::move(alert));
  }
  return queue_mail(change, organization.name, member, alert_content(queued, more));
}

Result<void> send(Change& change, const Organization& organization, MailState state) {
  Reader& reader = change.read();
  state.digest_due.reset();
  SALLYPORT_ASSIGN(const auto members, people_to_tell(reader, organization));
  // Where there is nobody to tell, it stays untold until there is.
  if (members.empty()) return change.rows().put_mail_state(organization.id, state);
  SALLYPORT_ASSIGN(const auto alerts, alerts_to_tell(reader, organization.id, state));
  if (!alerts.empty()) {
    SALLYPORT_ASSIGN(const auto untold, reader.unmailed_alert_count(organization.id));
    const std::uint64_t more = (untold > alerts.size() ? untold - alerts.size() : 0) + state.beyond;
    for (const std::string& member : members) {
      SALLYPORT_TRY(queue_for(change, organization, member, alerts, more));
    }
    SALLYPORT_TRY(change.rows().alerts_mailed(organization.id));
    state.last_mail = change.watched();
    state.beyond = 0;
  }
  return change.rows().put_mail_state(organization.id, state);
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

Result<void> send_digest(Change& change, const Organization& organization) {
  SALLYPORT_ASSIGN(const auto state, change.read().mail_state(organization.id));
  return send(change, organization, state);
}

}  // namespace sallyport::control
