#include <array>

#include "api/examples/examples.h"

namespace sallyport::api {
namespace {

constexpr std::array kTrafficExamples{
    Example{.id = "listUnauthorized",
            .target = "/api/v1/organizations/acme/unauthorized?credential=web&inside=198.51.100.0%2F24",
            .answer =
                R"({"items":[{"address":"198.51.100.7","credential":"web","channel":"api",)"
                R"("first_seen":"2026-01-01T00:00:00Z","last_seen":"2026-01-01T00:00:00Z","count":1}]})"},
    Example{
        .id = "listActivity",
        .target =
            "/api/v1/organizations/acme/activity?limit=1&credential=web&verdict=deny&reason=unknown_address"
            "&inside=198.51.100.7&since=2026-01-01T00:00:00Z&until=2027-01-01T00:00:00Z",
        .answer = R"({"items":[{"address":"198.51.100.7","credential":"web","verdict":"deny",)"
                  R"("reason":"unknown_address","first_seen":"2026-01-01T00:00:00Z",)"
                  R"("last_seen":"2026-01-01T00:00:00Z","count":1}]})"},
    Example{.id = "explain",
            .target = "/api/v1/organizations/acme/explain?credential=web&address=198.51.100.7",
            .answer =
                R"({"verdict":"deny","reason":"unknown_address","cause":"unknown_address","channel":"api",)"
                R"("generation":20})"},
    Example{.id = "listAlerts",
            .target = "/api/v1/organizations/acme/alerts?state=open",
            .answer = R"({"items":[{"id":1,"organization":"acme","network":"198.51.100.0/24",)"
                      R"("address":"198.51.100.7","credential":"web","channel":"api",)"
                      R"("first_seen":"2026-01-01T00:00:00Z","last_seen":"2026-01-01T00:00:00Z","count":1,)"
                      R"("state":"open"}]})"},
    Example{.id = "answerAlert",
            .target = "/api/v1/organizations/acme/alerts/1/answer",
            .request = R"({"action":"authorize","network":true})",
            .answer = R"({"id":1,"organization":"acme","network":"198.51.100.0/24","address":"198.51.100.7",)"
                      R"("credential":"web","channel":"api","first_seen":"2026-01-01T00:00:00Z",)"
                      R"("last_seen":"2026-01-01T00:00:00Z","count":1,"state":"authorized",)"
                      R"("answered_by":"administrator","answered":"2026-01-01T00:00:00Z"})"},
    Example{.id = "showAnswerPage", .target = "/answer/TOKEN"},
    Example{.id = "pressAnswerButton", .target = "/answer/TOKEN", .request = R"({"confirm":"yes"})"},
    Example{.id = "listOrganizationAudit",
            .target = "/api/v1/organizations/acme/audit?limit=1&action=entry.*&actor=ann@acme.example"
                      "&since=2026-01-01T00:00:00Z",
            .answer =
                R"({"items":[{"number":41,"time":"2026-01-01T00:30:00Z","actor":"ann@acme.example",)"
                R"("from":"203.0.113.9","organization":"acme","action":"entry.authorized","before":null,)"
                R"("after":{"prefix":"203.0.113.9","kind":"authorized","source":"manual"},)"
                R"("hash":"3dc45a95e4607f86cc276b774b6757c7de74d3898fdbdb53b0f39c0f9b17175e"}]})"},
    Example{
        .id = "listAudit",
        .target = "/api/v1/audit?limit=1&action=entry.authorized&until=2027-01-01T00:00:00Z",
        .answer =
            R"({"items":[{"number":41,"time":"2026-01-01T00:30:00Z","actor":"ann@acme.example",)"
            R"("from":"203.0.113.9","organization":"acme","action":"entry.authorized","before":null,)"
            R"("after":{"prefix":"203.0.113.9","kind":"authorized","source":"manual"},)"
            R"("hash":"3dc45a95e4607f86cc276b774b6757c7de74d3898fdbdb53b0f39c0f9b17175e"}],"next":"41"})"},
    Example{.id = "exportOrganizationAudit",
            .target = "/api/v1/organizations/acme/audit/export?limit=1",
            .answer =
                R"({"category_uid":3,"category_name":"Identity & Access Management","class_uid":3004,)"
                R"("class_name":"Entity Management","activity_id":1,"activity_name":"Create",)"
                R"("type_uid":300401,"severity_id":1,"status_id":1,"time":1767225600000,)"
                R"("message":"organization.created","metadata":{"version":"1.8.0",)"
                R"("product":{"name":"Sallyport","vendor_name":"Sallyport"},"log_name":"audit",)"
                R"("sequence":2,"event_code":"organization.created","original_time":"2026-01-01T00:00:00Z",)"
                R"("tenant_uid":"acme"},"unmapped":{"number":2,)"
                R"("hash":"50a423e852852c9938f471cfa1721aca80cb236cd43a6c94be27824a24ebb448"},)"
                R"("src_endpoint":{"ip":"203.0.113.9"},"actor":{"user":{"name":"administrator","type_id":3,)"
                R"("type":"System"}},"entity":{"type":"organization","name":"acme","data":{"name":"acme"}},)"
                R"("entity_result":{"type":"organization","name":"acme","data":{"name":"acme"}}})"},
    Example{.id = "exportAudit",
            .target = "/api/v1/audit/export?limit=1",
            .answer = R"({"category_uid":3,"category_name":"Identity & Access Management","class_uid":3004,)"
                      R"("class_name":"Entity Management","activity_id":99,"activity_name":"Other",)"
                      R"("type_uid":300499,"severity_id":1,"status_id":1,"time":1767225600000,)"
                      R"("message":"administrator.token_issued","metadata":{"version":"1.8.0",)"
                      R"("product":{"name":"Sallyport","vendor_name":"Sallyport"},"log_name":"audit",)"
                      R"("sequence":1,"event_code":"administrator.token_issued",)"
                      R"("original_time":"2026-01-01T00:00:00Z"},"unmapped":{"number":1,)"
                      R"("hash":"8865d992c7a5c14f5ce005267cd40d3cdce78bac93dc90ab281d2a87da7f6517"},)"
                      R"("actor":{"user":{"name":"command line","type_id":3,"type":"System"}},)"
                      R"("entity":{"type":"administrator"}})"},
    Example{.id = "showAuditAnchor",
            .target = "/api/v1/audit/anchor",
            .answer =
                R"({"number":41,"hash":"3dc45a95e4607f86cc276b774b6757c7de74d3898fdbdb53b0f39c0f9b17175e",)"
                R"("time":"2026-01-01T00:30:00Z"})"},
    Example{
        .id = "verifyAudit", .target = "/api/v1/audit/verify", .answer = R"({"intact":true,"records":41})"},
    Example{.id = "showOpenapi", .target = "/api/v1/openapi.json"},
    Example{.id = "showHealth", .target = "/healthz", .answer = R"(ok)"},
    Example{.id = "showMetrics", .target = "/metrics", .answer = R"(# metrics)"},
};

}  // namespace

std::span<const Example> traffic_examples() { return kTrafficExamples; }

}  // namespace sallyport::api
