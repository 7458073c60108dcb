// What lists cover, what in them looks wrong, and how they once were.

#include <fmt/format.h>

#include <charconv>

#include "api/handlers/handlers.h"
#include "api/handlers/represent.h"

namespace sallyport::api {
namespace {

std::string_view word(control::Covering::By by) {
  switch (by) {
    case control::Covering::By::own:
      return "own";
    case control::Covering::By::shared:
      return "shared";
    case control::Covering::By::enforced:
      return "enforced";
  }
  return "own";
}

Result<std::int64_t> read_version(const Call& call, std::string_view name) {
  const std::string_view text = call.queried(name);
  std::int64_t version = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (failure == std::errc() && end == text.data() + text.size() && version >= 0) return version;
  return fail(ErrorCode::malformed_request, fmt::format("{} must be the number of a version", name));
}

// `address` or `prefix`, exactly one.
Result<net::Prefix> read_asked(const Call& call) {
  const std::string_view address = call.queried("address");
  const std::string_view prefix = call.queried("prefix");
  if (address.empty() == prefix.empty()) {
    return fail(ErrorCode::malformed_request, "ask about exactly one address or prefix");
  }
  if (!prefix.empty()) return net::parse_prefix(prefix);
  SALLYPORT_ASSIGN(const auto parsed, net::parse_address(address));
  return net::Prefix(parsed);
}

}  // namespace

void write(JsonWriter& json, const control::Covering& covering) {
  const policy::Entry& entry = covering.listed.entry;
  json.begin_object()
      .field("prefix", entry.prefix.to_string())
      .field("kind", policy::to_string(entry.kind))
      .field("source", policy::to_string(entry.source));
  // What an organization above writes to itself is its own.
  if (covering.by == control::Covering::By::own) json.field("note", covering.listed.note);
  if (entry.valid_from != policy::kAlways) json.field("valid_from", entry.valid_from);
  if (entry.valid_until != policy::kForever) json.field("valid_until", entry.valid_until);
  json.field("organization", covering.organization);
  if (!covering.credential.empty()) json.field("credential", covering.credential);
  json.field("by", word(covering.by)).flag("decides", covering.decides);
  if (covering.decides_on) json.field("decides_on", policy::to_string(*covering.decides_on));
  json.end_object();
}

void write(JsonWriter& json, const control::Hint& hint) {
  json.begin_object().field("kind", control::to_string(hint.kind)).field("prefix", hint.prefix.to_string());
  if (!hint.credential.empty()) json.field("credential", hint.credential);
  json.field("text", hint.text);
  if (hint.replacement) json.field("replacement", hint.replacement->to_string());
  json.end_object();
}

void write(JsonWriter& json, const control::EntryDifference& difference) {
  json.begin_object().field("prefix", difference.prefix.to_string());
  if (!difference.credential.empty()) json.field("credential", difference.credential);
  write_state(json, "before", difference.before);
  write_state(json, "after", difference.after);
  json.end_object();
}

void write(JsonWriter& json, const control::ListVersion& version) {
  json.begin_object();
  write_members(json, version.record);
  json.field("entries", version.entries).end_object();
}

Result<Reply> show_covers(const Call& call) {
  SALLYPORT_ASSIGN(const auto prefix, read_asked(call));
  const control::ScopeName scope{call.organization(), std::string(call.queried("credential"))};
  SALLYPORT_ASSIGN(const auto found, call.control.lists().covers(scope, prefix));
  return reply_with_list(found);
}

Result<Reply> show_review(const Call& call) {
  SALLYPORT_ASSIGN(const auto hints, call.control.review().hints(call.organization()));
  return reply_with_list(hints);
}

Result<Reply> list_versions(const Call& call) {
  SALLYPORT_ASSIGN(const auto request, call.page());
  SALLYPORT_ASSIGN(const auto page, call.control.versions().list(call.organization(), request));
  return reply_with_page(page);
}

Result<Reply> show_difference(const Call& call) {
  SALLYPORT_ASSIGN(const auto from, read_version(call, "from"));
  SALLYPORT_ASSIGN(const auto to, read_version(call, "to"));
  SALLYPORT_ASSIGN(const auto made, call.control.versions().difference(call.organization(), from, to));
  return reply_with_list(made);
}

Result<Reply> roll_back(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const auto to = fields.integer("to");
  if (!fields.has("to")) fields.missing("to");
  const bool force = fields.boolean("force").value_or(false);
  SALLYPORT_TRY(fields.finish());
  SALLYPORT_ASSIGN(const auto made,
                   call.control.versions().roll_back(call.actor, call.organization(), *to, force));
  return reply_with_list(made);
}

}  // namespace sallyport::api
