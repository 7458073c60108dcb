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

TEST_F(FamilyApiTest, WhatCannotBeEnforcedIsRefused) {
  EXPECT_EQ(put(kAcme + "/enforcement", R"({"mode":"off"})").code(), "invalid_setting");
  EXPECT_EQ(put(kAcme + "/enforcement", R"({"mode":"automatic"})").code(), "invalid_setting");
  EXPECT_EQ(put(kAcme + "/enforcement", R"({"mode":"strict"})").code(), "malformed_request");
  EXPECT_EQ(put(kAcme + "/enforcement/fax", R"({"mode":"blocking"})").code(), "not_found");
}

}  // namespace
}  // namespace sallyport::api
