// The pages behind the links of mails.

#include <gtest/gtest.h>

#include <set>

#include "api/pages/page.h"
#include "api/testing/world.h"

namespace sallyport::api {
namespace {

using testing::Answer;
using testing::Fields;
using testing::World;

const std::pair<std::string, std::string> kForm{"Content-Type", "application/x-www-form-urlencoded"};

const control::Actor kAdministrator{"administrator", std::nullopt};
constexpr const char* kPassword = "correct horse battery";

class AnswerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.create_acme();
    item_ = world_.item_of_alert("198.51.100.7");
    link_ = link(item_.authorize_token);
  }
  static std::string link(const std::string& token) { return "/answer/" + token; }
  Answer get(const std::string& at) { return world_.call_with("GET", at, "", {}); }
  Answer post(const std::string& at, const std::string& body) {
    return world_.call_with("POST", at, body, {kForm});
  }
  Answer open(const std::string& method = "GET") { return world_.call_with(method, link_, "", {}); }
  Answer press() { return post(link_, "confirm=yes"); }
  void set_password() {
    ASSERT_TRUE(world_.control().people().set_password_of(kAdministrator, "ann@acme.example", kPassword));
  }
  void speak(control::Language language) {
    ASSERT_TRUE(world_.control().people().set_language(kAdministrator, "ann@acme.example", language));
  }
  std::string state() {
    return std::string(world_.call("GET", "/api/v1/organizations/acme/alerts")
                           .json()
                           .at("items")
                           .at(0)
                           .at("state")
                           .as_string());
  }
  std::string mode() {
    return std::string(
        world_.call("GET", "/api/v1/organizations/acme/protection/api").json().at("mode").as_string());
  }
  bool rotated() {
    return world_.control().directory().credential("acme", "web").value().rotated.has_value();
  }
  static void expect(const Answer& page, const std::vector<std::string>& words) {
    for (const auto& each : words) EXPECT_NE(page.body.find(each), std::string::npos) << each << page.body;
  }

  World world_;
  control::AlertNotification::Item item_;
  std::string link_;
};

// What stands in <code id="secret">; empty where there is none.
std::string secret_in(const std::string& page) {
  const std::string mark = "<code id=\"secret\">";
  const auto start = page.find(mark);
  if (start == std::string::npos) return {};
  return page.substr(start + mark.size(), page.find('<', start + mark.size()) - start - mark.size());
}

TEST_F(AnswerTest, ThePageSaysWhatWouldHappen) {
  const Answer page = open();
  EXPECT_EQ(page.status, 200U);
  expect(page, {"198.51.100.7", "198.51.100.0/24", "web", "acme", "ann@acme.example", "lang=\"en\"", "<h1>",
                "<form method=\"post\">", "<button type=\"submit\">Authorize</button>",
                "name=\"confirm\" value=\"yes\"", "<legend>", "id=\"where-address\"",
                "<label for=\"where-address\">", "value=\"network\""});
  EXPECT_EQ(page.body.find("type=\"password\""), std::string::npos);
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

TEST_F(AnswerTest, TheNetworkIsAuthorizedWhereItWasChosen) {
  const Answer done = post(link_, "confirm=yes&where=network");
  EXPECT_EQ(done.status, 200U);
  expect(done, {"198.51.100.0/24 is authorized"});
  EXPECT_EQ(world_.call("GET", "/api/v1/organizations/acme/authorized").json().at("items").at(0).at("prefix"),
            "198.51.100.0/24");
}

// A mail that was forwarded: the link is there, the password is not.
TEST_F(AnswerTest, WithoutThePasswordDenyingKeepsTheSecret) {
  set_password();
  const std::string deny = link(item_.deny_token);
  const Answer page = get(deny);
  expect(page, {"<h1>Deny 198.51.100.7?</h1>", "<label class=\"field\" for=\"password\">",
                "type=\"password\" name=\"password\" id=\"password\"", "aria-describedby=\"password-hint\"",
                "id=\"password-hint\"", "autocomplete=\"current-password\""});
  EXPECT_EQ(page.body.find(" required"), std::string::npos);
  const Answer done = post(deny, "confirm=yes&where=address&password=");
  EXPECT_EQ(done.status, 200U);
  expect(done, {"198.51.100.7 is denied", "was not replaced"});
  EXPECT_EQ(secret_in(done.body), "");
  EXPECT_FALSE(rotated());
  EXPECT_EQ(state(), "denied");
}

TEST_F(AnswerTest, WithThePasswordDenyingShowsTheNewSecretOnce) {
  set_password();
  const std::string deny = link(item_.deny_token);
  const Answer done = post(deny, "confirm=yes&where=network&password=correct+horse%20battery");
  EXPECT_EQ(done.status, 200U);
  const std::string secret = secret_in(done.body);
  EXPECT_TRUE(secret.starts_with("spk_")) << done.body;
  EXPECT_EQ(done.fields.at("Cache-Control"), "no-store");
  EXPECT_TRUE(rotated());
  const Answer again = post(deny, "confirm=yes&password=correct+horse+battery");
  EXPECT_EQ(again.status, 409U);
  EXPECT_EQ(again.body.find(secret), std::string::npos);
}

TEST_F(AnswerTest, AWrongPasswordDoesNothingAndAsksAgain) {
  set_password();
  for (const auto& token : {item_.deny_token, item_.deactivate_token}) {
    const Answer refused = post(link(token), "confirm=yes&password=wrong");
    EXPECT_EQ(refused.status, 401U);
    expect(refused, {"role=\"alert\"", "type=\"password\"", "autofocus", "<button"});
    EXPECT_EQ(refused.body.find("value=\"wrong\""), std::string::npos);
  }
  EXPECT_EQ(state(), "open");
  EXPECT_EQ(mode(), "blocking");
  EXPECT_FALSE(rotated());
  unsigned status = 401;
  for (int i = 0; i < 100 && status == 401; ++i) {
    status = post(link(item_.deactivate_token), "confirm=yes&password=wrong").status;
  }
  EXPECT_EQ(status, 429U);
  // Who guesses does not find out by the right one, either.
  EXPECT_EQ(
      post(link(item_.deactivate_token), std::string("confirm=yes&password=correct+horse+battery")).status,
      429U);
  EXPECT_EQ(mode(), "blocking");
}

TEST_F(AnswerTest, DeactivatingNeedsThePassword) {
  const std::string off = link(item_.deactivate_token);
  const Answer page = get(off);
  EXPECT_EQ(page.status, 200U);
  EXPECT_EQ(page.body.find("<form"), std::string::npos);  // nobody could press it
  for (const char* body : {"confirm=yes", "confirm=yes&password="}) {
    EXPECT_EQ(post(off, body).status, 401U);
  }
  set_password();
  expect(get(off), {"required", "type=\"password\"", "Deactivate protection"});
  EXPECT_EQ(post(off, "confirm=yes").status, 401U);
  EXPECT_EQ(mode(), "blocking");
  EXPECT_EQ(state(), "open");
  const Answer done = post(off, "confirm=yes&password=correct+horse+battery");
  EXPECT_EQ(done.status, 200U);
  expect(done, {"Protection is off"});
  EXPECT_EQ(mode(), "off");
  EXPECT_EQ(state(), "deactivated");
}

TEST_F(AnswerTest, OfTwoPeopleTheSecondLearnsThatItWasAnswered) {
  const std::vector<std::string> links = {link_, link(item_.deny_token), link(item_.deactivate_token)};
  EXPECT_EQ(press().status, 200U);
  for (const auto& each : links) {
    EXPECT_EQ(get(each).status, 409U);
    const Answer second = post(each, "confirm=yes");
    EXPECT_EQ(second.status, 409U);
    expect(second, {"answered already"});
  }
  EXPECT_EQ(state(), "authorized");
}

TEST_F(AnswerTest, ThePagesSpeakTheMembersLanguage) {
  set_password();
  struct Expected {
    control::Language language;
    const char* tag;
    const char* word;
  };
  for (const Expected& expected : {Expected{control::Language::german, "lang=\"de\"", "Zugang"},
                                   Expected{control::Language::japanese, "lang=\"ja\"", "認証情報"},
                                   Expected{control::Language::english, "lang=\"en\"", "Credential"}}) {
    speak(expected.language);
    for (const auto& token : {item_.authorize_token, item_.deny_token, item_.deactivate_token}) {
      const Answer page = world_.call_with("GET", link(token), "", {{"Accept-Language", "fr"}});
      expect(page, {expected.tag, expected.word, "198.51.100.7"});
      expect(post(link(token), "confirm=no"), {expected.tag});
    }
  }
  speak(control::Language::german);
  EXPECT_EQ(press().status, 200U);
  expect(press(), {"lang=\"de\"", "bereits beantwortet"});
}

TEST_F(AnswerTest, WhereNobodyIsKnownTheBrowserSaysTheLanguage) {
  const std::vector<std::pair<std::string, std::string>> german = {{"Accept-Language", "fr, de-AT;q=0.7"}};
  expect(world_.call_with("GET", "/answer/x", "", german), {"lang=\"de\"", "nicht bekannt"});
  expect(world_.call_with("POST", "/answer/x", "confirm=yes", german), {"lang=\"de\""});
  expect(world_.call_with("GET", "/answer/x", "", {}), {"lang=\"en\""});
}

TEST_F(AnswerTest, WhoIsNoMemberAnyMoreSeesNothing) {
  ASSERT_TRUE(
      world_.control().directory().add_member(kAdministrator, "acme", "owner@acme.example", {.owner = true}));
  ASSERT_TRUE(world_.control().directory().remove_member(kAdministrator, "acme", "ann@acme.example"));
  for (const Answer& refused : {open(), press()}) {
    EXPECT_EQ(refused.status, 404U);
    EXPECT_EQ(refused.body.find("198.51.100"), std::string::npos);
  }
  EXPECT_EQ(state(), "open");
}

TEST_F(AnswerTest, TheApiAnswersWithTheNewSecretOnce) {
  const std::string alert = "/api/v1/organizations/acme/alerts/1/answer";
  EXPECT_EQ(world_.call("POST", alert, R"({"action":"deactivated"})").status, 400U);
  const Answer denied = world_.call("POST", alert, R"({"action":"deny","network":true})");
  ASSERT_EQ(denied.status, 200U);
  EXPECT_EQ(denied.json().at("state"), "denied");
  EXPECT_TRUE(denied.json().at("rotation").at("secret").as_string().starts_with("spk_"));
  EXPECT_EQ(world_.call("GET", "/api/v1/organizations/acme/denied").json().at("items").at(0).at("prefix"),
            "198.51.100.0/24");
}

TEST_F(AnswerTest, TheApiRotatesACredential) {
  const std::string rotation = "/api/v1/organizations/acme/credentials/web/rotation";
  const Answer done = world_.call("POST", rotation, R"({"grace":"24h"})");
  ASSERT_EQ(done.status, 200U);
  EXPECT_TRUE(done.json().at("secret").as_string().starts_with("spk_"));
  EXPECT_TRUE(done.json().as_object().contains("former_until"));
  EXPECT_EQ(world_.call("POST", rotation, R"({"grace":"31d"})").status, 422U);
  EXPECT_EQ(world_.call("POST", rotation, R"({"grace":"-1h"})").status, 400U);
  EXPECT_EQ(world_.call("POST", rotation, R"({"fingerprint":"00000000000000000000000000000001"})").status,
            422U);
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
           {"where=network", {kForm}},
           {"password=x", {kForm}},
           {"confirm=yes&where=everything", {kForm}},
           {"confirm=yes&where=address&where=network", {kForm}},
           {"confirm=yes&password=a&password=b", {kForm}},
           {"confirm=yes&password=%zz", {kForm}},
           {"confirm=yes" + std::string(10'000, ' '), {kForm}},
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

TEST_F(AnswerTest, WhatMailProgramsDoToLinksIsAPageToo) {
  EXPECT_EQ(world_.call_with("GET", link_ + "?utm_source=mail&x=%zz", "", {}).status, 200U);
  for (const char* bad : {"/answer", "/answer/", "/answer/a/b", "/answer/%4", "/answer/%zz", "/password/"}) {
    const Answer refused = world_.call_with("GET", bad, "", {});
    EXPECT_EQ(refused.status / 100, 4U) << bad;
    EXPECT_TRUE(refused.fields.at("Content-Type").starts_with("text/html")) << bad;
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

// A scanner that follows everything: every method, with what its programs send ahead.
TEST_F(AnswerTest, NoScannerChangesAnything) {
  set_password();
  const auto before = world_.control().audit().count("").value();
  for (const auto& token : {item_.authorize_token, item_.deny_token, item_.deactivate_token}) {
    for (const char* method : {"GET", "HEAD"}) {
      for (const auto& field : std::vector<std::pair<std::string, std::string>>{
               {"Purpose", "prefetch"}, {"Sec-Purpose", "prefetch;prerender"}, {"X-Moz", "prefetch"}}) {
        EXPECT_EQ(world_.call_with(method, link(token), "", {field}).status, 200U);
      }
      EXPECT_EQ(world_.call_with(method, link(token) + "?confirm=yes", "", {}).status, 200U);
    }
    EXPECT_EQ(post(link(token) + "?confirm=yes", "").status, 400U);
    EXPECT_EQ(post(link(token), "").status, 400U);
    EXPECT_EQ(post(link(token), "where=address&password=").status, 400U);
    for (const char* method : {"PUT", "DELETE", "PATCH", "OPTIONS"}) {
      EXPECT_EQ(world_.call_with(method, link(token), "", {}).status, 405U);
    }
  }
  EXPECT_EQ(world_.control().audit().count("").value(), before);
  EXPECT_EQ(state(), "open");
  EXPECT_EQ(press().status, 200U);
}

TEST(PageTest, EverythingIsEscaped) {
  const std::string attack = "</title></style><script>alert(1)</script>\"'&";
  Page page;
  page.title = page.problem = page.secret = page.secret_title = page.secret_hint = page.person = page.button =
      attack;
  page.paragraphs = {attack};
  page.facts = {{attack, attack}};
  page.fields = {{.name = "a", .label = attack, .hint = attack},
                 {.name = "b", .label = attack, .options = {{attack, attack}}}};
  const std::string html = to_html(page);
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("alert(1)</"), std::string::npos);
  EXPECT_NE(html.find("&lt;script&gt;"), std::string::npos);
}

TEST(PageTest, EveryErrorHasAPageInEveryLanguage) {
  for (unsigned code = 0; code <= static_cast<unsigned>(ErrorCode::internal); ++code) {
    std::set<std::string> pages;
    for (const auto language :
         {control::Language::english, control::Language::german, control::Language::japanese}) {
      const std::string page = error_page(static_cast<ErrorCode>(code), language);
      EXPECT_NE(page.find("<html lang=\"" + std::string(control::to_string(language)) + "\">"),
                std::string::npos);
      pages.insert(page);
    }
    EXPECT_EQ(pages.size(), 3U);
  }
}

}  // namespace
}  // namespace sallyport::api
