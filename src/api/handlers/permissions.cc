#include "api/handlers/permissions.h"

namespace sallyport::api {
namespace {

bool& member_of(control::Permissions& permissions, control::Permission permission) {
  switch (permission) {
    case control::Permission::owner:
      return permissions.owner;
    case control::Permission::authorized_ips:
      return permissions.authorized_ips;
    case control::Permission::audit:
      return permissions.audit;
    case control::Permission::read:
      break;
  }
  return permissions.read;
}

}  // namespace

void write_permissions(JsonWriter& json, const control::Permissions& permissions) {
  json.key("permissions").begin_array();
  if (permissions.owner) json.string("owner");
  if (permissions.authorized_ips) json.string("authorized_ips");
  if (permissions.read) json.string("read");
  if (permissions.audit) json.string("audit");
  json.end_array();
}

std::optional<control::Permissions> read_permissions(ObjectReader& fields) {
  const JsonValue::Array* words = fields.array("permissions");
  if (words == nullptr) return std::nullopt;
  control::Permissions permissions;
  for (const JsonValue& word : *words) {
    const auto* text = std::get_if<std::string>(&word.value);
    const auto permission = text == nullptr ? std::nullopt : control::parse_permission(*text);
    if (!permission) {
      fields.refuse({ErrorCode::malformed_request,
                     "permissions must be a list of owner, authorized_ips, read and audit",
                     {}});
      return std::nullopt;
    }
    member_of(permissions, *permission) = true;
  }
  return permissions;
}

}  // namespace sallyport::api
