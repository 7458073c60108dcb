#include "api/handlers/authorize.h"

#include <algorithm>

#include "api/bulk/media_type.h"

namespace sallyport::api {
namespace {

control::Permission permission_for(Need need) {
  switch (need) {
    case Need::authorized_ips:
      return control::Permission::authorized_ips;
    case Need::audit:
      return control::Permission::audit;
    case Need::read:
      return control::Permission::read;
    case Need::administrator:
    case Need::owner:
    case Need::token:
    case Need::nobody:
      break;
  }
  return control::Permission::owner;
}

}  // namespace

Result<std::string_view> bearer_of(const http::Request& request) {
  constexpr std::string_view kScheme = "Bearer ";
  constexpr std::size_t kTokenBytes = 512;
  const std::string_view value = request.only("Authorization").value_or(std::string_view());
  const std::string_view token = value.substr(std::min(value.size(), kScheme.size()));
  if (same_without_case(value.substr(0, kScheme.size()), kScheme) && !token.empty() &&
      token.size() <= kTokenBytes) {
    return token;
  }
  return fail(ErrorCode::unauthenticated, "send exactly one field 'Authorization: Bearer TOKEN'");
}

Result<void> authorize(control::Control& control, const Route& route, const control::Principal& principal,
                       const std::string& organization) {
  // First of all whether it is there for them: what they may not know of does not answer `forbidden`.
  if (!organization.empty()) {
    SALLYPORT_TRY(control.access().authorize(principal, organization, permission_for(route.need)));
  }
  if (principal.administrator || route.need == Need::token) return {};
  if (!organization.empty() && route.need != Need::administrator) return {};
  return fail(ErrorCode::forbidden, "this needs the administrator's token");
}

}  // namespace sallyport::api
