// Following by the API.

#include <gtest/gtest.h>

#include "api/testing/world.h"

namespace sallyport::api {
namespace {

using testing::kAcme;
using testing::World;

const std::string kMoengage = kAcme + "/follows/moengage";
constexpr const char* kEmail = R"({"offerings":["email"],"sites":["DC-02"]})";

class FollowsApiTest : public ::testing::Test {
 protected:
  FollowsApiTest() { world.create_acme(); }
  std::size_t listed(const std::string& source) {
    return world.call("GET", kAcme + "/authorized?source=" + source).json().at("items").as_array().size();
  }
  World world;
};

TEST_F(FollowsApiTest, PutShowsWhatItAdded) {
  const auto put = world.call("PUT", kMoengage, kEmail);
  ASSERT_EQ(put.status, 200U) << put.body;
  const auto answer = put.json();
  EXPECT_EQ(answer.at("vendor").as_string(), "moengage");
  EXPECT_EQ(answer.at("state").as_string(), "following");
  EXPECT_EQ(answer.at("grace").as_string(), "7d");
  const auto added = answer.at("added_total").as_int64();
  EXPECT_GT(added, 0);
  EXPECT_EQ(answer.at("added").as_array().size(), static_cast<std::size_t>(added));
  EXPECT_EQ(answer.at("counts").at("entries").as_int64(), added);
  EXPECT_EQ(listed("catalog"), static_cast<std::size_t>(added));
  const auto shown = world.call("GET", kMoengage);
  EXPECT_EQ(shown.status, 200U);
  EXPECT_EQ(shown.json().at("offerings").as_array().size(), 1U);
  EXPECT_EQ(world.call("GET", kAcme + "/follows").json().at("items").as_array().size(), 1U);
}

TEST_F(FollowsApiTest, ADryRunChangesNothing) {
  const auto dry = world.call("PUT", kMoengage + "?dry_run=true", kEmail);
  ASSERT_EQ(dry.status, 200U) << dry.body;
  EXPECT_GT(dry.json().at("added_total").as_int64(), 0);
  EXPECT_EQ(dry.json().at("would_block").at("total").as_int64(), 0);
  EXPECT_EQ(world.call("GET", kMoengage).status, 404U);
  EXPECT_EQ(listed("catalog"), 0U);
}

TEST_F(FollowsApiTest, WhatCannotBeFollowedIsRefused) {
  const auto nobody = world.call("PUT", kAcme + "/follows/moengoge", kEmail);
  EXPECT_EQ(nobody.status, 404U);
  EXPECT_NE(nobody.detail().find("did you mean 'moengage'"), std::string::npos) << nobody.detail();
  EXPECT_EQ(world.call("PUT", kMoengage, R"({"offerings":["emails"]})").code(), "not_found");
  EXPECT_EQ(world.call("PUT", kMoengage, "{}").code(), "malformed_request");
  EXPECT_EQ(world.call("PUT", kMoengage, R"({"all":true,"grace":"400d"})").code(), "invalid_setting");
  EXPECT_EQ(world.call("PUT", kMoengage, R"({"offerings":"email"})").code(), "malformed_request");
  EXPECT_EQ(world.call("PUT", kMoengage, R"({"offerings":[1]})").code(), "malformed_request");
  const auto hosts =
      world.call("PUT", kAcme + "/follows/withsecure", R"({"offerings":["atlant"],"version":"2.9"})");
  EXPECT_NE(hosts.status, 200U);
  EXPECT_EQ(world.call("DELETE", kMoengage).status, 404U);
}

TEST_F(FollowsApiTest, DeleteTakesOffOrKeeps) {
  ASSERT_EQ(world.call("PUT", kMoengage, kEmail).status, 200U);
  const std::size_t added = listed("catalog");
  const auto dry = world.call("DELETE", kMoengage + "?dry_run=true");
  EXPECT_EQ(dry.json().at("removed_total").as_int64(), static_cast<std::int64_t>(added));
  const auto kept = world.call("DELETE", kMoengage + "?keep=true");
  ASSERT_EQ(kept.status, 200U) << kept.body;
  EXPECT_EQ(kept.json().at("kept_total").as_int64(), static_cast<std::int64_t>(added));
  EXPECT_EQ(listed("manual"), added);
  EXPECT_EQ(listed("catalog"), 0U);
}

TEST_F(FollowsApiTest, ALockoutIsRefusedWithTheProof) {
  const auto put = world.call("PUT", kMoengage, kEmail);
  ASSERT_EQ(put.status, 200U);
  world.call("PATCH", kAcme + "/protection", R"({"mode":"blocking"})");
  std::string first(put.json().at("added").as_array().at(0).as_string());
  first = first.substr(0, first.find('/'));
  EXPECT_EQ(world.use("acme", "web", first).reason, policy::Reason::catalog);
  const auto refused = world.call("DELETE", kMoengage);
  EXPECT_EQ(refused.code(), "lockout_risk");
  EXPECT_EQ(refused.json().at("would_block").as_array().size(), 1U);
  EXPECT_EQ(world.call("DELETE", kMoengage + "?force=true").status, 200U);
}

TEST_F(FollowsApiTest, APolicyDocumentCarriesIt) {
  ASSERT_EQ(world.call("PUT", kMoengage, kEmail).status, 200U);
  const auto document = world.call("GET", kAcme + "/policy");
  const auto parsed = document.json();
  const auto& organization = parsed.at("organizations").at(0);
  EXPECT_EQ(organization.at("entries").as_array().size(), 0U);
  ASSERT_EQ(organization.at("follows").as_array().size(), 1U);
  EXPECT_EQ(organization.at("follows").at(0).at("vendor").as_string(), "moengage");
  const auto plan =
      world.call("POST", "/api/v1/policy/plan", R"({"document":)" + document.body + R"(,"prune":true})");
  EXPECT_EQ(plan.status, 200U) << plan.body;
  EXPECT_EQ(plan.json().at("steps").as_array().size(), 0U);
}

TEST_F(FollowsApiTest, IfMatchHoldsAChangeBack) {
  ASSERT_EQ(world.call("PUT", kMoengage, kEmail).status, 200U);
  const auto shown = world.call("GET", kMoengage);
  const std::string tag = shown.fields.at("ETag");
  world.call("POST", kAcme + "/authorized", R"({"prefix":"203.0.113.0/24"})");
  const testing::Fields fields{
      {"Authorization", "Bearer " + world.token()}, {"Content-Type", "application/json"}, {"If-Match", tag}};
  EXPECT_EQ(world.call_with("PUT", kMoengage, R"({"offerings":["push"],"sites":["DC-02"]})", fields).status,
            412U);
}

}  // namespace
}  // namespace sallyport::api
