#include "api/handlers/handlers.h"
#include "api/handlers/represent.h"

namespace sallyport::api {
namespace {

// Below an organization: its owner; beside all others: the administrator.
Result<void> may_create(const Call& call, const std::string& parent) {
  if (!parent.empty()) {
    return call.control.access().authorize(call.principal, parent, control::Permission::owner);
  }
  if (call.principal.administrator) return {};
  return fail(ErrorCode::forbidden,
              "an organization without a parent needs the administrator's token: name a parent");
}

}  // namespace

Result<Reply> list_organizations(const Call& call) {
  SALLYPORT_ASSIGN(const auto request, call.page());
  SALLYPORT_ASSIGN(const auto page, call.control.access().organizations(call.principal, request));
  return reply_with_page(page);
}

Result<Reply> create_organization(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const std::string name = fields.required_string("name");
  const std::string parent = fields.string("parent").value_or(std::string());
  SALLYPORT_TRY(fields.finish());
  SALLYPORT_TRY(may_create(call, parent));
  SALLYPORT_ASSIGN(const auto organization,
                   call.control.directory().create_organization(call.actor, name, parent));
  return reply_with(organization, 201);
}

Result<Reply> show_organization(const Call& call) {
  SALLYPORT_ASSIGN(const auto organization, call.control.directory().organization(call.organization()));
  return reply_with(organization);
}

}  // namespace sallyport::api
