#include <boost/json.hpp>

#include "app/cli/change_text.h"
#include "app/cli/commands.h"
#include "app/cli/whole_file.h"
#include "base/text.h"

namespace sallyport::cli {
namespace {

constexpr std::size_t kLargestAnchor = 64 * 1024;

// The query that an anchor makes, out of what `audit anchor --format json` printed; empty where it is none.
std::string anchor_query(const std::string& text) {
  boost::system::error_code failure;
  const auto anchor = boost::json::parse(text, failure);
  if (failure || !anchor.is_object()) return {};
  const auto* const number = anchor.get_object().if_contains("number");
  const auto* const hash = anchor.get_object().if_contains("hash");
  if (number == nullptr || hash == nullptr || !number->is_int64() || !hash->is_string()) return {};
  const std::string_view hex(hash->get_string().data(), hash->get_string().size());
  return "?number=" + std::to_string(number->get_int64()) + "&hash=" + path_segment(hex);
}

// What to ask after: the number of the last line; empty where a line is none of ours.
std::string last_number(std::string_view lines) {
  lines.remove_suffix(1);
  const std::size_t start = lines.rfind('\n');
  boost::system::error_code failure;
  const auto line =
      boost::json::parse(lines.substr(start == std::string_view::npos ? 0 : start + 1), failure);
  const auto* const metadata =
      !failure && line.is_object() ? line.get_object().if_contains("metadata") : nullptr;
  const auto* const number =
      metadata != nullptr && metadata->is_object() ? metadata->get_object().if_contains("sequence") : nullptr;
  return number != nullptr && number->is_int64() ? std::to_string(number->get_int64()) : std::string();
}

// In short, for a table; --format json has all of it.
std::string change_of(const boost::json::object& record) {
  const auto* const before = record.if_contains("before");
  const auto* const after = record.if_contains("after");
  return change_text(before != nullptr ? *before : nullptr, after != nullptr ? *after : nullptr);
}

}  // namespace

int audit_list(Session& session, const Arguments& arguments) {
  const std::string path =
      arguments.organization.empty() ? "/audit" : scope_path(arguments.organization) + "/audit";
  std::string query = "limit=1000";
  for (const auto& [name, value] : {std::pair{"actor", &arguments.actor},
                                    {"action", &arguments.action},
                                    {"since", &arguments.since},
                                    {"until", &arguments.until}}) {
    if (!value->empty()) query += std::string("&") + name + "=" + path_segment(*value);
  }
  std::vector<Column> columns = {{"NUMBER", "number"},
                                 {"TIME", "time"},
                                 {"ACTOR", "actor"},
                                 {"FROM", "from"},
                                 {"ORGANIZATION", "organization"},
                                 {"ACTION", "action"}};
  if (session.format() != Format::table) {
    columns.push_back({"BEFORE", "before"});
    columns.push_back({"AFTER", "after"});
    return session.list(path, query, columns);
  }
  auto records = session.items(path, query);
  if (!records) return records.error();
  for (boost::json::value& record : *records) {
    if (record.is_object()) record.get_object()["change"] = change_of(record.get_object());
  }
  columns.push_back({"CHANGE", "change"});
  session.print_items(nullptr, *records, columns);
  return kDone;
}

int audit_export(Session& session, const Arguments& arguments) {
  const std::string path =
      arguments.organization.empty() ? "/audit" : scope_path(arguments.organization) + "/audit";
  std::string after = arguments.after.empty() ? "0" : arguments.after;
  while (true) {
    const auto lines = session.fetch(path + "/export?limit=1000&after=" + after);
    if (!lines) return lines.error();
    if (lines->empty()) return kDone;
    after = last_number(*lines);
    if (after.empty()) return session.unexpected_answer();
    session.print_lines(*lines);
  }
}

int audit_anchor(Session& session, const Arguments&) { return session.show("GET", "/audit/anchor"); }

int audit_verify(Session& session, const Arguments& arguments) {
  std::string query;
  if (!arguments.anchor_file.empty()) {
    const auto anchor = read_whole_file(arguments.anchor_file, kLargestAnchor);
    if (!anchor) return session.usage(anchor.error().message);
    query = anchor_query(*anchor);
    if (query.empty()) {
      return session.usage("there is no anchor in " + arguments.anchor_file.string() +
                           ": keep what 'audit anchor --format json' prints");
    }
  }
  const auto verified = session.call("GET", "/audit/verify" + query);
  if (!verified) return verified.error();
  session.print(*verified);
  const auto* const object = verified->if_object();
  const auto* const intact = object != nullptr ? object->if_contains("intact") : nullptr;
  return intact != nullptr && intact->is_bool() && intact->get_bool() ? kDone : kRefused;
}

}  // namespace sallyport::cli
