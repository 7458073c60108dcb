// What puts addresses on lists, from the command line and from files, and what takes whole lists out.

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/list_file.h"
#include "app/cli/preview.h"
#include "base/clock.h"
#include "base/duration.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

// Note, start and end, for all of the addresses.
Result<json::object> circumstances(const Arguments& arguments) {
  json::object body;
  if (!arguments.note.empty()) body["note"] = arguments.note;
  if (!arguments.start.empty()) body["valid_from"] = arguments.start;
  if (!arguments.expiry.empty()) body["valid_until"] = arguments.expiry;
  if (!arguments.lifetime.empty()) {
    SALLYPORT_ASSIGN(const auto lifetime, parse_duration(arguments.lifetime));
    body["valid_until"] = to_string(SystemClock().now() + lifetime);
  }
  return body;
}

std::uint64_t count_of(const json::value& answer, std::string_view field) {
  const auto* const object = answer.if_object();
  const auto* const value = object != nullptr ? object->if_contains(field) : nullptr;
  if (value == nullptr) return 0;
  if (value->is_array()) return value->get_array().size();
  return value->is_int64() ? static_cast<std::uint64_t>(value->get_int64()) : 0;
}

// `done`: "authorized" or "denied".
int tell(Session& session, const std::expected<json::value, int>& answer, std::string_view done) {
  if (!answer) return answer.error();
  if (session.format() != Format::table) {
    session.print(*answer);
    return kDone;
  }
  const std::uint64_t skipped = count_of(*answer, "skipped");
  std::string line = fmt::format("{} {}", count_of(*answer, "items"), done);
  if (skipped != 0) line += fmt::format(", {} stood there already", skipped);
  session.print_line(line);
  return kDone;
}

std::string with_query(std::string path, const json::object& fields) {
  char separator = '?';
  for (const auto& field : fields) {
    const std::string_view value(field.value().as_string().data(), field.value().as_string().size());
    path += fmt::format("{}{}={}", separator, std::string_view(field.key().data(), field.key().size()),
                        path_segment(value));
    separator = '&';
  }
  return path;
}

// `kind`: "authorized" or "denied", as in the path.
int put(Session& session, const Arguments& arguments, const std::vector<std::string>& prefixes,
        std::string_view kind) {
  if (prefixes.empty() == arguments.list_file.empty()) {
    return session.usage("name addresses or networks, or a file with them (--file)");
  }
  auto body = circumstances(arguments);
  if (!body) return session.usage(body.error().message);
  json::object query;
  if (arguments.skip_existing) query["existing"] = "skip";
  if (arguments.force) query["force"] = "true";
  if (arguments.preview) query["preview"] = "true";
  const std::string path = fmt::format("{}/{}", scope_path(arguments.scope), kind);
  if (!arguments.list_file.empty()) {
    const auto list = read_list_file(arguments.list_file);
    if (!list) return session.usage(list.error().message);
    if (list->is_json() && !body->empty()) {
      return session.usage(
          "an export in JSON says note, start and end of each entry: leave these options out");
    }
    for (const auto& field : *body) query[field.key()] = field.value();
    const auto answer = session.upload(with_query(path, query), list->body, list->type);
    return arguments.preview ? tell_preview(session, answer) : tell(session, answer, kind);
  }
  json::array list;
  for (const std::string& prefix : prefixes) list.emplace_back(prefix);
  (*body)["prefixes"] = std::move(list);
  const auto answer = session.call("POST", with_query(path, query), *body);
  return arguments.preview ? tell_preview(session, answer) : tell(session, answer, kind);
}

}  // namespace

int address_authorize(Session& session, const Arguments& arguments) {
  return put(session, arguments, arguments.prefixes, "authorized");
}

int address_deny(Session& session, const Arguments& arguments) {
  return put(session, arguments, arguments.prefixes, "denied");
}

// CSV unless another format is asked for; that and JSON can be read in again.
int address_export(Session& session, const Arguments& arguments) {
  const std::string kind = arguments.kind.empty() ? "authorized" : arguments.kind;
  return session.list(scope_path(arguments.scope) + "/" + kind, "limit=1000",
                      {{"prefix", "prefix"},
                       {"note", "note"},
                       {"valid_from", "valid_from"},
                       {"valid_until", "valid_until"},
                       {"source", "source"},
                       {"by", "by"},
                       {"created", "created"},
                       {"first_seen", "first_seen"},
                       {"last_seen", "last_seen"},
                       {"hits", "hits"}});
}

}  // namespace sallyport::cli
