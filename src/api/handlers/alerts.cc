#include <charconv>

#include "api/handlers/handlers.h"
#include "api/handlers/represent.h"

namespace sallyport::api {
namespace {

using control::Action;
using control::AlertState;

std::optional<AlertState> parse_state(std::string_view word) {
  for (const AlertState state :
       {AlertState::open, AlertState::authorized, AlertState::denied, AlertState::deactivated}) {
    if (word == control::to_string(state)) return state;
  }
  return std::nullopt;
}

std::optional<Action> parse_action(std::string_view word) {
  for (const Action action : {Action::authorize, Action::deny, Action::deactivate}) {
    if (word == control::to_string(action)) return action;
  }
  return std::nullopt;
}

Result<control::AlertId> alert_of_path(const Call& call) {
  const std::string_view text = call.parameter("alert");
  std::int64_t id = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), id);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || id < 1) {
    return fail(ErrorCode::not_found, "there is no such alert: an alert is named by its number");
  }
  return control::AlertId{id};
}

}  // namespace

Result<Reply> list_alerts(const Call& call) {
  SALLYPORT_ASSIGN(const auto request, call.page());
  const auto state = parse_state(call.queried("state"));
  if (!state && !call.queried("state").empty()) {
    return fail(ErrorCode::malformed_request, "state must be open, authorized, denied or deactivated");
  }
  SALLYPORT_ASSIGN(const auto page, call.control.alerts().list(call.organization(), state, request));
  return reply_with_page(page);
}

Result<Reply> answer_alert(const Call& call) {
  SALLYPORT_ASSIGN(const auto alert, alert_of_path(call));
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const auto action = fields.word("action", &parse_action, "authorize, deny or deactivate");
  if (!fields.has("action")) fields.missing("action");
  control::Alerts::Answer answer;
  answer.network = fields.boolean("network").value_or(answer.network);
  answer.rotate = fields.boolean("rotate").value_or(answer.rotate);
  SALLYPORT_TRY(fields.finish());
  answer.action = *action;
  SALLYPORT_ASSIGN(const auto answered,
                   call.control.alerts().answer(call.actor, call.organization(), alert, answer));
  return reply_with(answered);
}

}  // namespace sallyport::api
