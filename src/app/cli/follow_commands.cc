// What an organization's list follows of vendors' catalogs.

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/preview.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

std::string follows_path(const Arguments& arguments) {
  const std::string path = "/organizations/" + path_segment(arguments.organization) + "/follows";
  return arguments.vendor.empty() ? path : path + "/" + path_segment(arguments.vendor);
}

std::string_view yes_or_no(bool flag) { return flag ? "true" : "false"; }

void put_ids(json::object& body, const char* name, const std::vector<std::string>& ids) {
  if (!ids.empty()) body[name] = json::array(ids.begin(), ids.end());
}

json::object selection_body(const Arguments& arguments) {
  json::object body;
  put_ids(body, "offerings", arguments.offerings);
  put_ids(body, "sites", arguments.sites);
  put_ids(body, "features", arguments.features);
  if (!arguments.product_version.empty()) body["version"] = arguments.product_version;
  if (arguments.all) body["all"] = true;
  if (arguments.early) body["early"] = true;
  if (!arguments.grace.empty()) body["grace"] = arguments.grace;
  return body;
}

// Null where there is no such list.
const json::array* list_of(const json::object& object, std::string_view name) {
  const auto* const found = object.if_contains(name);
  return found != nullptr ? found->if_array() : nullptr;
}

std::int64_t count_in(const json::object& object, std::string_view name) {
  const auto* const found = object.if_contains(name);
  return found != nullptr && found->is_int64() ? found->get_int64() : 0;
}

// "+ 192.0.2.1" for each that is named, and how many more there are.
void print_prefixes(Session& session, const json::object& answer, std::string_view name,
                    std::string_view sign) {
  const auto* const prefixes = list_of(answer, name);
  if (prefixes == nullptr) return;
  for (const json::value& prefix : *prefixes) {
    if (prefix.is_string())
      session.print_line(fmt::format("{} {}", sign, std::string_view(prefix.get_string())));
  }
  const std::int64_t total = count_in(answer, std::string(name) + "_total");
  const auto named = static_cast<std::int64_t>(prefixes->size());
  if (total > named) session.print_line(fmt::format("{} and {} more", sign, total - named));
}

// What a change did, or would do, to the list. `say`: what is said where it is done.
int print_change(Session& session, const std::expected<json::value, int>& answer, bool dry_run,
                 std::string_view say) {
  if (!answer) return answer.error();
  const auto* const object = answer->if_object();
  if (object == nullptr) return session.unexpected_answer();
  if (session.format() != Format::table) {
    session.print(*answer);
    return kDone;
  }
  session.print_line(dry_run ? "nothing is changed; it would do this:" : say);
  print_prefixes(session, *object, "added", "+");
  print_prefixes(session, *object, "removed", "-");
  print_prefixes(session, *object, "kept", "=");
  const std::string effect = text_of(*object, "effect");
  if (!effect.empty()) session.print_line(effect);
  const auto* const blocked = object->if_contains("would_block");
  return dry_run && blocked != nullptr ? tell_preview(session, *blocked) : static_cast<int>(kDone);
}

// With the counts beside the other fields, as a table has them.
json::array flat_items(const json::array& follows) {
  json::array items;
  for (const json::value& follow : follows) {
    if (!follow.is_object()) continue;
    json::object item = follow.get_object();
    const auto* const counts = item.if_contains("counts");
    if (counts != nullptr && counts->is_object()) {
      const json::object copy = counts->get_object();
      for (const auto& count : copy) item[count.key()] = count.value();
    }
    items.push_back(std::move(item));
  }
  return items;
}

void print_lines_of(Session& session, const json::object& follow, std::string_view name,
                    std::string_view heading, const std::vector<Column>& columns) {
  const auto* const items = list_of(follow, name);
  if (items == nullptr || items->empty()) return;
  session.print_line("");
  session.print_line(heading);
  session.print_items(follow, *items, columns);
}

int show_follow(Session& session, const Arguments& arguments) {
  const auto answer = session.call("GET", follows_path(arguments));
  if (!answer) return answer.error();
  const auto* const follow = answer->if_object();
  if (follow == nullptr) return session.unexpected_answer();
  if (session.format() != Format::table) {
    session.print(*answer);
    return kDone;
  }
  json::object fields = *follow;
  for (const char* list : {"coming", "leaving", "held_back"}) fields.erase(list);
  fields.erase("counts");
  session.print(fields);
  print_lines_of(session, *follow, "coming",
                 "announced by the vendor:", {{"PREFIX", "prefix"}, {"ON", "on"}});
  print_lines_of(session, *follow, "leaving", "given up by the vendor, and still on the list:",
                 {{"PREFIX", "prefix"},
                  {"GIVEN UP ON", "given_up_on"},
                  {"REMOVED AT", "removed_at"},
                  {"LAST SEEN", "last_seen"}});
  print_lines_of(session, *follow, "held_back", "held back:", {{"PREFIX", "prefix"}, {"BECAUSE", "because"}});
  return kDone;
}

}  // namespace

int follow_vendor(Session& session, const Arguments& arguments) {
  const std::string path = fmt::format("{}?dry_run={}&force={}", follows_path(arguments),
                                       yes_or_no(arguments.preview), yes_or_no(arguments.force));
  const auto answer = session.call("PUT", path, selection_body(arguments));
  return print_change(session, answer, arguments.preview,
                      fmt::format("{} follows {}", arguments.organization, arguments.vendor));
}

int unfollow_vendor(Session& session, const Arguments& arguments) {
  const std::string path =
      fmt::format("{}?dry_run={}&keep={}&force={}", follows_path(arguments), yes_or_no(arguments.preview),
                  yes_or_no(arguments.keep), yes_or_no(arguments.force));
  return print_change(session, session.call("DELETE", path), arguments.preview,
                      fmt::format("{} follows {} no more", arguments.organization, arguments.vendor));
}

int list_follows(Session& session, const Arguments& arguments) {
  if (!arguments.vendor.empty()) return show_follow(session, arguments);
  const auto answer = session.call("GET", follows_path(arguments));
  if (!answer) return answer.error();
  const auto* const object = answer->if_object();
  const auto* const follows = object != nullptr ? list_of(*object, "items") : nullptr;
  if (follows == nullptr) return session.unexpected_answer();
  session.print_items(*answer, flat_items(*follows),
                      {{"VENDOR", "vendor"},
                       {"STATE", "state"},
                       {"ENTRIES", "entries"},
                       {"COMING", "coming"},
                       {"LEAVING", "leaving"},
                       {"HELD BACK", "held_back"},
                       {"GRACE", "grace"},
                       {"EFFECT", "effect"}});
  return kDone;
}

}  // namespace sallyport::cli
