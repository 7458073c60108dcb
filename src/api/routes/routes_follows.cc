#include <array>

#include "api/handlers/handlers.h"
#include "api/handlers/proof.h"
#include "api/paging.h"
#include "api/routes/routes.h"

namespace sallyport::api {
namespace {

constexpr QueryParameter kFollowDryRun{"dry_run", R"({"type":"boolean","default":false})",
                                       "Change nothing: answer what would be added, removed and blocked"};
constexpr QueryParameter kKeepFollowed{"keep", R"({"type":"boolean","default":false})",
                                       "Leave what it gave on the list, as the organization's own"};
constexpr std::array kPutFollow{kFollowDryRun, kForce};
constexpr std::array kRemoveFollow{kFollowDryRun, kKeepFollowed, kForce};

constexpr std::array kFollowsRoutes{
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/follows",
          .id = "listFollows",
          .summary = "What the organization's list follows of vendors' catalogs, by vendor",
          .query = kPaging,
          .response = "FollowPage",
          .errors = codes(ErrorCode::unknown_organization),
          .need = Need::read,
          .handle = &list_follows},
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/follows/{vendor}",
          .id = "showFollow",
          .summary = "What is followed of a vendor, what is coming and leaving, and what it comes to",
          .response = "Follow",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::not_found),
          .need = Need::read,
          .handle = &show_follow},
    Route{.method = "PUT",
          .path = "/api/v1/organizations/{organization}/follows/{vendor}",
          .id = "putFollow",
          .summary = "Follows this selection of a vendor, in place of what was followed of it before",
          .query = kPutFollow,
          .request = "NewFollow",
          .response = "FollowOutcome",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::not_found, ErrorCode::unknown_cell,
                          ErrorCode::invalid_setting, ErrorCode::too_many_entries, ErrorCode::lockout_risk,
                          ErrorCode::forbidden),
          .need = Need::authorized_ips,
          .handle = &put_follow},
    Route{.method = "DELETE",
          .path = "/api/v1/organizations/{organization}/follows/{vendor}",
          .id = "removeFollow",
          .summary = "Follows the vendor no more, and takes off what that gave",
          .query = kRemoveFollow,
          .response = "Unfollowed",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::not_found, ErrorCode::lockout_risk,
                          ErrorCode::forbidden),
          .need = Need::authorized_ips,
          .handle = &remove_follow},
};

}  // namespace

std::span<const Route> follows_routes() { return kFollowsRoutes; }

}  // namespace sallyport::api
