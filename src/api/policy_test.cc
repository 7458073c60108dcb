// Policy as code over the API: who may, and what is wrong where in a document.

#include <gtest/gtest.h>

#include "api/testing/world.h"

namespace sallyport::api {
namespace {

namespace json = boost::json;
using testing::Answer;
using testing::kOrganizations;
using testing::World;

class PolicyApiTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.create_acme();
    post(kOrganizations, R"({"name":"sub","parent":"acme"})");
    post(kOrganizations, R"({"name":"other"})");
  }
  Answer post(const std::string& path, const std::string& body) { return world_.call("POST", path, body); }
  Answer plan(const std::string& organizations, const std::string& more = {}) {
    return post("/api/v1/policy/plan", order(organizations, more));
  }
  Answer apply(const std::string& organizations, const std::string& more = {}) {
    return post("/api/v1/policy/apply", order(organizations, more));
  }
  static std::string order(const std::string& organizations, const std::string& more) {
    return R"({"document":{"organizations":[)" + organizations + "]}" + more + "}";
  }
  std::string token_of(const std::string& organization, const std::string& permission) {
    const auto made = post(kOrganizations + "/" + organization + "/tokens",
                           R"({"name":"t-)" + permission + R"(","permissions":[")" + permission + R"("]})");
    return std::string(made.json().at("secret").as_string());
  }
  Answer as(const std::string& token, const std::string& method, const std::string& path,
            const std::string& body = {}) {
    std::vector<std::pair<std::string, std::string>> fields{{"Authorization", "Bearer " + token}};
    if (!body.empty()) fields.emplace_back("Content-Type", "application/json");
    return world_.call_with(method, path, body, fields);
  }
  void expect_malformed(const std::string& organization, const std::string& where) {
    const auto answer = plan(organization);
    EXPECT_EQ(answer.status / 100, 4U) << answer.body;
    EXPECT_NE(answer.detail().find(where), std::string::npos) << answer.detail();
  }

  World world_;
};

TEST_F(PolicyApiTest, APlanIsShownThenAppliedThenThereIsNothingToDo) {
  const std::string document =
      R"({"name":"acme","enforce":{"api":"learning"},"members":[{"email":"bob@acme.example",)"
      R"("permissions":["read"],"language":"ja"}],"entries":[{"prefix":"192.0.2.0/24","note":"office",)"
      R"("share":["sub"]}]},{"name":"new","parent":"sub","protection":{"api":{"mode":"off"}},)"
      R"("credentials":[{"name":"web","fingerprint":"00112233445566778899aabbccddeeff",)"
      R"("entries":[{"prefix":"203.0.113.7","kind":"denied"}]}]})";
  const auto planned = plan(document);
  ASSERT_EQ(planned.status, 200U) << planned.body;
  EXPECT_EQ(world_.call("GET", kOrganizations + "/new").status, 404U);
  const auto applied =
      apply(document, R"(,"expect":")" + std::string(planned.json().at("digest").as_string()) + "\"");
  EXPECT_EQ(applied.body, planned.body);
  const auto first = applied.json().at("steps").at(0);
  EXPECT_EQ(first.at("organization"), "new");
  EXPECT_EQ(first.at("action"), "organization.created");
  EXPECT_TRUE(first.at("before").is_null());
  EXPECT_EQ(first.at("after").at("parent"), "sub");
  const auto again = apply(document, R"(,"prune":false,"force":false)").json();
  EXPECT_EQ(again.at("steps").as_array().size(), 0U);
  EXPECT_EQ(again.at("not_in_document").at("items").at(0).at("name"), "ann@acme.example");
}

TEST_F(PolicyApiTest, WhatIsExportedIsADocument) {
  post(kOrganizations + "/acme/authorized", R"({"prefix":"192.0.2.0/24"})");
  for (const char* path : {"/api/v1/policy", "/api/v1/organizations/acme/policy"}) {
    const auto exported = world_.call("GET", path);
    ASSERT_EQ(exported.status, 200U);
    const auto steps = post("/api/v1/policy/plan", R"({"document":)" + exported.body + R"(,"prune":true})");
    EXPECT_EQ(steps.json().at("steps").as_array().size(), 0U) << exported.body;
    EXPECT_EQ(steps.json().at("not_in_document").at("total"), 0) << exported.body;
    EXPECT_EQ(exported.json().at("covers"), path == std::string_view("/api/v1/policy") ? "all" : "below");
  }
  const auto acme = world_.call("GET", kOrganizations + "/acme/policy").json().at("organizations").as_array();
  ASSERT_EQ(acme.size(), 2U);
  EXPECT_EQ(acme[0].at("name"), "acme");
  EXPECT_EQ(acme[1].at("parent"), "acme");
}

TEST_F(PolicyApiTest, AnExportSaysWhatIsInForceAndNothingOfTheLanguage) {
  const auto base = world_.call("GET", kOrganizations + "/acme/policy");
  const auto acme = base.json().at("organizations").at(0);
  EXPECT_EQ(acme.at("enforce"), json::parse(R"({"api":"none","smtp":"none"})"));
  EXPECT_EQ(acme.at("credentials").at(0).at("protection"), "inherit");
  ASSERT_FALSE(acme.at("members").as_array().empty());
  EXPECT_FALSE(acme.at("members").at(0).as_object().contains("language"));
  world_.call("PATCH", kOrganizations + "/acme/credentials/web/protection", R"({"mode":"off"})");
  world_.call("PUT", kOrganizations + "/acme/enforcement/api", R"({"mode":"blocking"})");
  post(kOrganizations + "/acme/credentials", R"({"name":"backdoor","channel":"api"})");
  const auto plan = post("/api/v1/policy/plan", R"({"document":)" + base.body + R"(,"prune":true})").json();
  EXPECT_EQ(plan.at("steps").at(0).at("action"), "protection.unenforced");
  EXPECT_EQ(plan.at("steps").at(1).at("action"), "protection.inherited");
  EXPECT_EQ(
      plan.at("not_in_document"),
      json::parse(R"({"items":[{"organization":"acme","kind":"credential","name":"backdoor"}],"total":1})"));
}

TEST_F(PolicyApiTest, OnlyWhatWasPlannedIsApplied) {
  const std::string document = R"({"name":"acme","entries":[{"prefix":"192.0.2.0/24"}]})";
  const std::string digest(plan(document).json().at("digest").as_string());
  post(kOrganizations + "/acme/authorized", R"({"prefix":"192.0.2.0/24"})");
  const auto refused = apply(document, R"(,"expect":")" + digest + "\"");
  EXPECT_EQ(refused.status, 412U);
  EXPECT_EQ(refused.code(), "precondition_failed");
}

TEST_F(PolicyApiTest, AllThatIsWrongIsSaidWithPointers) {
  const auto answer = plan(
      R"({"name":"acme","entires":[],"entries":[{"prefix":"192.0.2.1/24"},{"kind":"removed","a/~b":1}]},)"
      R"({"name":"sub","protection":{"api":{"mode":"strict"}}})");
  EXPECT_EQ(answer.status, 400U);
  std::string pointers;
  const auto problem = answer.json();
  for (const auto& error : problem.at("errors").as_array())
    pointers +=
        std::string(error.at("pointer").as_string()) + " " + std::string(error.at("code").as_string()) + "\n";
  EXPECT_EQ(pointers,
            "/document/organizations/0/entires malformed_request\n"
            "/document/organizations/0/entries/0/prefix host_bits_set\n"
            "/document/organizations/0/entries/1/a~1~0b malformed_request\n"
            "/document/organizations/0/entries/1 malformed_request\n"
            "/document/organizations/0/entries/1/kind malformed_request\n"
            "/document/organizations/1/protection/api/mode malformed_request\n");
  EXPECT_NE(answer.detail().find("6 things are wrong"), std::string::npos) << answer.detail();
  EXPECT_NE(answer.detail().find("did you mean entries?"), std::string::npos) << answer.detail();
  // What only control knows is said with its place too.
  const auto twice = plan(R"({"name":"acme"},{"name":"sub","entries":[{"prefix":"::1"},{"prefix":"::1"}]})");
  EXPECT_EQ(twice.json().at("errors").at(0).at("pointer"), "/document/organizations/1/entries/1");
  // However many there are, so many are named.
  std::string many;
  for (int i = 0; i < 150; ++i) many += std::string(i == 0 ? "" : ",") + R"({"prefix":"x"})";
  const auto bounded = plan(R"({"name":"acme","entries":[)" + many + "]}").json();
  EXPECT_EQ(bounded.at("errors").as_array().size(), 100U);
  EXPECT_EQ(bounded.at("more_errors"), 50);
}

TEST_F(PolicyApiTest, OnlyTheAdministratorCoversAll) {
  const std::string owner = token_of("acme", "owner");
  const auto covering = [](const std::string& covers) {
    return R"({"document":{"covers":")" + covers + R"(","organizations":[{"name":"acme"}]}})";
  };
  const auto plan_as_owner = [&](const std::string& covers) {
    return as(owner, "POST", "/api/v1/policy/plan", covering(covers));
  };
  EXPECT_EQ(plan_as_owner("all").code(), "forbidden");
  EXPECT_EQ(plan_as_owner("below").json().at("not_in_document").at("items").at(0).at("name"), "sub");
  EXPECT_EQ(post("/api/v1/policy/plan", covering("all")).json().at("not_in_document").at("total"), 2);
  EXPECT_EQ(plan_as_owner("everything").code(), "malformed_request");
}

TEST_F(PolicyApiTest, OwnersApplyInTheirOwnTree) {
  const std::string owner = token_of("acme", "owner");
  const auto try_it = [&](const std::string& token, const std::string& organizations) {
    const std::string body = order(organizations, "");
    const auto planned = as(token, "POST", "/api/v1/policy/plan", body);
    const auto applied = as(token, "POST", "/api/v1/policy/apply", body);
    EXPECT_EQ(planned.body, applied.body);
    return applied;
  };
  EXPECT_EQ(
      try_it(owner, R"({"name":"acme","protection":{"api":{"mode":"learning"}}},{"name":"sub"})").status,
      200U);
  EXPECT_EQ(as(owner, "POST", "/api/v1/policy/apply",
               order(R"({"name":"b","parent":"a"},{"name":"a","parent":"sub"})", ""))
                .status,
            200U);
  // What is not theirs is as what is not there; so is a new root.
  const auto foreign =
      try_it(owner, R"({"name":"acme","entries":[{"prefix":"192.0.2.1"}]},{"name":"other"})");
  const auto absent = try_it(owner, R"({"name":"acme","entries":[{"prefix":"192.0.2.1"}]},{"name":"otter"})");
  EXPECT_EQ(foreign.code(), "unknown_organization");
  EXPECT_EQ(absent.code(), "unknown_organization");
  EXPECT_EQ(foreign.detail().replace(foreign.detail().find("other"), 5, "otter"), absent.detail());
  EXPECT_EQ(try_it(owner, R"({"name":"x","parent":"other"})").code(), "unknown_organization");
  EXPECT_EQ(try_it(owner, R"({"name":"x","parent":"otter"})").code(), "unknown_organization");
  EXPECT_EQ(try_it(owner, R"({"name":"x","parent":"y"},{"name":"y","parent":"x"})").code(),
            "invalid_setting");
  EXPECT_EQ(try_it(owner, R"({"name":"acme","entries":[{"prefix":"192.0.2.1","share":["other"]}]})").code(),
            "unknown_organization");
  EXPECT_EQ(world_.call("GET", kOrganizations + "/acme/authorized").json().at("items").as_array().size(), 0U);
  EXPECT_EQ(world_.call("GET", kOrganizations + "/x").status, 404U);
  // Somebody who only manages addresses has none of it.
  for (const char* permission : {"authorized_ips", "read", "audit"}) {
    EXPECT_EQ(try_it(token_of("acme", permission), R"({"name":"acme"})").code(), "forbidden") << permission;
  }
  const std::string child = token_of("sub", "owner");
  EXPECT_EQ(try_it(child, R"({"name":"acme"})").code(), "unknown_organization");
}

TEST_F(PolicyApiTest, AnExportIsForReaders) {
  const std::string child = token_of("sub", "read");
  EXPECT_EQ(as(child, "GET", kOrganizations + "/sub/policy").status, 200U);
  EXPECT_EQ(as(child, "GET", kOrganizations + "/acme/policy").code(), "unknown_organization");
  EXPECT_EQ(as(child, "GET", "/api/v1/policy").code(), "forbidden");
  EXPECT_EQ(as(token_of("sub", "audit"), "GET", kOrganizations + "/sub/policy").code(), "forbidden");
}

TEST_F(PolicyApiTest, WhatIsWrongIsSaidWithItsPlace) {
  const std::string at = "document.organizations[0]";
  expect_malformed(R"({"name":"acme","entires":[]})", at + ".entires");
  expect_malformed(R"({"parent":"acme"})", at + ".name is missing");
  expect_malformed(R"([])", at + " must be a JSON object");
  expect_malformed(R"({"name":"acme","entries":[{"prefix":"192.0.2.1"},{"prefix":"192.0.2.1/24"}]})",
                   at + ".entries[1].prefix: ");
  expect_malformed(R"({"name":"acme","entries":[{"note":"x"}]})", at + ".entries[0].prefix is missing");
  expect_malformed(R"({"name":"acme","entries":[{"prefix":"::1","kind":"removed"}]})",
                   at + ".entries[0].kind");
  expect_malformed(R"({"name":"acme","entries":[{"prefix":"::1","valid_until":"soon"}]})",
                   at + ".entries[0]: ");
  expect_malformed(R"({"name":"acme","entries":[{"prefix":"::1","share":[]}]})", at + ".entries[0].share");
  expect_malformed(R"({"name":"acme","entries":[{"prefix":"::1","share":["sub",1]}]})",
                   at + ".entries[0].share[1]");
  expect_malformed(R"({"name":"acme","entries":[{"prefix":"::1","share":"some"}]})",
                   at + ".entries[0].share");
  expect_malformed(R"({"name":"acme","protection":{"api":{}}})", at + ".protection.api");
  expect_malformed(R"({"name":"acme","protection":{"smtp":{"quiet_period":"x"}}})",
                   at + ".protection.smtp: ");
  expect_malformed(R"({"name":"acme","protection":{"api":{"mode":"strict"}}})", at + ".protection.api.mode");
  expect_malformed(R"({"name":"acme","enforce":{"api":"off"}})", at + ".enforce.api");
  expect_malformed(R"({"name":"acme","members":[{"email":"x"}]})", at + ".members[0].email: ");
  expect_malformed(R"({"name":"acme","members":[{"email":"a@x.example","permissions":["all"]}]})",
                   at + ".members[0]: ");
  expect_malformed(
      R"({"name":"acme","credentials":[{"name":"web","entries":[{"prefix":"::1","share":"all"}]}]})",
      at + ".credentials[0].entries[0].share");
  expect_malformed(R"({"name":"acme","credentials":[{"name":"new"}]})", "acme: credential new: ");
  expect_malformed(R"({"name":"acme","entries":[{"prefix":"::1"},{"prefix":"::1"}]})",
                   "acme: ::1 stands there twice");
  EXPECT_NE(plan("").detail().find("names no organization"), std::string::npos);
  EXPECT_EQ(post("/api/v1/policy/plan", "{}").code(), "malformed_request");
  EXPECT_EQ(post("/api/v1/policy/plan", R"({"document":{}})").code(), "malformed_request");
}

TEST_F(PolicyApiTest, WhatLocksOutIsRefusedWithTheProof) {
  world_.call("PATCH", kOrganizations + "/acme/protection", R"({"mode":"blocking"})");
  apply(R"({"name":"acme","entries":[{"prefix":"192.0.2.0/24"}]})");
  world_.use("acme", "web", "192.0.2.7");
  const std::string empty = R"({"name":"acme","entries":[]})";
  const auto refused = apply(empty, R"(,"prune":true)");
  EXPECT_EQ(refused.code(), "lockout_risk");
  EXPECT_NE(refused.detail().find("192.0.2.7"), std::string::npos);
  EXPECT_EQ(refused.json().at("would_block").at(0).at("address"), "192.0.2.7");
  const auto planned = plan(empty, R"(,"prune":true)").json();
  EXPECT_EQ(std::string(planned.at("lockout_risk").as_string()), refused.detail());
  EXPECT_EQ(planned.at("would_have_blocked").at("items").at(0).at("address"), "192.0.2.7");
  EXPECT_EQ(apply(empty, R"(,"prune":true,"force":true)").json().at("steps").as_array().size(), 1U);
}

}  // namespace
}  // namespace sallyport::api
