#include <array>

#include "api/examples/examples.h"

namespace sallyport::api {
namespace {

constexpr std::array kListsExamples{
    Example{.id = "showProtections",
            .target = "/api/v1/organizations/acme/protection",
            .answer = R"({"api":{"channel":"api","mode":"learning","dry_run":false,"quiet_period":"30d",)"
                      R"("learned_ipv4":24,"learned_ipv6":64,"inherited":false,"in_force":"learning",)"
                      R"("seen_since":false},"smtp":{"channel":"smtp","mode":"learning","dry_run":false,)"
                      R"("quiet_period":"30d","learned_ipv4":24,"learned_ipv6":64,"inherited":false,)"
                      R"("in_force":"learning","seen_since":false}})"},
    Example{.id = "changeProtections",
            .target = "/api/v1/organizations/acme/protection",
            .request = R"({"mode":"learning","quiet_period":"14d"})",
            .answer =
                R"({"api":{"channel":"api","mode":"learning","dry_run":false,"quiet_period":"14d",)"
                R"("learned_ipv4":24,"learned_ipv6":64,"inherited":false,"in_force":"learning",)"
                R"("seen_since":false},"smtp":{"channel":"smtp","mode":"learning","dry_run":false,)"
                R"("quiet_period":"14d","learned_ipv4":24,"learned_ipv6":64,"inherited":false,)"
                R"("in_force":"learning","seen_since":false},"would_have_blocked":{"items":[],"total":0}})"},
    Example{.id = "showProtection",
            .target = "/api/v1/organizations/acme/protection/api",
            .answer = R"({"channel":"api","mode":"learning","dry_run":false,"quiet_period":"14d",)"
                      R"("learned_ipv4":24,"learned_ipv6":64,"inherited":false,"in_force":"learning",)"
                      R"("seen_since":false})"},
    Example{.id = "changeProtection",
            .target = "/api/v1/organizations/acme/protection/api",
            .request = R"({"learned_ipv4":32})",
            .answer = R"({"channel":"api","mode":"learning","dry_run":false,"quiet_period":"14d",)"
                      R"("learned_ipv4":32,"learned_ipv6":64,"inherited":false,"in_force":"learning",)"
                      R"("seen_since":false})"},
    Example{.id = "authorize",
            .target = "/api/v1/organizations/acme/authorized",
            .request = R"({"prefixes":["192.0.2.0/24","10.0.0.0/8","2001:db8::/48"],"note":"the office"})",
            .answer =
                R"({"items":[{"prefix":"192.0.2.0/24","source":"manual","note":"the office",)"
                R"("by":"administrator","created":"2026-01-01T00:00:00Z","hits":0},{"prefix":"10.0.0.0/8",)"
                R"("source":"manual","note":"the office","by":"administrator",)"
                R"("created":"2026-01-01T00:00:00Z","hits":0},{"prefix":"2001:db8::/48","source":"manual",)"
                R"("note":"the office","by":"administrator","created":"2026-01-01T00:00:00Z","hits":0}],)"
                R"("skipped":0})"},
    Example{.id = "listAuthorized",
            .target = "/api/v1/organizations/acme/authorized?limit=2",
            .answer =
                R"({"items":[{"prefix":"10.0.0.0/8","source":"manual","note":"the office",)"
                R"("by":"administrator","created":"2026-01-01T00:00:00Z","hits":0},)"
                R"({"prefix":"192.0.2.0/24","source":"manual","note":"the office","by":"administrator",)"
                R"("created":"2026-01-01T00:00:00Z","hits":0}],"next":"192.0.2.0/24"})"},
    Example{.id = "deny",
            .target = "/api/v1/organizations/acme/denied",
            .request = R"({"prefix":"192.0.2.128/25","note":"guests"})",
            .answer = R"({"prefix":"192.0.2.128/25","source":"manual","note":"guests","by":"administrator",)"
                      R"("created":"2026-01-01T00:00:00Z","hits":0})"},
    Example{.id = "listDenied",
            .target = "/api/v1/organizations/acme/denied",
            .answer = R"({"items":[{"prefix":"192.0.2.128/25","source":"manual","note":"guests",)"
                      R"("by":"administrator","created":"2026-01-01T00:00:00Z","hits":0}]})"},
    Example{.id = "changeDenied",
            .target = "/api/v1/organizations/acme/denied/192.0.2.128%2F25",
            .request = R"({"note":"guests and printers"})",
            .answer = R"({"prefix":"192.0.2.128/25","source":"manual","note":"guests and printers",)"
                      R"("by":"administrator","created":"2026-01-01T00:00:00Z","hits":0})"},
    Example{.id = "changeAuthorized",
            .target = "/api/v1/organizations/acme/authorized/2001:db8::%2F48",
            .request = R"({"valid_until":"2026-12-31T00:00:00Z"})",
            .answer = R"({"prefix":"2001:db8::/48","source":"manual","note":"the office",)"
                      R"("by":"administrator","created":"2026-01-01T00:00:00Z",)"
                      R"("valid_until":"2026-12-31T00:00:00Z","hits":0})"},
    Example{.id = "removeDenied",
            .target = "/api/v1/organizations/acme/denied/192.0.2.128%2F25",
            .answer = R"({"still_allowed_by":["192.0.2.0/24"]})"},
    Example{.id = "removeAuthorized",
            .target = "/api/v1/organizations/acme/authorized/2001:db8::%2F48",
            .answer = R"({"still_allowed_by":[]})"},
    Example{.id = "listRemoved",
            .target = "/api/v1/organizations/acme/removed",
            .answer = R"({"items":[{"prefix":"2001:db8::/48","source":"manual","note":"the office",)"
                      R"("by":"administrator","created":"2026-01-01T00:00:00Z","hits":0}]})"},
    Example{.id = "showCredentialProtection",
            .target = "/api/v1/organizations/acme/credentials/web/protection",
            .answer = R"({"channel":"api","mode":"learning","dry_run":false,"quiet_period":"14d",)"
                      R"("learned_ipv4":32,"learned_ipv6":64,"inherited":true,"in_force":"learning",)"
                      R"("seen_since":false})"},
    Example{.id = "changeCredentialProtection",
            .target = "/api/v1/organizations/acme/credentials/web/protection",
            .request = R"({"mode":"blocking"})",
            .answer = R"({"channel":"api","mode":"blocking","dry_run":false,"quiet_period":"14d",)"
                      R"("learned_ipv4":32,"learned_ipv6":64,"inherited":false,"in_force":"blocking",)"
                      R"("seen_since":false,"would_have_blocked":{"items":[],"total":0}})"},
    Example{.id = "authorizeForCredential",
            .target = "/api/v1/organizations/acme/credentials/web/authorized",
            .request = R"({"prefix":"198.51.100.0/24","valid_until":"2026-06-30T00:00:00Z"})",
            .answer =
                R"({"items":[{"prefix":"198.51.100.0/24","source":"manual","note":"","by":"administrator",)"
                R"("created":"2026-01-01T00:00:00Z","valid_until":"2026-06-30T00:00:00Z","hits":0}],)"
                R"("skipped":0})"},
    Example{.id = "listCredentialAuthorized",
            .target = "/api/v1/organizations/acme/credentials/web/authorized",
            .answer =
                R"({"items":[{"prefix":"198.51.100.0/24","source":"manual","note":"","by":"administrator",)"
                R"("created":"2026-01-01T00:00:00Z","valid_until":"2026-06-30T00:00:00Z","hits":0}]})"},
    Example{.id = "denyForCredential",
            .target = "/api/v1/organizations/acme/credentials/web/denied",
            .request = R"({"prefix":"203.0.113.7"})",
            .answer = R"({"prefix":"203.0.113.7","source":"manual","note":"","by":"administrator",)"
                      R"("created":"2026-01-01T00:00:00Z","hits":0})"},
    Example{.id = "listCredentialDenied",
            .target = "/api/v1/organizations/acme/credentials/web/denied",
            .answer = R"({"items":[{"prefix":"203.0.113.7","source":"manual","note":"","by":"administrator",)"
                      R"("created":"2026-01-01T00:00:00Z","hits":0}]})"},
    Example{.id = "changeCredentialDenied",
            .target = "/api/v1/organizations/acme/credentials/web/denied/203.0.113.7",
            .request = R"({"note":"a scanner","valid_until":"2026-06-30T00:00:00Z"})",
            .answer = R"({"prefix":"203.0.113.7","source":"manual","note":"a scanner",)"
                      R"("by":"administrator","created":"2026-01-01T00:00:00Z",)"
                      R"("valid_until":"2026-06-30T00:00:00Z","hits":0})"},
    Example{.id = "changeCredentialAuthorized",
            .target = "/api/v1/organizations/acme/credentials/web/authorized/198.51.100.0%2F24",
            .request = R"({"valid_until":null,"note":"the data centre"})",
            .answer = R"({"prefix":"198.51.100.0/24","source":"manual","note":"the data centre",)"
                      R"("by":"administrator","created":"2026-01-01T00:00:00Z","hits":0})"},
    Example{.id = "removeCredentialDenied",
            .target = "/api/v1/organizations/acme/credentials/web/denied/203.0.113.7",
            .answer = R"({"still_allowed_by":[]})"},
    Example{.id = "removeCredentialAuthorized",
            .target = "/api/v1/organizations/acme/credentials/web/authorized/198.51.100.0%2F24",
            .answer = R"({"still_allowed_by":[]})"},
    Example{.id = "listCredentialRemoved",
            .target = "/api/v1/organizations/acme/credentials/web/removed",
            .answer =
                R"({"items":[{"prefix":"198.51.100.0/24","source":"manual","note":"","by":"administrator",)"
                R"("created":"2026-01-01T00:00:00Z","hits":0}]})"},
    Example{.id = "inheritProtection",
            .target = "/api/v1/organizations/acme/credentials/web/protection",
            .answer = R"({"channel":"api","mode":"learning","dry_run":false,"quiet_period":"14d",)"
                      R"("learned_ipv4":32,"learned_ipv6":64,"inherited":true,"in_force":"learning",)"
                      R"("seen_since":false})"},
    Example{.id = "showCovers",
            .target = "/api/v1/organizations/acme/covers?address=192.0.2.7&credential=web",
            .answer = R"({"items":[{"prefix":"192.0.2.0/24","kind":"authorized","source":"manual",)"
                      R"("note":"the office","organization":"acme","by":"own","decides":true}]})"},
    Example{.id = "showReview",
            .target = "/api/v1/organizations/acme/review",
            .answer = R"({"items":[{"kind":"wide","prefix":"10.0.0.0/8",)"
                      R"("text":"wider than /16: authorize the networks that are meant instead"}]})"},
    Example{.id = "listVersions",
            .target = "/api/v1/organizations/acme/versions?limit=1",
            .answer =
                R"({"items":[{"number":36,"time":"2026-01-01T00:00:00Z","actor":"administrator",)"
                R"("from":"203.0.113.9","organization":"acme","action":"entry.removed",)"
                R"("before":{"prefix":"198.51.100.0/24","kind":"authorized","source":"manual",)"
                R"("credential":"web","note":"the data centre"},)"
                R"("after":{"prefix":"198.51.100.0/24","kind":"removed","source":"manual",)"
                R"("credential":"web","note":"the data centre"},)"
                R"("hash":"bc99e0b1310b4bbe2f6875bdd89f0c831ba4c571e5f100433815708db30de388","entries":1}],)"
                R"("next":"36"})"},
    Example{.id = "showDifference",
            .target = "/api/v1/organizations/acme/versions/difference?from=0&to=35",
            .answer =
                R"({"items":[{"prefix":"10.0.0.0/8","before":null,"after":{"prefix":"10.0.0.0/8",)"
                R"("kind":"authorized","source":"manual","note":"the office"}},{"prefix":"192.0.2.0/24",)"
                R"("before":null,"after":{"prefix":"192.0.2.0/24","kind":"authorized","source":"manual",)"
                R"("note":"the office"}},{"prefix":"2001:db8::/48","before":null,)"
                R"("after":{"prefix":"2001:db8::/48","kind":"removed","source":"manual",)"
                R"("note":"the office"}},{"prefix":"198.51.100.0/24","credential":"web","before":null,)"
                R"("after":{"prefix":"198.51.100.0/24","kind":"authorized","source":"manual",)"
                R"("credential":"web","note":"the data centre"}}]})"},
    Example{.id = "rollBack",
            .target = "/api/v1/organizations/acme/versions/rollback",
            .request = R"({"to":0,"force":true})",
            .answer =
                R"({"items":[{"prefix":"10.0.0.0/8","before":{"prefix":"10.0.0.0/8","kind":"authorized",)"
                R"("source":"manual","note":"the office"},"after":null},{"prefix":"192.0.2.0/24",)"
                R"("before":{"prefix":"192.0.2.0/24","kind":"authorized","source":"manual",)"
                R"("note":"the office"},"after":null},{"prefix":"2001:db8::/48",)"
                R"("before":{"prefix":"2001:db8::/48","kind":"removed","source":"manual",)"
                R"("note":"the office"},"after":null},{"prefix":"198.51.100.0/24","credential":"web",)"
                R"("before":{"prefix":"198.51.100.0/24","kind":"removed","source":"manual",)"
                R"("credential":"web","note":"the data centre"},"after":null}]})"},
};

}  // namespace

std::span<const Example> lists_examples() { return kListsExamples; }

}  // namespace sallyport::api
