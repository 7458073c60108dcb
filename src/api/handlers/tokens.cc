#include "api/handlers/handlers.h"
#include "api/handlers/permissions.h"
#include "api/handlers/represent.h"
#include "base/duration.h"

namespace sallyport::api {
namespace {

bool covers(const control::Permissions& mine, const control::Permissions& asked) {
  using control::Permission;
  return (!asked.owner || mine.owner) && (!asked.authorized_ips || mine.grants(Permission::authorized_ips)) &&
         (!asked.read || mine.grants(Permission::read)) && (!asked.audit || mine.grants(Permission::audit));
}

// Nobody gives more than they have.
Result<void> check_own(const Call& call, const control::Permissions& asked) {
  if (call.principal.administrator) return {};
  SALLYPORT_ASSIGN(const auto mine, call.control.access().permissions(call.principal, call.organization()));
  if (covers(mine, asked)) return {};
  return fail(ErrorCode::forbidden, "a token cannot have permissions that you do not have yourself");
}

}  // namespace

// Of an organization, or, without one in the path, of the administrator.
Result<Reply> list_tokens(const Call& call) {
  SALLYPORT_ASSIGN(auto tokens, call.control.tokens().list(call.organization()));
  SALLYPORT_ASSIGN(const auto page, page_of(call, std::move(tokens),
                                            [](const control::AccessToken& each) { return each.name; }));
  return reply_with_page(page);
}

Result<Reply> create_token(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const std::string name = fields.required_string("name");
  const auto permissions = read_permissions(fields);
  if (!fields.has("permissions")) fields.missing("permissions");
  const auto lifetime = fields.parsed("lifetime", &parse_duration);
  SALLYPORT_TRY(fields.finish());
  SALLYPORT_TRY(check_own(call, *permissions));
  SALLYPORT_ASSIGN(const auto created, call.control.tokens().create(call.actor, call.organization(), name,
                                                                    *permissions, lifetime));
  JsonWriter json;
  json.begin_object().key("token");
  write(json, created.token);
  json.field("secret", created.secret).end_object();
  return Reply{201, json.take(), kJson};
}

Result<Reply> revoke_token(const Call& call) {
  SALLYPORT_TRY(
      call.control.tokens().revoke(call.actor, call.organization(), std::string(call.parameter("token"))));
  return Reply{204, {}, kJson};
}

}  // namespace sallyport::api
