#include <array>

#include "api/handlers/handlers.h"
#include "api/routes/routes.h"

namespace sallyport::api {
namespace {

constexpr ErrorCodes kRefusals = codes(
    ErrorCode::unknown_organization, ErrorCode::unknown_credential, ErrorCode::unknown_member,
    ErrorCode::malformed_address, ErrorCode::host_bits_set, ErrorCode::invalid_setting, ErrorCode::duplicate,
    ErrorCode::not_found, ErrorCode::enforced_by_parent, ErrorCode::forbidden, ErrorCode::too_many_entries);

constexpr std::array kPolicyRoutes{
    Route{.method = "GET",
          .path = "/api/v1/policy",
          .id = "exportPolicy",
          .summary = "All organizations as a policy document",
          .response = "PolicyDocument",
          .errors = codes(ErrorCode::too_many_entries),
          .handle = &show_policy},
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/policy",
          .id = "exportOrganizationPolicy",
          .summary = "An organization and all below it as a policy document",
          .response = "PolicyDocument",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::too_many_entries),
          .need = Need::read,
          .handle = &show_policy},
    Route{.method = "POST",
          .path = "/api/v1/policy/plan",
          .id = "planPolicy",
          .summary = "What applying a policy document would do; changes nothing",
          .large = true,
          .request = "PolicyOrder",
          .response = "PolicySteps",
          .errors = kRefusals,
          .need = Need::token,
          .handle = &plan_policy},
    Route{.method = "POST",
          .path = "/api/v1/policy/apply",
          .id = "applyPolicy",
          .summary = "Makes organizations as a policy document says, all of it or nothing",
          .large = true,
          .request = "PolicyOrder",
          .response = "PolicySteps",
          .errors = kRefusals | codes(ErrorCode::lockout_risk, ErrorCode::precondition_failed),
          .need = Need::token,
          .handle = &apply_policy},
};

}  // namespace

std::span<const Route> policy_routes() { return kPolicyRoutes; }

}  // namespace sallyport::api
