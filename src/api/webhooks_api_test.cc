// Webhooks by the API. World holds every answer against the document, and every secret against later answers.

#include <gtest/gtest.h>

#include "api/testing/world.h"

namespace sallyport::api {
namespace {

using testing::World;

const std::string kWebhooks = testing::kAcme + "/webhooks";

class WebhooksApiTest : public ::testing::Test {
 protected:
  void SetUp() override { world_.create_acme(); }
  World world_;
};

TEST_F(WebhooksApiTest, OneIsCreatedShownAndRemoved) {
  const auto made = world_.call("POST", kWebhooks, R"({"url":"https://a.example/x","events":["entry.*"]})");
  ASSERT_EQ(made.status, 201U);
  EXPECT_TRUE(made.json().at("secret").as_string().starts_with("whsec_"));
  const auto listed = world_.call("GET", kWebhooks).json().at("items").as_array();
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0], made.json().at("webhook"));
  EXPECT_EQ(listed[0].at("organization"), "acme");
  EXPECT_EQ(listed[0].at("by"), "administrator");
  const std::string path = kWebhooks + "/" + boost::json::serialize(listed[0].at("id"));
  EXPECT_EQ(world_.call("POST", path + "/test").status, 204U);
  EXPECT_EQ(world_.call("GET", path).json().at("waiting"), 1);
  const auto rotated = world_.call("POST", path + "/secret", R"({"overlap":"12h"})").json();
  EXPECT_EQ(rotated.at("former_until"), "2026-01-01T12:00:00Z");
  EXPECT_NE(rotated.at("secret"), made.json().at("secret"));
  EXPECT_EQ(world_.call("DELETE", path).status, 204U);
  EXPECT_EQ(world_.call("GET", path).code(), "not_found");
}

TEST_F(WebhooksApiTest, WhatCannotBeIsRefused) {
  EXPECT_EQ(world_.call("POST", kWebhooks, R"({"url":"https://user:pw@a.example"})").code(),
            "invalid_setting");
  EXPECT_EQ(world_.call("POST", kWebhooks, R"({"url":"ftp://a.example"})").code(), "invalid_setting");
  EXPECT_EQ(world_.call("POST", kWebhooks, R"({"url":"https://a.example","events":["nothing.*"]})").code(),
            "malformed_request");
  EXPECT_EQ(world_.call("POST", kWebhooks, R"({"url":"https://a.example","events":[1]})").code(),
            "malformed_request");
  EXPECT_EQ(world_.call("GET", kWebhooks + "/x").code(), "not_found");
  EXPECT_EQ(world_.call("GET", kWebhooks + "/0").code(), "not_found");
  EXPECT_EQ(
      world_.call("POST", "/api/v1/organizations/nobody/webhooks", R"({"url":"https://a.example"})").code(),
      "unknown_organization");
}

TEST_F(WebhooksApiTest, TheInstallationsAreApart) {
  const auto made = world_.call("POST", "/api/v1/webhooks", R"({"url":"https://a.example"})");
  ASSERT_EQ(made.status, 201U);
  EXPECT_FALSE(made.json().at("webhook").as_object().contains("organization"));
  const std::string id = boost::json::serialize(made.json().at("webhook").at("id"));
  EXPECT_EQ(world_.call("GET", kWebhooks + "/" + id).code(), "not_found");
  EXPECT_EQ(world_.call("GET", "/api/v1/webhooks/" + id).status, 200U);
}

}  // namespace
}  // namespace sallyport::api
