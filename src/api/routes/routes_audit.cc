#include <array>

#include "api/handlers/handlers.h"
#include "api/paging.h"
#include "api/routes/routes.h"

namespace sallyport::api {
namespace {

constexpr std::array kAuditList{
    kLimit,
    kCursor,
    QueryParameter{"actor", R"({"type":"string","maxLength":400})",
                   "Only what this one did, as the audit names it"},
    QueryParameter{"action", R"({"type":"string","pattern":"^[a-z_]+[.]([a-z_]+|[*])$"})",
                   "Only this action, such as entry.authorized, or all of a thing, such as entry.*"},
    kSince,
    kUntil};
constexpr std::array kExport{
    kLimit, QueryParameter{"after", R"({"type":"integer","minimum":0,"default":0})",
                           "The `metadata.sequence` of the last record that is known already"}};
constexpr std::array kAnchor{
    QueryParameter{"number", R"({"type":"integer","minimum":1})", "An anchor's number"},
    QueryParameter{"hash", R"({"type":"string","maxLength":64})", "The same anchor's hash"}};

constexpr std::array kAuditRoutes{
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/audit",
          .id = "listOrganizationAudit",
          .summary =
              "An organization's changes, newest first; a page of what is filtered may have fewer than "
              "its limit, or none, and still a next one",
          .query = kAuditList,
          .response = "AuditPage",
          .errors = codes(ErrorCode::unknown_organization),
          .need = Need::audit,
          .handle = &list_audit},
    Route{.method = "GET",
          .path = "/api/v1/audit",
          .id = "listAudit",
          .summary = "All changes, newest first; filtered as those of one organization",
          .query = kAuditList,
          .response = "AuditPage",
          .handle = &list_audit},
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/audit/export",
          .id = "exportOrganizationAudit",
          .summary = "An organization's changes as JSON lines in OCSF terms, oldest first",
          .query = kExport,
          .errors = codes(ErrorCode::unknown_organization),
          .type = kJsonLines,
          .need = Need::audit,
          .handle = &export_audit},
    Route{.method = "GET",
          .path = "/api/v1/audit/export",
          .id = "exportAudit",
          .summary = "All changes as JSON lines in OCSF terms, oldest first",
          .query = kExport,
          .type = kJsonLines,
          .handle = &export_audit},
    Route{.method = "GET",
          .path = "/api/v1/audit/anchor",
          .id = "showAuditAnchor",
          .summary = "The chain's newest record; kept elsewhere, it proves later that nothing was rewritten",
          .response = "AuditAnchor",
          .errors = codes(ErrorCode::not_found),
          .handle = &show_audit_anchor},
    Route{
        .method = "GET",
        .path = "/api/v1/audit/verify",
        .id = "verifyAudit",
        .summary = "Reads the whole chain of changes and says whether every record fits, and the anchor too",
        .query = kAnchor,
        .response = "AuditVerification",
        .handle = &verify_audit},
};

}  // namespace

std::span<const Route> audit_routes() { return kAuditRoutes; }

}  // namespace sallyport::api
