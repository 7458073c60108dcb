#include "api/handlers.h"
#include "api/represent.h"

namespace sallyport::api {
namespace {

void read_permissions(ObjectReader& fields, control::Permissions& permissions) {
  const JsonValue::Array* words = fields.array("permissions");
  if (words == nullptr) return;
  for (const JsonValue& word : *words) {
    const auto* text = std::get_if<std::string>(&word.value);
    bool* const permission = text == nullptr             ? nullptr
                             : *text == "owner"          ? &permissions.owner
                             : *text == "authorized_ips" ? &permissions.authorized_ips
                             : *text == "read"           ? &permissions.read
                                                         : nullptr;
    if (permission == nullptr) {
      fields.refuse(
          {ErrorCode::malformed_request, "permissions must be a list of owner, authorized_ips and read", {}});
      return;
    }
    *permission = true;
  }
}

}  // namespace

Result<Reply> list_members(const Call& call) {
  SALLYPORT_ASSIGN(const auto members, call.control.directory().members(call.organization()));
  return reply_with_list(members);
}

Result<Reply> add_member(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const std::string email = fields.required_string("email");
  control::Permissions permissions;
  read_permissions(fields, permissions);
  SALLYPORT_TRY(fields.finish());
  SALLYPORT_ASSIGN(const auto member,
                   call.control.directory().add_member(call.actor, call.organization(), email, permissions));
  return reply_with(member, 201);
}

}  // namespace sallyport::api
