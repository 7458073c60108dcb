#include "api/handlers/handlers.h"
#include "api/handlers/represent.h"
#include "base/duration.h"

namespace sallyport::api {

Result<Reply> list_credentials(const Call& call) {
  SALLYPORT_ASSIGN(const auto request, call.page());
  const std::string_view word = call.queried("channel");
  const auto channel = policy::parse_channel(word);
  if (!word.empty() && !channel) return fail(ErrorCode::malformed_request, "channel must be api or smtp");
  SALLYPORT_ASSIGN(const auto page,
                   call.control.directory().credentials(call.organization(), request, channel));
  return reply_with_page(page);
}

// Carries the secret, where Sallyport made it.
Result<Reply> create_credential(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const std::string name = fields.required_string("name");
  const auto channel = fields.word("channel", &policy::parse_channel, "api or smtp");
  if (!fields.has("channel")) fields.missing("channel");
  const auto fingerprint = fields.parsed("fingerprint", &policy::Fingerprint::parse);
  SALLYPORT_TRY(fields.finish());
  SALLYPORT_ASSIGN(const auto created, call.control.directory().create_credential(
                                           call.actor, call.organization(), name, *channel, fingerprint));
  JsonWriter json;
  json.begin_object().key("credential");
  write(json, created.credential);
  if (created.secret) json.field("secret", *created.secret);
  json.end_object();
  return Reply{201, json.take(), kJson};
}

Result<Reply> rotate_credential(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const auto grace = fields.parsed("grace", &parse_duration);
  const auto fingerprint = fields.parsed("fingerprint", &policy::Fingerprint::parse);
  SALLYPORT_TRY(fields.finish());
  const auto scope = call.scope();
  SALLYPORT_ASSIGN(const auto rotation, call.control.directory().rotate_credential(
                                            call.actor, scope.organization, scope.credential,
                                            grace.value_or(std::chrono::seconds(0)), fingerprint));
  return reply_with(rotation);
}

Result<Reply> show_credential(const Call& call) {
  const auto scope = call.scope();
  SALLYPORT_ASSIGN(const auto credential,
                   call.control.directory().credential(scope.organization, scope.credential));
  return reply_with(credential);
}

Result<Reply> remove_credential(const Call& call) {
  const auto scope = call.scope();
  SALLYPORT_TRY(call.control.directory().remove_credential(call.actor, scope.organization, scope.credential));
  return Reply{204, {}, kJson};
}

}  // namespace sallyport::api
