#include <array>

#include "api/handlers/handlers.h"
#include "api/paging.h"
#include "api/routes/routes.h"

namespace sallyport::api {
namespace {

constexpr std::array kOrganizationsRoutes{
    Route{.method = "GET",
          .path = "/api/v1/organizations",
          .id = "listOrganizations",
          .summary = "The organizations, by name",
          .query = kPaging,
          .response = "OrganizationPage",
          .need = Need::token,
          .handle = &list_organizations},
    Route{.method = "POST",
          .path = "/api/v1/organizations",
          .id = "createOrganization",
          .summary = "A new organization, learning on both channels",
          .request = "NewOrganization",
          .response = "Organization",
          .success = 201,
          .errors = codes(ErrorCode::forbidden, ErrorCode::duplicate, ErrorCode::unknown_organization),
          .need = Need::token,
          .handle = &create_organization},
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}",
          .id = "showOrganization",
          .summary = "One organization",
          .response = "Organization",
          .errors = codes(ErrorCode::unknown_organization),
          .need = Need::read,
          .handle = &show_organization},
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/members",
          .id = "listMembers",
          .summary = "Its members",
          .query = kPaging,
          .response = "MemberPage",
          .errors = codes(ErrorCode::unknown_organization),
          .need = Need::read,
          .handle = &list_members},
    Route{.method = "POST",
          .path = "/api/v1/organizations/{organization}/members",
          .id = "addMember",
          .summary = "A new member",
          .request = "NewMember",
          .response = "Member",
          .success = 201,
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::duplicate),
          .need = Need::owner,
          .handle = &add_member},
};

}  // namespace

std::span<const Route> organizations_routes() { return kOrganizationsRoutes; }

}  // namespace sallyport::api
