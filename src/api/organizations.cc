#include "api/handlers.h"
#include "api/represent.h"

namespace sallyport::api {

Result<Reply> list_organizations(const Call& call) {
  SALLYPORT_ASSIGN(const auto request, call.page());
  SALLYPORT_ASSIGN(const auto page, call.control.directory().organizations(request));
  return reply_with_page(page);
}

Result<Reply> create_organization(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const std::string name = fields.required_string("name");
  SALLYPORT_TRY(fields.finish());
  SALLYPORT_ASSIGN(const auto organization, call.control.directory().create_organization(call.actor, name));
  return reply_with(organization, 201);
}

Result<Reply> show_organization(const Call& call) {
  SALLYPORT_ASSIGN(const auto organization, call.control.directory().organization(call.organization()));
  return reply_with(organization);
}

}  // namespace sallyport::api
