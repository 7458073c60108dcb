#include "api/handlers/handlers.h"
#include "api/handlers/protection_reader.h"
#include "api/handlers/represent.h"
#include "base/duration.h"

namespace sallyport::api {
namespace {

using control::Channel;

Result<control::ProtectionChange> read_change(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  return read_protection_change(body);
}

Reply reply_with_status(Channel channel, const control::ProtectionStatus& status) {
  JsonWriter json;
  write(json, channel, status);
  return {200, json.take(), kJson};
}

// Changes it and answers how it stands then; for a preview, answers how it stands, and what the change would
// block.
Result<control::ProtectionStatus> change_or_preview(const Call& call, std::optional<Channel> channel,
                                                    Channel shown) {
  SALLYPORT_ASSIGN(const auto change, read_change(call));
  SALLYPORT_ASSIGN(const bool only_preview, call.flag("preview"));
  auto protections = call.control.protections();
  if (!only_preview) return protections.change(call.actor, call.scope(), channel, change);
  SALLYPORT_ASSIGN(auto preview, protections.preview(call.actor, call.scope(), channel, change));
  SALLYPORT_ASSIGN(auto status, protections.status(call.scope(), shown));
  status.would_have_blocked = std::move(preview);
  return status;
}

// Of both channels, with what a change of both blocks.
Result<Reply> reply_with_both(const Call& call, const std::optional<control::Preview>& blocked) {
  JsonWriter json;
  json.begin_object();
  for (const Channel channel : {Channel::api, Channel::smtp}) {
    SALLYPORT_ASSIGN(const auto status, call.control.protections().status(call.scope(), channel));
    write(json.key(policy::to_string(channel)), channel, status);
  }
  if (blocked) write(json.key("would_have_blocked"), *blocked);
  json.end_object();
  return Reply{200, json.take(), kJson};
}

Result<Channel> channel_of_credential(const Call& call) {
  const auto scope = call.scope();
  SALLYPORT_ASSIGN(const auto credential,
                   call.control.directory().credential(scope.organization, scope.credential));
  return credential.channel;
}

}  // namespace

Result<Reply> show_protections(const Call& call) { return reply_with_both(call, std::nullopt); }

Result<Reply> change_protections(const Call& call) {
  SALLYPORT_ASSIGN(const auto status, change_or_preview(call, std::nullopt, Channel::api));
  return reply_with_both(call, status.would_have_blocked);
}

Result<Reply> show_protection(const Call& call) {
  SALLYPORT_ASSIGN(const Channel channel, call.channel());
  SALLYPORT_ASSIGN(const auto status, call.control.protections().status(call.scope(), channel));
  return reply_with_status(channel, status);
}

Result<Reply> change_protection(const Call& call) {
  SALLYPORT_ASSIGN(const Channel channel, call.channel());
  SALLYPORT_ASSIGN(const auto status, change_or_preview(call, channel, channel));
  return reply_with_status(channel, status);
}

Result<Reply> show_credential_protection(const Call& call) {
  SALLYPORT_ASSIGN(const Channel channel, channel_of_credential(call));
  SALLYPORT_ASSIGN(const auto status, call.control.protections().status(call.scope(), channel));
  return reply_with_status(channel, status);
}

Result<Reply> change_credential_protection(const Call& call) {
  SALLYPORT_ASSIGN(const Channel channel, channel_of_credential(call));
  SALLYPORT_ASSIGN(const auto status, change_or_preview(call, std::nullopt, channel));
  return reply_with_status(channel, status);
}

Result<Reply> inherit_protection(const Call& call) {
  SALLYPORT_TRY(call.control.protections().inherit(call.actor, call.scope()));
  return show_credential_protection(call);
}

}  // namespace sallyport::api
