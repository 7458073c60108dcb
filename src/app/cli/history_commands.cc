// What covers an address, what looks wrong in the lists, and how they once were.

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "base/clock.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

// "authorized, learned, until 2026-02-01T00:00:00Z, Berlin office"
std::string describe(const json::object& entry) {
  std::string text = text_of(entry, "kind") + ", " + text_of(entry, "source");
  if (const auto from = text_of(entry, "valid_from"); !from.empty()) text += ", from " + from;
  if (const auto until = text_of(entry, "valid_until"); !until.empty()) text += ", until " + until;
  if (const auto note = text_of(entry, "note"); !note.empty()) text += ", " + note;
  return text;
}

// A line for what went, and one for what came.
void print_difference(Session& session, const json::object& difference) {
  const std::string credential = text_of(difference, "credential");
  const std::string prefix = text_of(difference, "prefix") + (credential.empty() ? "" : " of " + credential);
  for (const auto& [sign, field] : {std::pair{'-', "before"}, std::pair{'+', "after"}}) {
    const auto* const entry = difference.if_contains(field);
    if (entry == nullptr || !entry->is_object()) continue;
    session.print_line(fmt::format("{} {}  {}", sign, prefix, describe(entry->get_object())));
  }
}

int print_differences(Session& session, const std::expected<json::value, int>& answer) {
  if (!answer) return answer.error();
  if (session.format() != Format::table) {
    session.print(*answer);
    return kDone;
  }
  const auto* const object = answer->if_object();
  const auto* const items = object != nullptr ? object->if_contains("items") : nullptr;
  if (items == nullptr || !items->is_array()) return session.unexpected_answer();
  for (const auto& item : items->get_array()) {
    if (item.is_object()) print_difference(session, item.get_object());
  }
  if (items->get_array().empty()) session.print_note("no difference");
  return kDone;
}

// Whether an entry decides, and where its times are why it does not, which of them.
void explain_times(json::object& entry, Timestamp now) {
  const auto* const decides = entry.if_contains("decides");
  if (decides == nullptr || !decides->is_bool() || decides->get_bool()) return;
  const auto from = parse_timestamp(text_of(entry, "valid_from"));
  const auto until = parse_timestamp(text_of(entry, "valid_until"));
  if (from && *from > now) {
    entry["decides"] = "no: it has not begun";
  } else if (until && *until <= now) {
    entry["decides"] = "no: it is over";
  }
}

// The organization's part of ORGANIZATION/CREDENTIAL, and the credential's; a name has no slash.
std::pair<std::string, std::string> split(const std::string& scope) {
  const std::size_t slash = std::min(scope.find('/'), scope.size());
  return {scope.substr(0, slash), slash == scope.size() ? std::string() : scope.substr(slash + 1)};
}

}  // namespace

int address_covers(Session& session, const Arguments& arguments) {
  const auto [organization, credential] = split(arguments.scope);
  const bool network = arguments.address.find('/') != std::string::npos;
  std::string query = fmt::format("{}={}", network ? "prefix" : "address", path_segment(arguments.address));
  if (!credential.empty()) query += "&credential=" + path_segment(credential);
  const std::string path = scope_path(organization) + "/covers";
  const std::vector<Column> columns = {{"PREFIX", "prefix"},
                                       {"KIND", "kind"},
                                       {"DECIDES", "decides"},
                                       {"ONLY ON", "decides_on"},
                                       {"LIST OF", "organization"},
                                       {"CREDENTIAL", "credential"},
                                       {"BY", "by"},
                                       {"SOURCE", "source"},
                                       {"FROM", "valid_from"},
                                       {"UNTIL", "valid_until"},
                                       {"NOTE", "note"}};
  if (session.format() != Format::table) return session.list(path, query, columns);
  auto entries = session.items(path, query);
  if (!entries) return entries.error();
  for (auto& entry : *entries) {
    if (entry.is_object()) explain_times(entry.get_object(), SystemClock().now());
  }
  session.print_items(nullptr, *entries, columns);
  return kDone;
}

int address_review(Session& session, const Arguments& arguments) {
  return session.list(scope_path(arguments.organization) + "/review", {},
                      {{"HINT", "kind"},
                       {"PREFIX", "prefix"},
                       {"CREDENTIAL", "credential"},
                       {"REPLACEMENT", "replacement"},
                       {"WHY", "text"}});
}

int address_versions(Session& session, const Arguments& arguments) {
  return session.list(scope_path(arguments.organization) + "/versions", "limit=1000",
                      {{"VERSION", "number"},
                       {"TIME", "time"},
                       {"WHO", "actor"},
                       {"WHAT", "action"},
                       {"ENTRIES", "entries"}});
}

int address_diff(Session& session, const Arguments& arguments) {
  return print_differences(
      session, session.call("GET", fmt::format("{}/versions/difference?from={}&to={}",
                                               scope_path(arguments.organization), arguments.version_from,
                                               arguments.version_to)));
}

int address_rollback(Session& session, const Arguments& arguments) {
  return print_differences(
      session, session.call("POST", scope_path(arguments.organization) + "/versions/rollback",
                            json::object{{"to", arguments.version_to}, {"force", arguments.force}}));
}

}  // namespace sallyport::cli
