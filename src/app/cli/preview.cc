#include "app/cli/preview.h"

#include <fmt/format.h>

#include <optional>

namespace sallyport::cli {
namespace {

namespace json = boost::json;

const std::vector<Column>& columns() {
  static const std::vector<Column> all = {{"ORGANIZATION", "organization"},
                                          {"CREDENTIAL", "credential"},
                                          {"ADDRESS", "address"},
                                          {"COUNT", "count"},
                                          {"LAST SEEN", "last_seen"}};
  return all;
}

const json::value* member(const json::value& value, std::string_view name) {
  const auto* const object = value.if_object();
  return object != nullptr ? object->if_contains(name) : nullptr;
}

// The protection's channel, where it would block or learn and dry run keeps it from that; empty where it does
// not. Dry run does not count under what is enforced.
std::string_view dry_run_channel(const json::value* protection) {
  const auto* const fields = protection != nullptr ? protection->if_object() : nullptr;
  if (fields == nullptr || fields->contains("enforced")) return {};
  const auto* const on = fields->if_contains("dry_run");
  const auto* const mode = fields->if_contains("in_force");
  const auto* const channel = fields->if_contains("channel");
  if (on == nullptr || on->if_bool() == nullptr || !on->get_bool()) return {};
  if (mode == nullptr || *mode == "off" || channel == nullptr || !channel->is_string()) return {};
  return channel->get_string();
}

// "changed" alone would say that unknown addresses are blocked from now on. `answer` is a protection, or
// those of both channels.
void note_dry_run(Session& session, const json::value& answer) {
  for (const json::value* const each : {&answer, member(answer, "api"), member(answer, "smtp")}) {
    const std::string_view channel = dry_run_channel(each);
    if (channel.empty()) continue;
    session.print_line(fmt::format("dry run is on for the channel {}: nothing is enforced there", channel));
  }
}

struct Preview {
  const json::array* items;
  std::int64_t total;
};

// Null is none.
std::optional<Preview> read(const json::value* value) {
  if (value == nullptr) return std::nullopt;
  const auto* const items = member(*value, "items");
  const auto* const total = member(*value, "total");
  if (items == nullptr || !items->is_array() || total == nullptr || !total->is_int64()) return std::nullopt;
  return Preview{&items->get_array(), total->get_int64()};
}

void print(Session& session, const json::value& answer, const Preview& preview) {
  session.print_items(answer, *preview.items, columns());
  const auto named = static_cast<std::int64_t>(preview.items->size());
  if (preview.total > named) session.print_note(fmt::format("and {} more", preview.total - named));
}

}  // namespace

int tell_preview(Session& session, const std::expected<json::value, int>& answer) {
  if (!answer) return answer.error();
  const auto preview = read(&*answer);
  if (!preview) return session.unexpected_answer();
  if (preview->total == 0 && session.format() == Format::table) {
    session.print_line("it would stop nothing of what was let in during the last 7 days");
  } else {
    print(session, *answer, *preview);
  }
  return kDone;
}

int tell_blocking(Session& session, const std::string& method, const std::string& path,
                  const json::value& body, bool only_preview, std::string_view done) {
  constexpr std::string_view kBlocked = "would_have_blocked";
  const auto answer = session.call(method, only_preview ? path + "?preview=true" : path, body);
  if (!answer) return answer.error();
  const json::value* const blocked = member(*answer, kBlocked);
  if (only_preview) {
    if (blocked == nullptr) return session.unexpected_answer();
    return tell_preview(session, *blocked);
  }
  if (session.format() != Format::table) {
    session.print(*answer);
    return kDone;
  }
  session.print_line(done);
  note_dry_run(session, *answer);
  const auto preview = read(blocked);
  if (!preview || preview->total == 0) return kDone;
  session.print_line("of what was let in during the last 7 days, it would have blocked:");
  print(session, *blocked, *preview);
  return kDone;
}

}  // namespace sallyport::cli
