#include <array>

#include "api/handlers/handlers.h"
#include "api/paging.h"
#include "api/routes/routes.h"

namespace sallyport::api {
namespace {

constexpr std::array kCovers{
    QueryParameter{"address", R"({"$ref":"#/components/schemas/Address"})", "What may be covered; or prefix"},
    QueryParameter{"prefix", R"({"$ref":"#/components/schemas/Prefix"})", "What may be covered; or address"},
    QueryParameter{"credential", R"({"$ref":"#/components/schemas/Name"})",
                   "A credential whose own list counts too"}};

constexpr std::array kDifference{
    QueryParameter{
        "from", R"({"type":"integer","minimum":0})",
        "A version; 0: before the first. Any audit record's number stands for the lists as they were "
        "then, but none in the middle of a change",
        true},
    QueryParameter{"to", R"({"type":"integer","minimum":0})", "A version", true}};

constexpr std::array kHistoryRoutes{
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/covers",
          .id = "showCovers",
          .summary = "Which entries of which lists cover an address or network, the strongest first",
          .query = kCovers,
          .response = "Coverage",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::unknown_credential,
                          ErrorCode::malformed_address, ErrorCode::host_bits_set),
          .need = Need::read,
          .handle = &show_covers},
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/review",
          .id = "showReview",
          .summary = "Entries that look wrong: too wide, wider than what was seen, unused, rented out",
          .response = "HintList",
          .errors = codes(ErrorCode::unknown_organization),
          .need = Need::read,
          .handle = &show_review},
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/versions",
          .id = "listVersions",
          .summary = "The versions of the lists, newest first: one for each change, however many entries it "
                     "touched, with the last audit record of it that touched one",
          .query = kPaging,
          .response = "VersionPage",
          .errors = codes(ErrorCode::unknown_organization),
          .need = Need::audit,
          .handle = &list_versions},
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/versions/difference",
          .id = "showDifference",
          .summary = "What makes one version of the lists of another",
          .query = kDifference,
          .response = "DifferenceList",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::not_found),
          .need = Need::read,
          .handle = &show_difference},
    Route{.method = "POST",
          .path = "/api/v1/organizations/{organization}/versions/rollback",
          .id = "rollBack",
          .summary = "Makes the lists what they were in a version, as one change; answers what that changed",
          .request = "Rollback",
          .response = "DifferenceList",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::not_found, ErrorCode::lockout_risk,
                          ErrorCode::forbidden),
          .need = Need::authorized_ips,
          .handle = &roll_back},
};

}  // namespace

std::span<const Route> history_routes() { return kHistoryRoutes; }

}  // namespace sallyport::api
