#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/preview.h"
#include "base/clock.h"
#include "base/duration.h"

namespace sallyport::cli {
namespace {

// Which part of a list to ask for.
std::string filter_query(const Arguments& arguments) {
  std::string query = "limit=1000";
  for (const auto& [name, value] : {std::pair{"source", &arguments.source},
                                    {"note", &arguments.note},
                                    {"inside", &arguments.inside},
                                    {"unseen_for", &arguments.unseen_for},
                                    {"credential", &arguments.credential},
                                    {"verdict", &arguments.verdict},
                                    {"reason", &arguments.reason},
                                    {"since", &arguments.since},
                                    {"until", &arguments.until}}) {
    if (!value->empty()) query += fmt::format("&{}={}", name, path_segment(*value));
  }
  return query;
}

}  // namespace

int address_list(Session& session, const Arguments& arguments) {
  const std::string kind = arguments.kind.empty() ? "authorized" : arguments.kind;
  const std::string path = scope_path(arguments.scope) + "/" + kind;
  if (kind == "unauthorized") {
    return session.list(path, filter_query(arguments),
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
                       {"FROM", "valid_from"},
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

// What is not said stays as it is.
int address_change(Session& session, const Arguments& arguments) {
  boost::json::object body;
  const auto set = [&body](const char* field, const std::string& value, bool cleared) {
    if (cleared) body[field] = nullptr;
    if (!value.empty()) body[field] = value;
  };
  if (arguments.new_note) body["note"] = *arguments.new_note;
  set("valid_from", arguments.start, arguments.no_start);
  set("valid_until", arguments.expiry, arguments.no_expiry);
  if (!arguments.lifetime.empty()) {
    const auto lifetime = parse_duration(arguments.lifetime);
    if (!lifetime) return session.usage(lifetime.error().message);
    body["valid_until"] = to_string(SystemClock().now() + *lifetime);
  }
  if (body.empty()) return session.usage("say what changes: --note, --start, --expiry or --for");
  const std::string path = scope_path(arguments.scope) + (arguments.denied ? "/denied/" : "/authorized/") +
                           path_segment(arguments.address);
  if (arguments.preview) return tell_preview(session, session.call("PATCH", path + "?preview=true", body));
  return session.show("PATCH", arguments.force ? path + "?force=true" : path, body);
}

int address_activity(Session& session, const Arguments& arguments) {
  return session.list(scope_path(arguments.organization) + "/activity", filter_query(arguments),
                      {{"ADDRESS", "address"},
                       {"CREDENTIAL", "credential"},
                       {"VERDICT", "verdict"},
                       {"REASON", "reason"},
                       {"COUNT", "count"},
                       {"LAST SEEN", "last_seen"}});
}

}  // namespace sallyport::cli
