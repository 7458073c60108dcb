#include <fmt/format.h>

#include <fstream>
#include <iostream>

#include "app/cli/commands.h"
#include "base/clock.h"
#include "base/duration.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t kLargestFile = 8 * 1024 * 1024;  // what the API takes in one request

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  const auto start = text.find_first_not_of(kSpace);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(kSpace) - start + 1);
}

// One address or network a line; empty lines and what follows a # are passed over.
Result<std::vector<std::string>> read_list(const std::filesystem::path& file) {
  std::ifstream opened;
  if (file != "-") {
    opened.open(file);
    if (!opened) return fail(ErrorCode::not_found, fmt::format("cannot read {}", file.string()));
  }
  std::istream& in = file == "-" ? std::cin : opened;
  std::vector<std::string> prefixes;
  std::size_t bytes = 0;
  for (std::string line; std::getline(in, line);) {
    bytes += line.size();
    if (bytes > kLargestFile) {
      return fail(ErrorCode::too_many_entries,
                  fmt::format("{} is larger than 8 MiB: split it", file.string()));
    }
    const std::string_view prefix = trim(std::string_view(line).substr(0, line.find('#')));
    if (!prefix.empty()) prefixes.emplace_back(prefix);
  }
  return prefixes;
}

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

Result<std::vector<std::string>> prefixes_of(const Arguments& arguments) {
  std::vector<std::string> prefixes = arguments.prefixes;
  if (!arguments.list_file.empty()) {
    SALLYPORT_ASSIGN(const auto listed, read_list(arguments.list_file));
    prefixes.insert(prefixes.end(), listed.begin(), listed.end());
  }
  if (prefixes.empty()) return fail(ErrorCode::malformed_request, "name at least one address or network");
  return prefixes;
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
  return session.list(path, "limit=1000",
                      {{"PREFIX", "prefix"},
                       {"SOURCE", "source"},
                       {"BY", "by"},
                       {"UNTIL", "valid_until"},
                       {"HITS", "hits"},
                       {"LAST SEEN", "last_seen"},
                       {"NOTE", "note"}});
}

int address_authorize(Session& session, const Arguments& arguments) {
  const auto prefixes = prefixes_of(arguments);
  if (!prefixes) return session.usage(prefixes.error().message);
  auto body = circumstances(arguments);
  if (!body) return session.usage(body.error().message);
  json::array list;
  for (const std::string& prefix : *prefixes) list.emplace_back(prefix);
  (*body)["prefixes"] = std::move(list);
  return session.change("POST", scope_path(arguments.scope) + "/authorized", *body,
                        fmt::format("{} authorized", prefixes->size()));
}

int address_deny(Session& session, const Arguments& arguments) {
  auto body = circumstances(arguments);
  if (!body) return session.usage(body.error().message);
  (*body)["prefix"] = arguments.address;
  return session.change("POST", scope_path(arguments.scope) + "/denied", *body, "denied");
}

int address_remove(Session& session, const Arguments& arguments) {
  const std::string segment = "/" + path_segment(arguments.address);
  const std::string path =
      scope_path(arguments.scope) + (arguments.denied ? "/denied" : "/authorized") + segment;
  return session.show("DELETE", path);
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
