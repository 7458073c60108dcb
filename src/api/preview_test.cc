// What would be blocked, as answers: asked for, with a refusal, and with what was done.

#include <gtest/gtest.h>

#include "api/testing/world.h"

namespace sallyport::api {
namespace {

namespace json = boost::json;
using testing::Answer;
using testing::kAcme;
using testing::World;

class PreviewTest : public ::testing::Test {
 protected:
  PreviewTest() {
    world.create_acme();
    EXPECT_EQ(world.call("PATCH", kAcme + "/protection", R"({"mode":"blocking"})").status, 200U);
    EXPECT_EQ(world.call("POST", kAcme + "/authorized", R"({"prefix":"192.0.2.0/24"})").status, 201U);
    world.use("acme", "web", "192.0.2.7");
  }
  std::size_t authorized() {
    return world.call("GET", kAcme + "/authorized").json().at("items").as_array().size();
  }

  World world;
};

void expect_the_use(const json::value& item) {
  EXPECT_EQ(item.at("organization"), "acme");
  EXPECT_EQ(item.at("credential"), "web");
  EXPECT_EQ(item.at("address"), "192.0.2.7");
  EXPECT_EQ(item.at("count"), 1);
}

TEST_F(PreviewTest, ARefusedChangeComesWithItsProof) {
  const auto expect_proof = [&](const Answer& answer) {
    ASSERT_EQ(answer.status, 409U) << answer.body;
    EXPECT_EQ(answer.code(), "lockout_risk");
    EXPECT_NE(answer.detail().find("web from 192.0.2.7"), std::string::npos) << answer.body;
    EXPECT_EQ(answer.json().at("would_block_total"), 1);
    ASSERT_EQ(answer.json().at("would_block").as_array().size(), 1U);
    expect_the_use(answer.json().at("would_block").at(0));
  };
  expect_proof(world.call("DELETE", kAcme + "/authorized/192.0.2.0%2F24"));
  expect_proof(world.call("POST", kAcme + "/denied", R"({"prefix":"192.0.2.0/24"})"));
  expect_proof(world.call("POST", kAcme + "/denied", R"({"prefixes":["192.0.2.7","10.0.0.1"]})"));
  expect_proof(world.call("POST", kAcme + "/credentials/web/denied", R"({"prefix":"192.0.2.7"})"));
  EXPECT_EQ(authorized(), 1U);
  EXPECT_EQ(world.call("DELETE", kAcme + "/authorized/192.0.2.0%2F24?force=true").status, 200U);
  EXPECT_EQ(authorized(), 0U);
}

TEST_F(PreviewTest, APreviewChangesNothing) {
  const auto expect_preview = [&](const Answer& answer, int total) {
    ASSERT_EQ(answer.status, 200U) << answer.body;
    EXPECT_FALSE(answer.fields.contains("ETag"));
    EXPECT_EQ(answer.json().at("total"), total);
    if (total == 1) expect_the_use(answer.json().at("items").at(0));
  };
  const auto audited = world.control().audit().count({}).value();
  expect_preview(world.call("DELETE", kAcme + "/authorized/192.0.2.0%2F24?preview=true"), 1);
  expect_preview(world.call("POST", kAcme + "/denied?preview=true", R"({"prefix":"192.0.2.7"})"), 1);
  expect_preview(world.call("POST", kAcme + "/denied?preview=true", R"({"prefix":"192.0.2.8"})"), 0);
  expect_preview(world.call("POST", kAcme + "/denied?preview=true", R"({"prefixes":["192.0.2.7"]})"), 1);
  EXPECT_EQ(authorized(), 1U);
  EXPECT_EQ(world.control().audit().count({}).value(), audited);
  EXPECT_EQ(world.call("DELETE", kAcme + "/authorized/10.0.0.0%2F8?preview=true").code(), "not_found");
  EXPECT_EQ(world.call("DELETE", kAcme + "/authorized/192.0.2.0%2F24?preview=yes").code(),
            "malformed_request");
}

TEST_F(PreviewTest, BlockingSaysWhatItWouldHaveBlocked) {
  const std::string protection = kAcme + "/protection";
  const auto off = world.call("PATCH", protection, R"({"mode":"off"})").json();
  EXPECT_FALSE(off.as_object().contains("would_have_blocked"));
  world.use("acme", "web", "198.51.100.1");
  const auto total = [](const Answer& answer) { return answer.json().at("would_have_blocked").at("total"); };
  const std::string block = R"({"mode":"blocking"})";
  for (const char* const path : {"", "/api"}) {
    const auto preview = world.call("PATCH", protection + path + "?preview=true", block);
    EXPECT_EQ(total(preview), 1) << preview.body;
  }
  EXPECT_EQ(total(world.call("PATCH", protection + "/smtp?preview=true", block)), 0);
  EXPECT_EQ(total(world.call("PATCH", kAcme + "/credentials/web/protection?preview=true", block)), 1);
  EXPECT_EQ(world.call("GET", protection + "/api").json().at("mode"), "off");
  EXPECT_EQ(total(world.call("PATCH", protection, block)), 1);
  EXPECT_EQ(world.call("GET", protection + "/api").json().at("mode"), "blocking");
  EXPECT_EQ(total(world.call("PATCH", protection, block)), 0);
}

TEST_F(PreviewTest, EnforcingSaysWhatItWouldHaveBlocked) {
  ASSERT_EQ(world.call("POST", "/api/v1/organizations", R"({"name":"child","parent":"acme"})").status, 201U);
  ASSERT_EQ(world.call("POST", "/api/v1/organizations/child/credentials", R"({"name":"job","channel":"api"})")
                .status,
            201U);
  ASSERT_EQ(world.call("PATCH", "/api/v1/organizations/child/protection", R"({"mode":"off"})").status, 200U);
  world.use("child", "job", "198.51.100.1");
  const std::string block = R"({"mode":"blocking"})";
  const auto preview = world.call("PUT", kAcme + "/enforcement?preview=true", block);
  ASSERT_EQ(preview.status, 200U) << preview.body;
  EXPECT_EQ(preview.json().at("would_have_blocked").at("items").at(0).at("organization"), "child");
  EXPECT_FALSE(preview.json().at("api").as_object().contains("mode"));
  const auto enforced = world.call("PUT", kAcme + "/enforcement/api", block);
  EXPECT_EQ(enforced.json().at("would_have_blocked").at("total"), 1);
  EXPECT_EQ(enforced.json().at("mode"), "blocking");
}

}  // namespace
}  // namespace sallyport::api
