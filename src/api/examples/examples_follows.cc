#include <array>

#include "api/examples/examples.h"

namespace sallyport::api {
namespace {

constexpr std::array kFollowsExamples{
    Example{.id = "putFollow",
            .target = "/api/v1/organizations/acme/follows/moengage",
            .request = R"({"offerings":["email"],"sites":["DC-02"],"grace":"14d"})",
            .answer = R"({"vendor":"moengage","offerings":["email"],"sites":["DC-02"],"all":false,"earl)"
                      R"(y":false,"grace":"14d","state":"following","revision":"a29304118eb10d727eb461f)"
                      R"(13c9587a3","by":"administrator","created":"2026-01-01T00:30:00Z","counts":{"en)"
                      R"(tries":1,"yours":0,"coming":0,"leaving":0,"held_back":0},"coming":[],"leaving")"
                      R"(:[],"held_back":[],"effect":"your list has 1 entry by it","added":["18.195.110)"
                      R"(.23"],"removed":[],"added_total":1,"removed_total":0})"},
    Example{.id = "listFollows",
            .target = "/api/v1/organizations/acme/follows",
            .answer = R"({"items":[{"vendor":"moengage","offerings":["email"],"sites":["DC-02"],"all":f)"
                      R"(alse,"early":false,"grace":"14d","state":"following","revision":"a29304118eb10)"
                      R"(d727eb461f13c9587a3","by":"administrator","created":"2026-01-01T00:30:00Z","co)"
                      R"(unts":{"entries":1,"yours":0,"coming":0,"leaving":0,"held_back":0},"coming":[])"
                      R"(,"leaving":[],"held_back":[],"effect":"your list has 1 entry by it"}]})"},
    Example{.id = "showFollow",
            .target = "/api/v1/organizations/acme/follows/moengage",
            .answer = R"({"vendor":"moengage","offerings":["email"],"sites":["DC-02"],"all":false,"earl)"
                      R"(y":false,"grace":"14d","state":"following","revision":"a29304118eb10d727eb461f)"
                      R"(13c9587a3","by":"administrator","created":"2026-01-01T00:30:00Z","counts":{"en)"
                      R"(tries":1,"yours":0,"coming":0,"leaving":0,"held_back":0},"coming":[],"leaving")"
                      R"(:[],"held_back":[],"effect":"your list has 1 entry by it"})"},
    Example{.id = "removeFollow",
            .target = "/api/v1/organizations/acme/follows/moengage?dry_run=true",
            .answer = R"({"removed":["18.195.110.23"],"kept":[],"removed_total":1,"kept_total":0,"would)"
                      R"(_block":{"items":[],"total":0}})"},
};

}  // namespace

std::span<const Example> follows_examples() { return kFollowsExamples; }

}  // namespace sallyport::api
