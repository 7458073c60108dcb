#include <limits>

#include "api/handlers.h"
#include "api/represent.h"
#include "base/duration.h"

namespace sallyport::api {
namespace {

using control::Channel;

// Numbers that fit no width are left for control to refuse by the bounds it knows.
std::optional<unsigned> width(ObjectReader& fields, std::string_view name) {
  const auto number = fields.integer(name);
  if (!number) return std::nullopt;
  const bool fits = *number >= 0 && *number <= std::numeric_limits<int>::max();
  return fits ? static_cast<unsigned>(*number) : std::numeric_limits<unsigned>::max();
}

Result<control::ProtectionChange> read_change(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const control::ProtectionChange change{
      .mode = fields.word("mode", &policy::parse_mode, "off, learning or blocking"),
      .dry_run = fields.boolean("dry_run"),
      .quiet_period = fields.parsed("quiet_period", &parse_duration),
      .learned_ipv4 = width(fields, "learned_ipv4"),
      .learned_ipv6 = width(fields, "learned_ipv6"),
  };
  SALLYPORT_TRY(fields.finish());
  if (std::get<JsonValue::Object>(body.value).empty()) {
    return fail(ErrorCode::malformed_request, "nothing is to be changed: name at least one setting");
  }
  return change;
}

Result<Channel> channel_of_path(const Call& call) {
  if (const auto channel = policy::parse_channel(call.parameter("channel"))) return *channel;
  return fail(ErrorCode::not_found, "there is no such channel: protection is of api or of smtp");
}

Reply reply_with_status(Channel channel, const control::ProtectionStatus& status) {
  JsonWriter json;
  write(json, channel, status);
  return {200, json.take(), kJson};
}

Result<Channel> channel_of_credential(const Call& call) {
  const auto scope = call.scope();
  SALLYPORT_ASSIGN(const auto credential,
                   call.control.directory().credential(scope.organization, scope.credential));
  return credential.channel;
}

}  // namespace

Result<Reply> show_protections(const Call& call) {
  JsonWriter json;
  json.begin_object();
  for (const Channel channel : {Channel::api, Channel::smtp}) {
    SALLYPORT_ASSIGN(const auto status, call.control.protections().status(call.scope(), channel));
    write(json.key(policy::to_string(channel)), channel, status);
  }
  json.end_object();
  return Reply{200, json.take(), kJson};
}

Result<Reply> change_protections(const Call& call) {
  SALLYPORT_ASSIGN(const auto change, read_change(call));
  SALLYPORT_TRY(call.control.protections().change(call.actor, call.scope(), std::nullopt, change));
  return show_protections(call);
}

Result<Reply> show_protection(const Call& call) {
  SALLYPORT_ASSIGN(const Channel channel, channel_of_path(call));
  SALLYPORT_ASSIGN(const auto status, call.control.protections().status(call.scope(), channel));
  return reply_with_status(channel, status);
}

Result<Reply> change_protection(const Call& call) {
  SALLYPORT_ASSIGN(const Channel channel, channel_of_path(call));
  SALLYPORT_ASSIGN(const auto change, read_change(call));
  SALLYPORT_ASSIGN(const auto status,
                   call.control.protections().change(call.actor, call.scope(), channel, change));
  return reply_with_status(channel, status);
}

Result<Reply> show_credential_protection(const Call& call) {
  SALLYPORT_ASSIGN(const Channel channel, channel_of_credential(call));
  SALLYPORT_ASSIGN(const auto status, call.control.protections().status(call.scope(), channel));
  return reply_with_status(channel, status);
}

Result<Reply> change_credential_protection(const Call& call) {
  SALLYPORT_ASSIGN(const Channel channel, channel_of_credential(call));
  SALLYPORT_ASSIGN(const auto change, read_change(call));
  SALLYPORT_ASSIGN(const auto status,
                   call.control.protections().change(call.actor, call.scope(), std::nullopt, change));
  return reply_with_status(channel, status);
}

Result<Reply> inherit_protection(const Call& call) {
  SALLYPORT_TRY(call.control.protections().inherit(call.actor, call.scope()));
  return show_credential_protection(call);
}

}  // namespace sallyport::api
