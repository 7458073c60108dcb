#include <array>

#include "api/examples/examples.h"

namespace sallyport::api {
namespace {

constexpr std::array kFamilyExamples{
    Example{.id = "listChildren",
            .target = "/api/v1/organizations/acme/children",
            .answer = R"({"items":[{"name":"berlin","parent":"acme","created":"2026-01-01T00:30:00Z"}]})"},
    Example{.id = "share",
            .target = "/api/v1/organizations/acme/shared",
            .request = R"({"prefix":"203.0.113.0/24","with":["berlin"]})",
            .answer =
                R"({"prefix":"203.0.113.0/24","kind":"authorized","with":["berlin"],"by":"administrator",)"
                R"("created":"2026-01-01T00:30:00Z"})"},
    Example{.id = "listShared",
            .target = "/api/v1/organizations/acme/shared",
            .answer = R"({"items":[{"prefix":"203.0.113.0/24","kind":"authorized","with":["berlin"],)"
                      R"("by":"administrator","created":"2026-01-01T00:30:00Z"}]})"},
    Example{
        .id = "listReceived",
        .target = "/api/v1/organizations/berlin/received",
        .answer = R"({"items":[{"prefix":"203.0.113.0/24","kind":"authorized","from":"acme","note":""}]})"},
    Example{.id = "unshareMany",
            .target = "/api/v1/organizations/acme/unshare",
            .request = R"({"prefixes":["203.0.113.0/24"],"keep":true})"},
    Example{.id = "unshare", .target = "/api/v1/organizations/acme/shared/203.0.113.0%2F24?keep=true"},
    Example{.id = "enforce",
            .target = "/api/v1/organizations/acme/enforcement",
            .request = R"({"mode":"blocking"})",
            .answer =
                R"({"api":{"channel":"api","mode":"blocking"},"smtp":{"channel":"smtp","mode":"blocking"},)"
                R"("would_have_blocked":{"items":[],"total":0}})"},
    Example{.id = "showEnforcement",
            .target = "/api/v1/organizations/acme/enforcement",
            .answer =
                R"({"api":{"channel":"api","mode":"blocking"},"smtp":{"channel":"smtp","mode":"blocking"}})"},
    Example{.id = "unenforce", .target = "/api/v1/organizations/acme/enforcement"},
    Example{.id = "enforceChannel",
            .target = "/api/v1/organizations/acme/enforcement/api",
            .request = R"({"mode":"learning"})",
            .answer = R"({"channel":"api","mode":"learning","would_have_blocked":{"items":[],"total":0}})"},
    Example{.id = "showChannelEnforcement",
            .target = "/api/v1/organizations/acme/enforcement/api",
            .answer = R"({"channel":"api","mode":"learning"})"},
    Example{.id = "unenforceChannel", .target = "/api/v1/organizations/acme/enforcement/api"},
};

}  // namespace

std::span<const Example> family_examples() { return kFamilyExamples; }

}  // namespace sallyport::api
