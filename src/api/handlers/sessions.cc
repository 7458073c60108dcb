// Who signs in, who they are, and what they may change about themselves.

#include "api/handlers/authorize.h"
#include "api/handlers/handlers.h"
#include "api/handlers/permissions.h"
#include "api/handlers/represent.h"

namespace sallyport::api {
namespace {

using control::Principal;

std::string_view kind_of(const Principal& principal) {
  if (!principal.member.empty()) return "member";
  return principal.actor.name == "administrator" ? "administrator" : "token";
}

Result<Reply> who_am_i(const Call& call) {
  const Principal& principal = call.principal;
  SALLYPORT_ASSIGN(const auto homes, call.control.access().homes(principal));
  JsonWriter json;
  json.begin_object().field("kind", kind_of(principal)).field("name", call.actor.name);
  if (!principal.member.empty()) {
    SALLYPORT_ASSIGN(const auto language, call.control.people().language(principal.member));
    json.field("language", control::to_string(language));
  }
  json.flag("administrator", principal.administrator);
  if (homes.everywhere.any()) {
    json.key("everywhere").begin_object();
    write_permissions(json, homes.everywhere);
    json.end_object();
  }
  json.key("organizations").begin_array();
  for (const auto& home : homes.list) {
    json.begin_object().field("organization", home.organization);
    write_permissions(json, home.permissions);
    json.end_object();
  }
  json.end_array().end_object();
  return Reply{200, json.take(), kJson};
}

}  // namespace

Result<Reply> start_session(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const std::string email = fields.required_string("email");
  const std::string password = fields.required_string("password");
  SALLYPORT_TRY(fields.finish());
  SALLYPORT_ASSIGN(const auto session,
                   call.control.people().sign_in(email, password, call.request.peer.address));
  JsonWriter json;
  json.begin_object()
      .field("token", session.token)
      .field("email", session.email)
      .field("expires", session.expires)
      .end_object();
  return Reply{201, json.take(), kJson};
}

Result<Reply> end_session(const Call& call) {
  SALLYPORT_ASSIGN(const auto token, bearer_of(call.request));
  SALLYPORT_TRY(call.control.people().sign_out(token, call.request.peer.address));
  return Reply{204, {}, kJson};
}

Result<Reply> show_me(const Call& call) { return who_am_i(call); }

Result<Reply> change_me(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const auto language = fields.word("language", &control::parse_language, "en, de or ja");
  SALLYPORT_TRY(fields.finish());
  if (!language) return fail(ErrorCode::malformed_request, "language is missing");
  if (call.principal.member.empty()) {
    return fail(ErrorCode::forbidden, "a token reads nothing: sign in to choose your language");
  }
  SALLYPORT_TRY(call.control.people().set_language(call.actor, call.principal.member, *language));
  return who_am_i(call);
}

// The answer is the same for everybody: it tells nothing about who exists.
Result<Reply> request_password(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const std::string email = fields.required_string("email");
  SALLYPORT_TRY(fields.finish());
  SALLYPORT_TRY(call.control.people().request_password(email, call.request.peer.address));
  return Reply{202, R"({"message":"where a member has this address, a mail is under way"})", kJson};
}

}  // namespace sallyport::api
