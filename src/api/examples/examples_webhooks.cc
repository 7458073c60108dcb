#include <array>

#include "api/examples/examples.h"

namespace sallyport::api {
namespace {

constexpr std::array kWebhooksExamples{
    Example{.id = "createWebhook",
            .target = "/api/v1/organizations/acme/webhooks",
            .request = R"({"url":"https://platform.example/hooks","events":["entry.*","alert.opened"]})",
            .answer = R"({"webhook":{"id":1,"organization":"acme","url":"https://platform.example/hooks",)"
                      R"("events":["entry.*","alert.opened"],"by":"administrator",)"
                      R"("created":"2026-01-01T00:30:00Z","waiting":0},"secret":"whsec_shown-this-once"})"},
    Example{.id = "listWebhooks",
            .target = "/api/v1/organizations/acme/webhooks",
            .answer = R"({"items":[{"id":1,"organization":"acme","url":"https://platform.example/hooks",)"
                      R"("events":["entry.*","alert.opened"],"by":"administrator",)"
                      R"("created":"2026-01-01T00:30:00Z","waiting":0}]})"},
    Example{.id = "showWebhook",
            .target = "/api/v1/organizations/acme/webhooks/1",
            .answer = R"({"id":1,"organization":"acme","url":"https://platform.example/hooks",)"
                      R"("events":["entry.*","alert.opened"],"by":"administrator",)"
                      R"("created":"2026-01-01T00:30:00Z","waiting":0})"},
    Example{.id = "changeWebhook",
            .target = "/api/v1/organizations/acme/webhooks/1",
            .request = R"({"events":["entry.*","alert.*"],"enabled":true})",
            .answer = R"({"id":1,"organization":"acme","url":"https://platform.example/hooks",)"
                      R"("events":["entry.*","alert.*"],"by":"administrator",)"
                      R"("created":"2026-01-01T00:30:00Z","waiting":0})"},
    Example{.id = "testWebhook", .target = "/api/v1/organizations/acme/webhooks/1/test"},
    Example{.id = "listWebhookAttempts",
            .target = "/api/v1/organizations/acme/webhooks/1/attempts",
            .answer = R"({"items":[]})"},
    Example{.id = "rotateWebhookSecret",
            .target = "/api/v1/organizations/acme/webhooks/1/secret",
            .request = R"({"overlap":"1d"})",
            .answer = R"({"secret":"whsec_shown-this-once","former_until":"2026-01-02T00:30:00Z"})"},
    Example{.id = "removeWebhook", .target = "/api/v1/organizations/acme/webhooks/1"},
    Example{.id = "createInstallationWebhook",
            .target = "/api/v1/webhooks",
            .request = R"({"url":"https://platform.example/hooks"})",
            .answer = R"({"webhook":{"id":2,"url":"https://platform.example/hooks","events":[],)"
                      R"("by":"administrator","created":"2026-01-01T00:30:00Z","waiting":0},)"
                      R"("secret":"whsec_shown-this-once"})"},
    Example{.id = "listInstallationWebhooks",
            .target = "/api/v1/webhooks",
            .answer = R"({"items":[{"id":2,"url":"https://platform.example/hooks","events":[],)"
                      R"("by":"administrator","created":"2026-01-01T00:30:00Z","waiting":0}]})"},
    Example{.id = "showInstallationWebhook",
            .target = "/api/v1/webhooks/2",
            .answer = R"({"id":2,"url":"https://platform.example/hooks","events":[],"by":"administrator",)"
                      R"("created":"2026-01-01T00:30:00Z","waiting":0})"},
    Example{.id = "changeInstallationWebhook",
            .target = "/api/v1/webhooks/2",
            .request = R"({"url":"https://platform.example/new-hooks"})",
            .answer =
                R"({"id":2,"url":"https://platform.example/new-hooks","events":[],"by":"administrator",)"
                R"("created":"2026-01-01T00:30:00Z","waiting":0})"},
    Example{.id = "testInstallationWebhook", .target = "/api/v1/webhooks/2/test"},
    Example{.id = "listInstallationWebhookAttempts",
            .target = "/api/v1/webhooks/2/attempts",
            .answer = R"({"items":[]})"},
    Example{.id = "rotateInstallationWebhookSecret",
            .target = "/api/v1/webhooks/2/secret",
            .request = R"({"overlap":"0s"})",
            .answer = R"({"secret":"whsec_shown-this-once"})"},
    Example{.id = "removeInstallationWebhook", .target = "/api/v1/webhooks/2"},
};

}  // namespace

std::span<const Example> webhooks_examples() { return kWebhooksExamples; }

}  // namespace sallyport::api
