#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/preview.h"

namespace sallyport::cli {
namespace {

// Which entries of a list to ask for.
std::string filter_query(const Arguments& arguments) {
  std::string query = "limit=1000";
  for (const auto& [name, value] : {std::pair{"source", &arguments.source},
                                    {"note", &arguments.note},
                                    {"inside", &arguments.inside},
                                    {"unseen_for", &arguments.unseen_for}}) {
    if (!value->empty()) query += fmt::format("&{}={}", name, path_segment(*value));
  }
  return query;
}

}  // namespace

int address_list(Session& session, const Arguments& arguments) {
  const std::string kind = arguments.kind.empty() ? "authorized" : arguments.kind;
  const std::string path = scope_path(arguments.scope) + "/" + kind;
  if (kind == "unauthorized") {
    return session.list(path, "limit=1000",
                        {{"ADDRESS", "address"},
                         {"CREDENTIAL", "credential"},
                         {"COUNT", "count"},
                         {"FIRST SEEN", "first_seen"},
                         {"LAST SEEN", "last_seen"}});
  }
  return session.list(path, filter_query(arguments),
                      {{"PREFIX", "prefix"},
                       {"SOURCE", "source"},
                       {"BY", "by"},
                       {"UNTIL", "valid_until"},
                       {"HITS", "hits"},
                       {"LAST SEEN", "last_seen"},
                       {"NOTE", "note"}});
}

int address_remove(Session& session, const Arguments& arguments) {
  const std::string segment = "/" + path_segment(arguments.address);
  const std::string path =
      scope_path(arguments.scope) + (arguments.denied ? "/denied" : "/authorized") + segment;
  if (arguments.preview) return tell_preview(session, session.call("DELETE", path + "?preview=true"));
  return session.show("DELETE", arguments.force ? path + "?force=true" : path);
}

int address_activity(Session& session, const Arguments& arguments) {
  return session.list(scope_path(arguments.organization) + "/activity", "limit=1000",
                      {{"ADDRESS", "address"},
                       {"CREDENTIAL", "credential"},
                       {"VERDICT", "verdict"},
                       {"REASON", "reason"},
                       {"COUNT", "count"},
                       {"LAST SEEN", "last_seen"}});
}

}  // namespace sallyport::cli
