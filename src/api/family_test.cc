// Trees over the API: what is below, what is shared, what is enforced.

#include <gtest/gtest.h>

#include "api/testing/world.h"

namespace sallyport::api {
namespace {

using testing::Answer;
using testing::kAcme;
using testing::kOrganizations;
using testing::World;

const std::string kSub = kOrganizations + "/sub";

class FamilyApiTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.create_acme();
    ASSERT_EQ(post(kOrganizations, R"({"name":"sub","parent":"acme"})").status, 201U);
    ASSERT_EQ(post(kOrganizations, R"({"name":"leaf","parent":"sub"})").status, 201U);
    ASSERT_EQ(post(kAcme + "/authorized", R"({"prefix":"192.0.2.0/24","note":"office"})").status, 201U);
  }
  Answer get(const std::string& path) { return world_.call("GET", path); }
  Answer post(const std::string& path, const std::string& body) { return world_.call("POST", path, body); }
  Answer put(const std::string& path, const std::string& body) { return world_.call("PUT", path, body); }
  Answer remove(const std::string& path) { return world_.call("DELETE", path); }

  World world_;
};

TEST_F(FamilyApiTest, AnOrganizationSaysWhatItIsBelow) {
  EXPECT_EQ(get(kSub).json().at("parent"), "acme");
  EXPECT_FALSE(get(kAcme).json().as_object().contains("parent"));
  EXPECT_EQ(get(kAcme + "/children").json().at("items").at(0).at("name"), "sub");
  EXPECT_EQ(get(kOrganizations + "/nobody/children").code(), "unknown_organization");
  EXPECT_EQ(post(kOrganizations, R"({"name":"x","parent":"nobody"})").code(), "unknown_organization");
}

TEST_F(FamilyApiTest, EntriesAreSharedAndReceived) {
  const auto sharing = post(kAcme + "/shared", R"({"prefix":"192.0.2.0/24","with":["leaf","sub"]})");
  EXPECT_EQ(sharing.status, 201U);
  EXPECT_EQ(sharing.json().at("with").at(1), "sub");
  EXPECT_EQ(get(kAcme + "/shared").json().at("items").at(0).at("kind"), "authorized");
  const auto received = get(kSub + "/received").json().at("items").at(0);
  EXPECT_EQ(received.at("prefix"), "192.0.2.0/24");
  EXPECT_EQ(received.at("from"), "acme");
  EXPECT_EQ(received.at("note"), "office");
  EXPECT_TRUE(get(kSub + "/authorized").json().at("items").as_array().empty());
  EXPECT_EQ(remove(kAcme + "/shared/192.0.2.0%2F24?keep=true").status, 204U);
  EXPECT_EQ(get(kSub + "/authorized").json().at("items").at(0).at("source"), "shared");
  EXPECT_EQ(remove(kAcme + "/shared/192.0.2.0%2F24").code(), "not_found");
}

TEST_F(FamilyApiTest, WhatCannotBeSharedIsRefused) {
  EXPECT_EQ(post(kAcme + "/shared", R"({"prefix":"10.0.0.0/8"})").code(), "not_found");
  EXPECT_EQ(post(kAcme + "/shared", R"({"prefix":"10.0.0.1/8"})").code(), "host_bits_set");
  EXPECT_EQ(post(kSub + "/shared", R"({"prefix":"192.0.2.0/24"})").code(), "not_found");
  EXPECT_EQ(post(kAcme + "/shared", R"({"prefix":"192.0.2.0/24","with":["acme"]})").code(),
            "unknown_organization");
  EXPECT_EQ(post(kAcme + "/shared", R"({"prefix":"192.0.2.0/24","with":[]})").code(), "malformed_request");
  EXPECT_EQ(post(kAcme + "/shared", R"({"prefix":"192.0.2.0/24","with":[1]})").code(), "malformed_request");
  EXPECT_EQ(post(kAcme + "/shared", R"({"prefix":"192.0.2.0/24"})").status, 201U);
  EXPECT_EQ(post(kAcme + "/shared", R"({"prefix":"192.0.2.0/24"})").code(), "duplicate");
}

TEST_F(FamilyApiTest, ManyAreSharedAtOnceOrNotAtAll) {
  post(kAcme + "/authorized", R"({"prefixes":["198.51.100.1","198.51.100.2"]})");
  const auto wrong = post(kAcme + "/shared",
                          R"({"prefixes":["192.0.2.0/24","10.0.0.1/8","198.51.100.1","198.51.100.1",7]})");
  EXPECT_EQ(wrong.status, 400U);
  ASSERT_EQ(wrong.json().at("errors").as_array().size(), 3U);
  EXPECT_EQ(wrong.json().at("errors").at(0).at("index"), 1);
  EXPECT_EQ(wrong.json().at("errors").at(0).at("code"), "host_bits_set");
  EXPECT_EQ(wrong.json().at("errors").at(1).at("code"), "duplicate");
  EXPECT_EQ(wrong.json().at("errors").at(2).at("index"), 4);
  const auto absent = post(kAcme + "/shared", R"({"prefixes":["192.0.2.0/24","10.0.0.0/8"]})");
  EXPECT_EQ(absent.code(), "not_found");
  EXPECT_EQ(absent.json().at("errors").at(0).at("input"), "10.0.0.0/8");
  EXPECT_TRUE(get(kAcme + "/shared").json().at("items").as_array().empty());

  const auto shared = post(kAcme + "/shared",
                           R"({"prefixes":["198.51.100.2","192.0.2.0/24","198.51.100.1"],"with":["sub"]})");
  EXPECT_EQ(shared.status, 201U);
  EXPECT_EQ(shared.json().at("items").at(0).at("prefix"), "198.51.100.2");
  EXPECT_EQ(shared.json().at("items").at(2).at("with").at(0), "sub");
  EXPECT_EQ(get(kSub + "/received").json().at("items").as_array().size(), 3U);

  const auto refused = post(kAcme + "/unshare", R"({"prefixes":["198.51.100.1","203.0.113.1"]})");
  EXPECT_EQ(refused.code(), "not_found");
  EXPECT_EQ(refused.json().at("errors").at(0).at("index"), 1);
  EXPECT_EQ(get(kSub + "/received").json().at("items").as_array().size(), 3U);
  EXPECT_EQ(post(kAcme + "/unshare", R"({"prefixes":["198.51.100.1","192.0.2.0/24"],"keep":true})").status,
            204U);
  EXPECT_EQ(get(kSub + "/received").json().at("items").as_array().size(), 1U);
  EXPECT_EQ(get(kSub + "/authorized").json().at("items").as_array().size(), 2U);
  for (const char* const body : {R"({})", R"({"prefixes":[]})", R"({"prefixes":"192.0.2.0/24"})",
                                 R"({"prefix":"192.0.2.0/24","prefixes":["192.0.2.0/24"]})"}) {
    EXPECT_EQ(post(kAcme + "/shared", body).code(), "malformed_request") << body;
    EXPECT_EQ(post(kAcme + "/unshare", body).code(), "malformed_request") << body;
  }
}

TEST_F(FamilyApiTest, EnforcementIsShownWhereItCounts) {
  EXPECT_EQ(put(kAcme + "/enforcement/api", R"({"mode":"blocking"})").json().at("mode"), "blocking");
  EXPECT_FALSE(get(kAcme + "/enforcement").json().at("smtp").as_object().contains("mode"));
  EXPECT_EQ(get(kAcme + "/enforcement/api").json().at("mode"), "blocking");
  const auto api = get(kSub + "/protection/api").json();
  EXPECT_EQ(api.at("mode"), "learning");
  EXPECT_EQ(api.at("in_force"), "blocking");
  EXPECT_EQ(api.at("enforced"), "blocking");
  EXPECT_EQ(api.at("enforced_by"), "acme");
  EXPECT_FALSE(get(kSub + "/protection/smtp").json().as_object().contains("enforced"));
  EXPECT_EQ(get(kAcme + "/protection/api").json().at("in_force"), "learning");
  const auto weaker = world_.call("PATCH", kSub + "/protection/api", R"({"mode":"off"})");
  EXPECT_EQ(weaker.status, 409U);
  EXPECT_EQ(weaker.code(), "enforced_by_parent");
  EXPECT_EQ(put(kAcme + "/enforcement", R"({"mode":"learning"})").json().at("smtp").at("mode"), "learning");
  EXPECT_EQ(remove(kAcme + "/enforcement/smtp").status, 204U);
  EXPECT_EQ(remove(kAcme + "/enforcement/smtp").code(), "not_found");
  EXPECT_EQ(remove(kAcme + "/enforcement").status, 204U);
  EXPECT_EQ(world_.call("PATCH", kSub + "/protection/api", R"({"mode":"off"})").json().at("in_force"), "off");
}

TEST_F(FamilyApiTest, WhatIsEnforcedDecidesOnItsChannels) {
  post(kAcme + "/denied", R"({"prefix":"203.0.113.0/24"})");
  post(kSub + "/authorized", R"({"prefix":"203.0.113.0/24"})");
  const auto covers = [&] { return get(kSub + "/covers?address=203.0.113.7").json().at("items"); };
  EXPECT_EQ(covers().at(0).at("organization"), "sub");
  EXPECT_EQ(covers().at(0).at("decides"), true);
  EXPECT_EQ(put(kAcme + "/enforcement/smtp", R"({"mode":"blocking"})").status, 200U);
  EXPECT_EQ(covers().at(0).at("organization"), "acme");
  EXPECT_EQ(covers().at(0).at("by"), "enforced");
  EXPECT_EQ(covers().at(0).at("decides"), false);
  EXPECT_EQ(covers().at(0).at("decides_on"), "smtp");
  EXPECT_EQ(covers().at(1).at("decides_on"), "api");
  EXPECT_EQ(put(kAcme + "/enforcement", R"({"mode":"blocking"})").status, 200U);
  EXPECT_EQ(covers().at(0).at("decides"), true);
  EXPECT_FALSE(covers().at(0).as_object().contains("decides_on"));
  EXPECT_EQ(covers().at(1).at("decides"), false);
}

TEST_F(FamilyApiTest, WhatCannotBeEnforcedIsRefused) {
  EXPECT_EQ(put(kAcme + "/enforcement", R"({"mode":"off"})").code(), "invalid_setting");
  for (const std::string body : {R"({"mode":"automatic"})", R"({"after_learning":"automatic"})"}) {
    const auto refused = world_.call("PATCH", kAcme + "/protection", body);
    EXPECT_EQ(refused.code(), "invalid_setting") << body;
    EXPECT_NE(refused.detail().find("this version does not have the mode automatic"), std::string::npos);
    EXPECT_EQ(world_.call("PATCH", kAcme + "/protection/api", body).code(), "invalid_setting") << body;
  }
  const auto demanded = put(kAcme + "/enforcement", R"({"mode":"automatic"})");
  EXPECT_EQ(demanded.code(), "invalid_setting");
  EXPECT_NE(demanded.detail().find("this version does not have the mode automatic"), std::string::npos);
  EXPECT_EQ(world_.call("PATCH", kAcme + "/protection", R"({"after_learning":"blocking"})").status, 200U);
  EXPECT_EQ(world_.call("PATCH", kAcme + "/protection", R"({"after_learning":"off"})").code(),
            "malformed_request");
  EXPECT_EQ(put(kAcme + "/enforcement", R"({"mode":"strict"})").code(), "malformed_request");
  EXPECT_EQ(put(kAcme + "/enforcement/fax", R"({"mode":"blocking"})").code(), "not_found");
}

}  // namespace
}  // namespace sallyport::api
