// The pages behind the links of mails.

#include <gtest/gtest.h>

#include "api/page.h"
#include "api/testing/world.h"

namespace sallyport::api {
namespace {

using testing::Answer;
using testing::World;

const std::pair<std::string, std::string> kForm{"Content-Type", "application/x-www-form-urlencoded"};

class AnswerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.create_acme();
    link_ = "/answer/" + world_.token_of_alert("198.51.100.7");
  }
  Answer open(const std::string& method = "GET") { return world_.call_with(method, link_, "", {}); }
  Answer press() { return world_.call_with("POST", link_, "confirm=yes", {kForm}); }
  std::string state() {
    return std::string(world_.call("GET", "/api/v1/organizations/acme/alerts")
                           .json()
                           .at("items")
                           .at(0)
                           .at("state")
                           .as_string());
  }

  World world_;
  std::string link_;
};

TEST_F(AnswerTest, ThePageSaysWhatWouldHappen) {
  const Answer page = open();
  EXPECT_EQ(page.status, 200U);
  for (const char* words :
       {"198.51.100.7", "198.51.100.0/24", "web", "acme", "ann@acme.example", "lang=\"en\"", "<h1>",
        "<form method=\"post\">", "<button type=\"submit\">Authorize 198.51.100.7</button>",
        "name=\"confirm\" value=\"yes\""}) {
    EXPECT_NE(page.body.find(words), std::string::npos) << words;
  }
  EXPECT_EQ(page.body.find("<script"), std::string::npos);
  EXPECT_EQ(page.body.find("<form"), page.body.rfind("<form"));
  EXPECT_EQ(page.fields.at("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.fields.at("Referrer-Policy"), "no-referrer");
  const std::string policy = page.fields.at("Content-Security-Policy");
  for (const char* part :
       {"default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"}) {
    EXPECT_NE(policy.find(part), std::string::npos) << policy;
  }
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
}

TEST_F(AnswerTest, TheButtonActsOnce) {
  const Answer done = press();
  EXPECT_EQ(done.status, 200U);
  EXPECT_NE(done.body.find("198.51.100.7 is authorized"), std::string::npos);
  EXPECT_EQ(state(), "authorized");
  const auto entry = world_.call("GET", "/api/v1/organizations/acme/authorized").json().at("items").at(0);
  EXPECT_EQ(entry.at("prefix"), "198.51.100.7");
  EXPECT_EQ(entry.at("by"), "ann@acme.example");
  const auto record = world_.call("GET", "/api/v1/organizations/acme/audit").json().at("items").at(0);
  EXPECT_EQ(record.at("from"), "203.0.113.9");
  EXPECT_EQ(press().status, 409U);
  EXPECT_NE(press().body.find("answered already"), std::string::npos);
  EXPECT_EQ(open().status, 409U);
}

TEST_F(AnswerTest, ScannersThatFetchTheLinkChangeNothing) {
  const auto before = world_.control().audit().count("").value();
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(open("GET").status, 200U);
    EXPECT_EQ(open("HEAD").status, 200U);
  }
  EXPECT_EQ(world_.control().audit().count("").value(), before);
  EXPECT_EQ(state(), "open");
  EXPECT_EQ(press().status, 200U);
}

TEST_F(AnswerTest, APostThatIsNotTheButtonsChangesNothing) {
  using Fields = std::vector<std::pair<std::string, std::string>>;
  for (const auto& [body, fields] : std::vector<std::pair<std::string, Fields>>{
           {"", {}},
           {"", {kForm}},
           {"confirm=yes", {}},
           {"confirm=yes", {{"Content-Type", "application/json"}}},
           {"confirm=yes", {{"Content-Type", "multipart/form-data; boundary=x"}}},
           {"confirm=yes", {kForm, kForm}},
           {"confirm=no", {kForm}},
           {"confirm=yes&confirm=yes", {kForm}},
           {"confirm=yes&more=1", {kForm}},
           {"confirm=yes" + std::string(5000, ' '), {kForm}},
           {"{}", {kForm}}}) {
    const Answer refused = world_.call_with("POST", link_, body, fields);
    EXPECT_EQ(refused.status, 400U) << body.substr(0, 40);
    EXPECT_NE(refused.body.find("press the button"), std::string::npos) << refused.body;
  }
  EXPECT_EQ(world_.call_with("POST", link_ + "?confirm=yes", "", {kForm}).status, 400U);
  EXPECT_EQ(world_.call_with("DELETE", link_, "", {}).status, 405U);
  EXPECT_EQ(state(), "open");
}

TEST_F(AnswerTest, WrongTokensGetAPageAndNothingElse) {
  for (std::string bad : {link_ + "x", link_.substr(0, link_.size() - 2), std::string("/answer/x"),
                          "/answer/" + std::string(5000, 'a'), std::string("/answer/%C3%B6")}) {
    const Answer refused = world_.call_with("GET", bad, "", {});
    EXPECT_EQ(refused.status, 404U) << bad.substr(0, 60);
    EXPECT_NE(refused.body.find("not known here"), std::string::npos);
    EXPECT_EQ(world_.call_with("POST", bad, "confirm=yes", {kForm}).status, 404U);
  }
  // Every single character counts.
  for (std::size_t i = std::string("/answer/").size(); i < link_.size(); ++i) {
    std::string changed = link_;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_NE(world_.call_with("POST", changed, "confirm=yes", {kForm}).status, 200U) << i;
  }
  EXPECT_EQ(state(), "open");
}

TEST_F(AnswerTest, AnExpiredLinkSaysSo) {
  world_.clock.advance(std::chrono::days(8));
  EXPECT_EQ(open().status, 410U);
  EXPECT_EQ(press().status, 410U);
  EXPECT_NE(press().body.find("expired"), std::string::npos);
  EXPECT_EQ(state(), "open");
}

TEST_F(AnswerTest, WhatWasAnsweredOtherwiseCannotBeAnsweredAgain) {
  const auto id =
      world_.call("GET", "/api/v1/organizations/acme/alerts").json().at("items").at(0).at("id").as_int64();
  EXPECT_EQ(world_
                .call("POST", "/api/v1/organizations/acme/alerts/" + std::to_string(id) + "/answer",
                      R"({"action":"deny"})")
                .status,
            200U);
  EXPECT_EQ(press().status, 409U);
  EXPECT_EQ(state(), "denied");
}

TEST(PageTest, EverythingIsEscaped) {
  const std::string attack = "</title></style><script>alert(1)</script>\"'&";
  const std::string html = to_html({attack, {attack}, {{attack, attack}}, attack});
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_NE(html.find("&lt;script&gt;"), std::string::npos);
  EXPECT_EQ(error_page({ErrorCode::unavailable, attack, {}}).find("<script"), std::string::npos);
}

}  // namespace
}  // namespace sallyport::api
