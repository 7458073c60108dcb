#include "app/cli/commands.h"

namespace sallyport::cli {

int alert_list(Session& session, const Arguments& arguments) {
  std::string query = "limit=1000";
  if (!arguments.state.empty()) query += "&state=" + arguments.state;
  return session.list(scope_path(arguments.organization) + "/alerts", query,
                      {{"ID", "id"},
                       {"STATE", "state"},
                       {"ADDRESS", "address"},
                       {"NETWORK", "network"},
                       {"CREDENTIAL", "credential"},
                       {"COUNT", "count"},
                       {"LAST SEEN", "last_seen"},
                       {"ANSWERED BY", "answered_by"}});
}

int alert_answer(Session& session, const Arguments& arguments) {
  boost::json::object body{{"action", arguments.action}};
  if (arguments.network) body["network"] = true;
  if (arguments.keep_credential) body["rotate"] = false;
  const auto answered = session.call(
      "POST", scope_path(arguments.organization) + "/alerts/" + path_segment(arguments.alert) + "/answer",
      body);
  if (!answered) return answered.error();
  if (session.format() != Format::table) {
    session.print(*answered);
    return kDone;
  }
  session.print_line("answered");
  const auto* const alert = answered->if_object();
  const auto* const rotation = alert != nullptr ? alert->if_contains("rotation") : nullptr;
  return rotation != nullptr ? print_rotation(session, *rotation, false) : kDone;
}

}  // namespace sallyport::cli
