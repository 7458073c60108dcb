#include <fmt/format.h>

#include "api/handlers.h"
#include "api/represent.h"

namespace sallyport::api {
namespace {

using control::Channel;

// Nothing where the path names none, and both are meant.
Result<std::optional<Channel>> channel_or_both(const Call& call) {
  if (call.parameter("channel").empty()) return std::nullopt;
  return call.channel();
}

std::vector<std::string> read_names(ObjectReader& fields, std::string_view name) {
  std::vector<std::string> names;
  const JsonValue::Array* items = fields.array(name);
  if (items == nullptr) return names;
  for (const JsonValue& item : *items) {
    const auto* text = std::get_if<std::string>(&item.value);
    if (text == nullptr) {
      fields.refuse(
          {ErrorCode::malformed_request, fmt::format("{} must be a list of organizations' names", name), {}});
      return {};
    }
    names.push_back(*text);
  }
  if (names.empty()) {
    fields.refuse({ErrorCode::malformed_request,
                   fmt::format("{} names nobody: leave it out, to share with all below", name),
                   {}});
  }
  return names;
}

// A mode that nobody can enforce is refused as such, and not as a word that nobody knows.
Result<policy::Mode> read_mode(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const std::string word = fields.required_string("mode");
  SALLYPORT_TRY(fields.finish());
  if (const auto mode = policy::parse_mode(word)) return *mode;
  if (word == "automatic")
    return fail(ErrorCode::invalid_setting, "what is enforced is learning or blocking");
  return fail(ErrorCode::malformed_request, "mode must be learning or blocking");
}

void write_channel(JsonWriter& json, Channel channel, policy::Enforcement mode) {
  json.field("channel", policy::to_string(channel));
  if (mode) json.field("mode", policy::to_string(*mode));
}

// Of both channels, or of the one in the path; with what enforcing blocks.
Result<Reply> reply_with_enforcement(const Call& call, const std::optional<control::Preview>& blocked) {
  SALLYPORT_ASSIGN(const auto channel, channel_or_both(call));
  SALLYPORT_ASSIGN(const auto enforced, call.control.family().enforced(call.organization()));
  JsonWriter json;
  json.begin_object();
  if (channel) {
    write_channel(json, *channel, *channel == Channel::api ? enforced.api : enforced.smtp);
  } else {
    write_channel(json.key("api").begin_object(), Channel::api, enforced.api);
    write_channel(json.end_object().key("smtp").begin_object(), Channel::smtp, enforced.smtp);
    json.end_object();
  }
  if (blocked) write(json.key("would_have_blocked"), *blocked);
  json.end_object();
  return Reply{200, json.take(), kJson};
}

}  // namespace

Result<Reply> list_children(const Call& call) {
  SALLYPORT_ASSIGN(const auto request, call.page());
  SALLYPORT_ASSIGN(const auto page, call.control.family().children(call.organization(), request));
  return reply_with_page(page);
}

Result<Reply> list_shared(const Call& call) {
  SALLYPORT_ASSIGN(const auto sharings, call.control.family().shared(call.organization()));
  return reply_with_list(sharings);
}

Result<Reply> share(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const auto prefix = fields.parsed("prefix", &net::parse_prefix);
  if (!fields.has("prefix")) fields.missing("prefix");
  const auto with = read_names(fields, "with");
  SALLYPORT_TRY(fields.finish());
  SALLYPORT_ASSIGN(const auto sharing,
                   call.control.family().share(call.actor, call.organization(), *prefix, with));
  return reply_with(sharing, 201);
}

Result<Reply> unshare(const Call& call) {
  SALLYPORT_ASSIGN(const auto prefix, net::parse_prefix(call.parameter("prefix")));
  SALLYPORT_ASSIGN(const bool keep, call.flag("keep"));
  SALLYPORT_ASSIGN(const bool force, call.flag("force"));
  SALLYPORT_TRY(call.control.family().unshare(call.actor, call.organization(), prefix, keep, force));
  return Reply{204, {}, kJson};
}

Result<Reply> list_received(const Call& call) {
  SALLYPORT_ASSIGN(const auto request, call.page());
  SALLYPORT_ASSIGN(const auto page, call.control.family().received(call.organization(), request));
  return reply_with_page(page);
}

Result<Reply> show_enforcement(const Call& call) { return reply_with_enforcement(call, std::nullopt); }

Result<Reply> enforce(const Call& call) {
  SALLYPORT_ASSIGN(const auto channel, channel_or_both(call));
  SALLYPORT_ASSIGN(const auto mode, read_mode(call));
  SALLYPORT_ASSIGN(const bool only_preview, call.flag("preview"));
  auto family = call.control.family();
  SALLYPORT_ASSIGN(const auto blocked,
                   family.preview_enforce(call.actor, call.organization(), channel, mode));
  if (!only_preview) SALLYPORT_TRY(family.enforce(call.actor, call.organization(), channel, mode));
  return reply_with_enforcement(call, blocked);
}

Result<Reply> unenforce(const Call& call) {
  SALLYPORT_ASSIGN(const auto channel, channel_or_both(call));
  SALLYPORT_TRY(call.control.family().unenforce(call.actor, call.organization(), channel));
  return Reply{204, {}, kJson};
}

}  // namespace sallyport::api
