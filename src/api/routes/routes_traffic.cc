#include <array>

#include "api/handlers/handlers.h"
#include "api/paging.h"
#include "api/routes/routes.h"

namespace sallyport::api {
namespace {

constexpr std::array kAlerts{
    kLimit, kCursor,
    QueryParameter{"state", R"({"$ref":"#/components/schemas/AlertState"})", "Only alerts in this state"}};
constexpr std::array kUnauthorized{kLimit, kCursor, kOfCredential, kFrom};
constexpr std::array kActivity{kLimit,
                               kCursor,
                               kOfCredential,
                               QueryParameter{"verdict", R"({"$ref":"#/components/schemas/Verdict"})",
                                              "Only where the last use got this"},
                               QueryParameter{"reason", R"({"$ref":"#/components/schemas/Reason"})",
                                              "Only where the last use got it for this"},
                               kFrom,
                               kSince,
                               kUntil};
constexpr std::array kExplain{
    QueryParameter{"credential", R"({"$ref":"#/components/schemas/Name"})", "The credential's name", true},
    QueryParameter{"address", R"({"$ref":"#/components/schemas/Address"})", "Where it would be used from",
                   true}};

constexpr std::array kTrafficRoutes{
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/unauthorized",
          .id = "listUnauthorized",
          .summary = "Addresses that were blocked because they were unknown",
          .query = kUnauthorized,
          .response = "UnauthorizedPage",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::unknown_credential,
                          ErrorCode::malformed_address, ErrorCode::host_bits_set),
          .need = Need::read,
          .handle = &list_unauthorized},
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/activity",
          .id = "listActivity",
          .summary =
              "Which credential was used from where, newest first; the times asked for are of the last use",
          .query = kActivity,
          .response = "ActivityPage",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::unknown_credential,
                          ErrorCode::malformed_address, ErrorCode::host_bits_set),
          .need = Need::read,
          .handle = &list_activity},
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/explain",
          .id = "explain",
          .summary = "What a gate would decide now, and why; leaves no trace",
          .query = kExplain,
          .response = "Decision",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::unknown_credential,
                          ErrorCode::malformed_address),
          .need = Need::read,
          .handle = &explain},
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/alerts",
          .id = "listAlerts",
          .summary = "Alerts, newest first",
          .query = kAlerts,
          .response = "AlertPage",
          .errors = codes(ErrorCode::unknown_organization),
          .need = Need::read,
          .handle = &list_alerts},
    Route{.method = "POST",
          .path = "/api/v1/organizations/{organization}/alerts/{alert}/answer",
          .id = "answerAlert",
          .summary =
              "Answers an open alert: its address or network is authorized, or denied and the credential "
              "rotated, or protection switched off",
          .request = "Answer",
          .response = "AnsweredAlert",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::not_found, ErrorCode::used_token,
                          ErrorCode::too_many_entries, ErrorCode::duplicate, ErrorCode::forbidden,
                          ErrorCode::enforced_by_parent),
          .need = Need::authorized_ips,
          .handle = &answer_alert},
};

}  // namespace

std::span<const Route> traffic_routes() { return kTrafficRoutes; }

}  // namespace sallyport::api
