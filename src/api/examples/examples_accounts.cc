#include <array>

#include "api/examples/examples.h"

namespace sallyport::api {
namespace {

constexpr std::array kAccountsExamples{
    Example{.id = "createOrganization",
            .target = "/api/v1/organizations",
            .request = R"({"name":"acme"})",
            .answer = R"({"name":"acme","created":"2026-01-01T00:00:00Z"})"},
    Example{.id = "listOrganizations",
            .target = "/api/v1/organizations?limit=2",
            .answer = R"({"items":[{"name":"acme","created":"2026-01-01T00:00:00Z"}]})"},
    Example{.id = "showOrganization",
            .target = "/api/v1/organizations/acme",
            .answer = R"({"name":"acme","created":"2026-01-01T00:00:00Z"})"},
    Example{.id = "addMember",
            .target = "/api/v1/organizations/acme/members",
            .request = R"({"email":"ann@acme.example","permissions":["owner"],"language":"de"})",
            .answer = R"({"email":"ann@acme.example","permissions":["owner"]})"},
    Example{.id = "listMembers",
            .target = "/api/v1/organizations/acme/members",
            .answer = R"({"items":[{"email":"ann@acme.example","permissions":["owner"]}]})"},
    Example{.id = "showMember",
            .target = "/api/v1/organizations/acme/members/ann%40acme.example",
            .answer = R"({"email":"ann@acme.example","permissions":["owner"]})"},
    Example{.id = "changeMember",
            .target = "/api/v1/organizations/acme/members/ann%40acme.example",
            .request = R"({"permissions":["owner","authorized_ips"]})",
            .answer = R"({"email":"ann@acme.example","permissions":["owner","authorized_ips"]})"},
    Example{.id = "inviteMember",
            .target = "/api/v1/organizations/acme/members/ann%40acme.example/invitation",
            .answer = R"({"message":"the mail is under way"})"},
    Example{.id = "showPasswordPage", .target = "/password/TOKEN"},
    Example{.id = "setPassword",
            .target = "/password/TOKEN",
            .request = R"({"confirm":"yes","password":"correct horse battery staple"})"},
    Example{.id = "startSession",
            .target = "/api/v1/sessions",
            .request = R"({"email":"ann@acme.example","password":"correct horse battery staple"})",
            .answer = R"({"token":"sps_shown-this-once","email":"ann@acme.example",)"
                      R"("expires":"2026-01-01T12:00:00Z"})"},
    Example{.id = "showMe",
            .target = "/api/v1/me",
            .answer =
                R"({"kind":"member","name":"ann@acme.example","language":"de","administrator":false,)"
                R"("organizations":[{"organization":"acme","permissions":["owner","authorized_ips"]}]})"},
    Example{.id = "changeMe",
            .target = "/api/v1/me",
            .request = R"({"language":"en"})",
            .answer =
                R"({"kind":"member","name":"ann@acme.example","language":"en","administrator":false,)"
                R"("organizations":[{"organization":"acme","permissions":["owner","authorized_ips"]}]})"},
    Example{.id = "endSession", .target = "/api/v1/sessions/current"},
    Example{.id = "requestPassword",
            .target = "/api/v1/passwords/request",
            .request = R"({"email":"ann@acme.example"})",
            .answer = R"({"message":"where a member has this address, a mail is under way"})"},
    Example{.id = "removeMember", .target = "/api/v1/organizations/acme/members/bob%40acme.example"},
    Example{.id = "createToken",
            .target = "/api/v1/organizations/acme/tokens",
            .request = R"({"name":"deploy","permissions":["authorized_ips"],"lifetime":"30d"})",
            .answer = R"({"token":{"name":"deploy","permissions":["authorized_ips"],"by":"administrator",)"
                      R"("created":"2026-01-01T00:00:00Z","expires":"2026-01-31T00:00:00Z"},)"
                      R"("secret":"spt_shown-this-once"})"},
    Example{.id = "listTokens",
            .target = "/api/v1/organizations/acme/tokens",
            .answer = R"({"items":[{"name":"deploy","permissions":["authorized_ips"],"by":"administrator",)"
                      R"("created":"2026-01-01T00:00:00Z","expires":"2026-01-31T00:00:00Z"}]})"},
    Example{.id = "revokeToken", .target = "/api/v1/organizations/acme/tokens/deploy"},
    Example{.id = "createInstallationToken",
            .target = "/api/v1/tokens",
            .request = R"({"name":"auditor","permissions":["audit"]})",
            .answer = R"({"token":{"name":"auditor","permissions":["audit"],"by":"administrator",)"
                      R"("created":"2026-01-01T00:00:00Z"},"secret":"spt_shown-this-once"})"},
    Example{.id = "listInstallationTokens",
            .target = "/api/v1/tokens",
            .answer = R"({"items":[{"name":"auditor","permissions":["audit"],"by":"administrator",)"
                      R"("created":"2026-01-01T00:00:00Z"}]})"},
    Example{.id = "revokeInstallationToken", .target = "/api/v1/tokens/auditor"},
    Example{.id = "createCredential",
            .target = "/api/v1/organizations/acme/credentials",
            .request = R"({"name":"web","channel":"api"})",
            .answer = R"({"credential":{"name":"web","channel":"api","created":"2026-01-01T00:00:00Z",)"
                      R"("made_here":true},"secret":"spk_shown-this-once"})"},
    Example{.id = "listCredentials",
            .target = "/api/v1/organizations/acme/credentials?limit=2&channel=api",
            .answer = R"({"items":[{"name":"web","channel":"api","created":"2026-01-01T00:00:00Z",)"
                      R"("made_here":true}]})"},
    Example{.id = "showCredential",
            .target = "/api/v1/organizations/acme/credentials/web",
            .answer = R"({"name":"web","channel":"api","created":"2026-01-01T00:00:00Z","made_here":true})"},
    Example{.id = "rotateCredential",
            .target = "/api/v1/organizations/acme/credentials/web/rotation",
            .request = R"({"grace":"7d"})",
            .answer = R"({"credential":{"name":"web","channel":"api","created":"2026-01-01T00:00:00Z",)"
                      R"("made_here":true,"rotated":"2026-01-01T00:00:00Z"},"secret":"spk_shown-this-once",)"
                      R"("former_until":"2026-01-08T00:00:00Z","requested":false})"},
    Example{.id = "removeCredential", .target = "/api/v1/organizations/acme/credentials/old"},
};

}  // namespace

std::span<const Example> accounts_examples() { return kAccountsExamples; }

}  // namespace sallyport::api
