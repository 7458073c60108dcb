// Bodies that are text or CSV, and previews: more examples of operations that have one of JSON already.

#include <array>

#include "api/call.h"
#include "api/examples/examples.h"

namespace sallyport::api {
namespace {

#define LISTED(prefix, note)                                                                  \
  R"({"prefix":")" prefix R"(","source":"manual","note":")" note R"(","by":"administrator",)" \
  R"("created":"2026-01-01T00:00:00Z","hits":0})"
#define IMPORTED(entries) R"({"items":[)" entries R"(],"skipped":0})"

constexpr std::array kTextsExamples{
    Example{.id = "authorize",
            .target = "/api/v1/organizations/acme/authorized?note=branch%20offices",
            .request = "10.20.0.0/16, 10.21.0.0/16  # Berlin\n2001:db8:20::/48\n",
            .answer = IMPORTED(LISTED("10.20.0.0/16", "branch offices") "," LISTED(
                "10.21.0.0/16", "branch offices") "," LISTED("2001:db8:20::/48", "branch offices")),
            .type = kText},
    Example{
        .id = "authorize",
        .target = "/api/v1/organizations/acme/authorized?existing=skip",
        .request = "prefix,note\n10.30.0.0/16,\"Hamburg, harbour\"\n10.31.0.0/16,Munich\n",
        .answer = IMPORTED(LISTED("10.30.0.0/16", "Hamburg, harbour") "," LISTED("10.31.0.0/16", "Munich")),
        .type = kCsv},
    Example{.id = "deny",
            .target = "/api/v1/organizations/acme/denied?note=guests",
            .request = "10.20.128.0/17\n10.30.128.0/17\n",
            .answer = IMPORTED(LISTED("10.20.128.0/17", "guests") "," LISTED("10.30.128.0/17", "guests")),
            .type = kText},
    Example{.id = "deny",
            .target = "/api/v1/organizations/acme/denied",
            .request = "prefix,note\n10.31.128.0/17,guests\n",
            .answer = IMPORTED(LISTED("10.31.128.0/17", "guests")),
            .type = kCsv},
    Example{.id = "deny",
            .target = "/api/v1/organizations/acme/denied?preview=true",
            .request = R"({"prefix":"10.21.128.0/17"})",
            .answer = R"({"items":[],"total":0})",
            .status = 200},
    Example{.id = "authorizeForCredential",
            .target = "/api/v1/organizations/acme/credentials/web/authorized",
            .request = "10.40.0.7; 10.40.0.8\n",
            .answer = IMPORTED(LISTED("10.40.0.7", "") "," LISTED("10.40.0.8", "")),
            .type = kText},
    Example{.id = "authorizeForCredential",
            .target = "/api/v1/organizations/acme/credentials/web/authorized",
            .request = "prefix,note\n10.40.0.9,batch\n",
            .answer = IMPORTED(LISTED("10.40.0.9", "batch")),
            .type = kCsv},
    Example{.id = "denyForCredential",
            .target = "/api/v1/organizations/acme/credentials/web/denied",
            .request = "10.50.0.7\n",
            .answer = IMPORTED(LISTED("10.50.0.7", "")),
            .type = kText},
    Example{.id = "denyForCredential",
            .target = "/api/v1/organizations/acme/credentials/web/denied",
            .request = "prefix,note\n10.50.0.8,a scanner\n",
            .answer = IMPORTED(LISTED("10.50.0.8", "a scanner")),
            .type = kCsv},
    Example{.id = "denyForCredential",
            .target = "/api/v1/organizations/acme/credentials/web/denied?preview=true",
            .request = R"({"prefix":"10.40.0.8"})",
            .answer = R"({"items":[],"total":0})",
            .status = 200},
    Example{.id = "renderList",
            .target = "/api/v1/render/plain",
            .request = "192.0.2.0/25\n192.0.2.128/25\n",
            .answer = R"({"files":[{"name":"sallyport.txt","text":"192.0.2.0/24\n"}],"notes":[]})",
            .type = kText},
};

#undef LISTED
#undef IMPORTED

}  // namespace

std::span<const Example> texts_examples() { return kTextsExamples; }

}  // namespace sallyport::api
