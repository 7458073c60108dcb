#include "control/alerts/alert_events.h"

#include "control/webhooks/webhook_event.h"

namespace sallyport::control {
namespace {

Result<void> tell_answered(Change& change, AlertRow row, AlertState state, const std::string& by) {
  row.alert.state = state;
  row.alert.answered_by = by;
  row.alert.answered = change.now();
  return change.webhooks().tell_answered(change, row.alert);
}

}  // namespace

Result<void> write_alert(Change& change, AlertRow row) {
  SALLYPORT_ASSIGN(row.alert.id, change.rows().add_alert(row));
  if (change.core().webhooks == 0) return {};
  SALLYPORT_ASSIGN(const auto organization, change.read().organization(row.scope.organization));
  if (!organization) return {};
  row.alert.organization = organization->name;
  return tell_webhooks(change, event_of("alert.opened", row.alert));
}

Result<void> write_answer(Change& change, AlertRow row, AlertState state, const std::string& by) {
  SALLYPORT_TRY(change.rows().answer_alert(row.alert.id, state, by, change.now()));
  return tell_answered(change, std::move(row), state, by);
}

Result<void> write_answers(Change& change, Scope scope, const net::Prefix& inside, AlertState state,
                           const std::string& by) {
  if (change.core().webhooks != 0) {
    SALLYPORT_ASSIGN(const auto open, change.read().open_alerts(scope, inside));
    for (const AlertRow& row : open) SALLYPORT_TRY(tell_answered(change, row, state, by));
  }
  return change.rows().answer_alerts(scope, inside, state, by, change.now());
}

}  // namespace sallyport::control
