#include <fmt/format.h>

#include <set>

#include "api/handlers/handlers.h"
#include "api/handlers/new_entries.h"
#include "api/handlers/represent.h"

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

// Many prefixes as they were sent, and what is wrong with them, in their order.
struct SentPrefixes {
  std::vector<net::Prefix> prefixes;  // complete only where `wrong` is empty
  std::vector<std::string> inputs;
  std::vector<LineError> wrong;

  void refuse(std::size_t index, Error error) {
    wrong.push_back({index, 0, inputs[index], std::move(error)});
  }
};

// The fields must be finished before: they refuse what is no list.
Result<SentPrefixes> read_sent_prefixes(const JsonValue::Array& items) {
  if (items.size() > kMostNewEntries) return fail_too_many_new_entries();
  SentPrefixes sent;
  std::set<net::Prefix> seen;
  for (std::size_t index = 0; index < items.size(); ++index) {
    const auto* const text = std::get_if<std::string>(&items[index].value);
    sent.inputs.push_back(text != nullptr ? *text : std::string(kind_of(items[index])));
    const auto prefix = text != nullptr ? net::parse_prefix(*text)
                                        : fail(ErrorCode::malformed_request, "a prefix must be a string");
    if (!prefix) {
      sent.refuse(index, prefix.error());
    } else if (!seen.insert(*prefix).second) {
      sent.refuse(index, {ErrorCode::duplicate,
                          fmt::format("{} stands in this request twice: say it once", prefix->to_string()),
                          {}});
    } else {
      sent.prefixes.push_back(*prefix);
    }
  }
  return sent;
}

Reply refuse_some(const SentPrefixes& sent) {
  return {status_of(sent.wrong), problem_document(sent.wrong), kProblem};
}

Reply refuse_some(SentPrefixes sent, const control::SharedMany& many) {
  for (const auto& refused : many.refused) sent.refuse(refused.index, refused.error);
  return refuse_some(sent);
}

// A mode that nobody can enforce is refused as such, and not as a word that nobody knows.
Result<policy::Mode> read_mode(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const std::string word = fields.required_string("mode");
  SALLYPORT_TRY(fields.finish());
  if (const auto mode = policy::parse_mode(word)) return *mode;
  if (word == "automatic")
    return fail(ErrorCode::invalid_setting,
                "this version does not have the mode automatic: what is enforced is learning or blocking");
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
  SALLYPORT_ASSIGN(const auto request, call.page());
  SALLYPORT_ASSIGN(const auto page, call.control.family().shared(call.organization(), request));
  return reply_with_page(page);
}

Result<Reply> share(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  if (fields.has("prefix") == fields.has("prefixes")) {
    fields.refuse(
        {ErrorCode::malformed_request, "the body must have exactly one of prefix and prefixes", {}});
  }
  const auto prefix = fields.parsed("prefix", &net::parse_prefix);
  const JsonValue::Array* const items = fields.array("prefixes");
  const auto with = read_names(fields, "with");
  SALLYPORT_TRY(fields.finish());
  auto family = call.control.family();
  if (prefix) {
    SALLYPORT_ASSIGN(const auto sharing, family.share(call.actor, call.organization(), *prefix, with));
    return reply_with(sharing, 201);
  }
  SALLYPORT_ASSIGN(auto sent, read_sent_prefixes(*items));
  if (!sent.wrong.empty()) return refuse_some(sent);
  SALLYPORT_ASSIGN(const auto many, family.share_many(call.actor, call.organization(), sent.prefixes, with));
  if (!many.refused.empty()) return refuse_some(std::move(sent), many);
  return reply_with_list(many.sharings, {}, 201);
}

Result<Reply> unshare(const Call& call) {
  SALLYPORT_ASSIGN(const auto prefix, net::parse_prefix(call.parameter("prefix")));
  SALLYPORT_ASSIGN(const bool keep, call.flag("keep"));
  SALLYPORT_ASSIGN(const bool force, call.flag("force"));
  SALLYPORT_TRY(call.control.family().unshare(call.actor, call.organization(), prefix, keep, force));
  return Reply{204, {}, kJson};
}

Result<Reply> unshare_many(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const JsonValue::Array* const items = fields.array("prefixes");
  if (!fields.has("prefixes")) fields.missing("prefixes");
  const bool keep = fields.boolean("keep").value_or(false);
  const bool force = fields.boolean("force").value_or(false);
  SALLYPORT_TRY(fields.finish());
  SALLYPORT_ASSIGN(auto sent, read_sent_prefixes(*items));
  if (!sent.wrong.empty()) return refuse_some(sent);
  SALLYPORT_ASSIGN(const auto many, call.control.family().unshare_many(call.actor, call.organization(),
                                                                       sent.prefixes, keep, force));
  if (!many.refused.empty()) return refuse_some(std::move(sent), many);
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
