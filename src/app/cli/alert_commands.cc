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
  return session.change(
      "POST", scope_path(arguments.organization) + "/alerts/" + path_segment(arguments.alert) + "/answer",
      boost::json::object{{"action", arguments.action}}, "answered");
}

}  // namespace sallyport::cli
