// The API over a real control and a database in memory.

#include <gtest/gtest.h>

#include "api/testing/world.h"

namespace sallyport::api {
namespace {

using testing::Answer;
using testing::Fields;
using testing::kAcme;
using testing::World;

class ApiTest : public ::testing::Test {
 protected:
  void SetUp() override { world_.create_acme(); }
  Answer get(const std::string& path) { return world_.call("GET", path); }
  Answer post(const std::string& path, const std::string& body) { return world_.call("POST", path, body); }
  Answer patch(const std::string& path, const std::string& body) { return world_.call("PATCH", path, body); }
  Answer remove(const std::string& path) { return world_.call("DELETE", path); }
  std::vector<std::string> prefixes(const std::string& path) {
    std::vector<std::string> found;
    const auto page = get(path).json();
    for (const auto& item : page.at("items").as_array()) {
      found.emplace_back(item.at("prefix").as_string());
    }
    return found;
  }
  std::uint64_t changes() { return world_.control().audit().count("").value(); }

  World world_;
};

using Prefixes = std::vector<std::string>;

TEST_F(ApiTest, OrganizationsMembersAndCredentialsAreCreatedOnce) {
  EXPECT_EQ(get(kAcme).json().at("name"), "acme");
  EXPECT_EQ(post("/api/v1/organizations", R"({"name":"acme"})").code(), "duplicate");
  EXPECT_EQ(post(kAcme + "/members", R"({"email":"ann@acme.example"})").code(), "duplicate");
  EXPECT_EQ(post(kAcme + "/credentials", R"({"name":"web","channel":"api"})").code(), "duplicate");
  EXPECT_EQ(get(kAcme + "/members").json().at("items").at(0).at("permissions").at(0), "authorized_ips");
  EXPECT_EQ(get("/api/v1/organizations/nobody").code(), "unknown_organization");
  EXPECT_EQ(get(kAcme + "/credentials/nothing").code(), "unknown_credential");
}

TEST_F(ApiTest, ASecretIsShownOnceAndAFingerprintNever) {
  const auto made = post(kAcme + "/credentials", R"({"name":"k1","channel":"smtp"})").json();
  EXPECT_GT(made.at("secret").as_string().size(), 20U);  // World holds every later answer against it
  const auto registered =
      post(kAcme + "/credentials",
           R"({"name":"k2","channel":"api","fingerprint":"00112233445566778899aabbccddeeff"})");
  EXPECT_EQ(registered.status, 201U);
  EXPECT_FALSE(registered.json().as_object().contains("secret"));
  EXPECT_EQ(registered.body.find("00112233"), std::string::npos);
  EXPECT_EQ(get(kAcme + "/audit").body.find("00112233"), std::string::npos);
  EXPECT_EQ(get(kAcme + "/credentials").json().at("items").as_array().size(), 3U);
  EXPECT_EQ(post(kAcme + "/credentials", R"({"name":"k3","channel":"api","fingerprint":"XYZ"})").status,
            400U);
  EXPECT_EQ(remove(kAcme + "/credentials/k1").status, 204U);
  EXPECT_EQ(remove(kAcme + "/credentials/k1").code(), "unknown_credential");
}

TEST_F(ApiTest, NamesOfAnyLanguageStandInPaths) {
  EXPECT_EQ(post("/api/v1/organizations", R"({"name":"K\u00f6ln & co"})").status, 201U);
  EXPECT_EQ(get("/api/v1/organizations/K%C3%B6ln%20&%20co").json().at("name"), "Köln & co");
  EXPECT_EQ(get("/api/v1/organizations/K%C3%B6ln%20%26%20co/audit").status, 200U);
  for (const char* bad : {"%", "%zz", "%00", "a%00", "%ff", "%c0%80", "a b"}) {
    EXPECT_EQ(get("/api/v1/organizations/" + std::string(bad)).status, 400U) << bad;
  }
}

TEST_F(ApiTest, ProtectionIsShownAndChangedPerChannel) {
  EXPECT_EQ(get(kAcme + "/protection").json().at("smtp").at("mode"), "learning");
  const auto changed = patch(kAcme + "/protection/smtp", R"({"mode":"blocking","dry_run":true})").json();
  EXPECT_EQ(changed.at("mode"), "blocking");
  EXPECT_EQ(changed.at("dry_run"), true);
  EXPECT_EQ(get(kAcme + "/protection/api").json().at("mode"), "learning");
  EXPECT_EQ(patch(kAcme + "/protection", R"({"quiet_period":"10d","learned_ipv4":32,"learned_ipv6":56})")
                .json()
                .at("api")
                .at("quiet_period"),
            "10d");
  EXPECT_EQ(get(kAcme + "/protection/smtp").json().at("learned_ipv6"), 56);
  EXPECT_EQ(get(kAcme + "/protection/fax").code(), "not_found");
}

TEST_F(ApiTest, SettingsThatCannotBeAreRefused) {
  const std::string path = kAcme + "/protection";
  EXPECT_EQ(patch(path, R"({"learned_ipv4":7})").code(), "invalid_setting");
  EXPECT_EQ(patch(path, R"({"learned_ipv4":-1})").code(), "invalid_setting");
  EXPECT_EQ(patch(path, R"({"learned_ipv6":99999999999})").code(), "invalid_setting");
  EXPECT_EQ(patch(path, R"({"quiet_period":"0s"})").code(), "invalid_setting");
  EXPECT_EQ(patch(path, R"({"quiet_period":"soon"})").code(), "malformed_request");
  EXPECT_EQ(patch(path, R"({"mode":"automatic"})").code(), "invalid_setting");
  EXPECT_EQ(patch(path, R"({"dry_run":"yes"})").detail(), "dry_run must be true or false, not a string");
  EXPECT_EQ(patch(path, "{}").code(), "malformed_request");
}

TEST_F(ApiTest, ACredentialMayHaveAProtectionOfItsOwn) {
  const std::string path = kAcme + "/credentials/web/protection";
  EXPECT_EQ(get(path).json().at("inherited"), true);
  EXPECT_EQ(patch(path, R"({"mode":"off"})").json().at("inherited"), false);
  EXPECT_EQ(get(kAcme + "/protection/api").json().at("mode"), "learning");
  EXPECT_EQ(remove(path).json().at("mode"), "learning");
  EXPECT_EQ(remove(path).code(), "not_found");
}

TEST_F(ApiTest, ListsTakeOnePrefixManyOrEntries) {
  EXPECT_EQ(post(kAcme + "/authorized", R"({"prefix":"192.0.2.0/24","note":"office"})").status, 201U);
  EXPECT_EQ(post(kAcme + "/authorized", R"({"prefixes":["2001:db8::/32","10.0.0.1"]})").status, 201U);
  const auto timed = post(
      kAcme + "/authorized",
      R"({"entries":[{"prefix":"198.51.100.7","note":"","valid_from":"2026-02-01T00:00:00Z","valid_until":"2026-03-01T01:00:00+01:00"}]})");
  EXPECT_EQ(timed.json().at("items").at(0).at("valid_until"), "2026-03-01T00:00:00Z");
  EXPECT_EQ(prefixes(kAcme + "/authorized"),
            (Prefixes{"10.0.0.1", "192.0.2.0/24", "198.51.100.7", "2001:db8::/32"}));
  EXPECT_EQ(get(kAcme + "/authorized").json().at("items").at(1).at("by"), "administrator");
}

TEST_F(ApiTest, EachBadLineHasItsOwnErrorAndNothingIsHalfApplied) {
  const auto before = changes();
  const Answer refused =
      post(kAcme + "/authorized",
           R"({"prefixes":["192.0.2.0/24","10.0.0.1/8","192.168.0/16","010.0.0.1",7,"192.0.2.0/24"]})");
  EXPECT_EQ(refused.status, 400U);
  const auto problem = refused.json();
  const auto& errors = problem.at("errors").as_array();
  ASSERT_EQ(errors.size(), 5U);
  EXPECT_EQ(errors[0].at("index"), 1);
  EXPECT_EQ(errors[0].at("input"), "10.0.0.1/8");
  EXPECT_EQ(errors[0].at("code"), "host_bits_set");
  EXPECT_NE(errors[0].at("detail").as_string().find("10.0.0.0/8"), boost::json::string::npos);
  EXPECT_EQ(errors[1].at("code"), "malformed_address");
  EXPECT_NE(errors[1].at("detail").as_string().find("192.168.0.0/16"), boost::json::string::npos);
  EXPECT_NE(errors[2].at("detail").as_string().find("10.0.0.1"), boost::json::string::npos);
  EXPECT_EQ(errors[3].at("code"), "malformed_request");
  EXPECT_EQ(errors[4].at("code"), "duplicate");
  EXPECT_EQ(errors[4].at("index"), 5);
  EXPECT_EQ(changes(), before);
  EXPECT_TRUE(prefixes(kAcme + "/authorized").empty());
}

TEST_F(ApiTest, ABadEntryIsNamedByItsPlace) {
  const auto problem = post(kAcme + "/authorized",
                            R"({"entries":[{"prefix":"192.0.2.1"},{"prefix":"192.0.2.2","nöte":"x"},)"
                            R"({"note":"x"},{"prefix":"192.0.2.4","valid_until":"tomorrow"}, "192.0.2.5"]})")
                           .json();
  const auto& errors = problem.at("errors").as_array();
  ASSERT_EQ(errors.size(), 4U);
  EXPECT_NE(errors[0].at("detail").as_string().find("entries[1].nöte"), boost::json::string::npos);
  EXPECT_EQ(errors[1].at("detail"), "entries[2].prefix is missing");
  EXPECT_EQ(errors[2].at("input"), "192.0.2.4");
  EXPECT_EQ(errors[3].at("index"), 4);
}

TEST_F(ApiTest, OneFormAtATime) {
  for (const char* body :
       {"{}", R"({"prefix":"192.0.2.1","prefixes":["192.0.2.2"]})", R"({"prefixes":[]})", R"({"entries":[]})",
        R"({"entries":[{"prefix":"192.0.2.1"}],"note":"x"})", R"({"prefixes":"192.0.2.1"})", "[]", "7"}) {
    EXPECT_EQ(post(kAcme + "/authorized", body).status, 400U) << body;
  }
  EXPECT_EQ(post(kAcme + "/authorized", R"({"prefix":"192.0.2.1","note":"a\u0000b"})").status, 400U);
}

TEST_F(ApiTest, AListThatIsTooLongIsRefusedWhole) {
  std::string body = R"({"prefixes":["10.0.0.0")";
  for (unsigned i = 1; i <= 100'000; ++i)
    body += ",\"" + net::Address::ipv4((10U << 24) + i).to_string() + "\"";
  const Answer refused = post(kAcme + "/authorized", body + "]}");
  EXPECT_EQ(refused.status, 413U);
  EXPECT_EQ(refused.code(), "too_many_entries");
  EXPECT_TRUE(prefixes(kAcme + "/authorized").empty());
  const Answer huge = post(kAcme + "/authorized", std::string(Api::kLargeBodyBytes + 1, ' '));
  EXPECT_EQ(huge.status, 413U);
}

TEST_F(ApiTest, DenyAndRemoveKeepTheirListsApart) {
  EXPECT_EQ(post(kAcme + "/authorized", R"({"prefixes":["192.0.2.0/24","192.0.0.0/16"]})").status, 201U);
  EXPECT_EQ(post(kAcme + "/denied", R"({"prefix":"198.51.100.0/24","note":"bots"})").status, 201U);
  EXPECT_EQ(remove(kAcme + "/denied/192.0.2.0%2F24").code(), "not_found");
  EXPECT_EQ(remove(kAcme + "/authorized/198.51.100.0%2F24").code(), "not_found");
  EXPECT_EQ(prefixes(kAcme + "/denied"), Prefixes{"198.51.100.0/24"});
  const auto removed = remove(kAcme + "/authorized/192.0.2.0%2F24");
  EXPECT_EQ(removed.json().at("still_allowed_by").at(0), "192.0.0.0/16");
  EXPECT_EQ(prefixes(kAcme + "/removed"), Prefixes{"192.0.2.0/24"});
  EXPECT_EQ(remove(kAcme + "/authorized/192.0.2.0%2F24").code(), "not_found");
  EXPECT_EQ(remove(kAcme + "/authorized/192.0.2.0%2F16").code(), "host_bits_set");
  EXPECT_EQ(remove(kAcme + "/denied/198.51.100.0%2F24").status, 200U);
  EXPECT_EQ(remove(kAcme + "/denied/198.51.100.0/24").status, 404U);
  EXPECT_TRUE(prefixes(kAcme + "/denied").empty());
}

TEST_F(ApiTest, ACredentialHasListsOfItsOwn) {
  const std::string path = kAcme + "/credentials/web";
  EXPECT_EQ(post(path + "/authorized", R"({"prefix":"2001:db8::1"})").status, 201U);
  EXPECT_EQ(post(path + "/denied", R"({"prefix":"2001:db8::2"})").status, 201U);
  EXPECT_TRUE(prefixes(kAcme + "/authorized").empty());
  EXPECT_EQ(prefixes(path + "/authorized"), Prefixes{"2001:db8::1"});
  EXPECT_EQ(remove(path + "/authorized/2001:db8::1").status, 200U);
  EXPECT_EQ(remove(path + "/denied/2001:db8::2").status, 200U);
  EXPECT_EQ(prefixes(path + "/removed"), Prefixes{"2001:db8::1"});
  EXPECT_TRUE(prefixes(path + "/denied").empty());
}

TEST_F(ApiTest, PagesFollowOneAnotherToTheEnd) {
  EXPECT_EQ(post(kAcme + "/authorized",
                 R"({"prefixes":["192.0.2.1","192.0.2.2","192.0.2.3","192.0.2.4","2001:db8::/32"]})")
                .status,
            201U);
  Prefixes seen;
  std::string cursor;
  int pages = 0;
  do {
    const auto page = get(kAcme + "/authorized?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor)).json();
    for (const auto& item : page.at("items").as_array()) seen.emplace_back(item.at("prefix").as_string());
    cursor = page.as_object().contains("next") ? std::string(page.at("next").as_string()) : std::string();
    ++pages;
  } while (!cursor.empty() && pages < 10);
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(seen, (Prefixes{"192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "2001:db8::/32"}));
  for (const char* bad :
       {"limit=0", "limit=1001", "limit=-1", "limit=x", "limit=1&limit=1", "cursor=nonsense", "page=2"}) {
    EXPECT_EQ(get(kAcme + "/authorized?" + bad).status, 400U) << bad;
  }
}

TEST_F(ApiTest, ExplainSaysWhyAndLeavesNoTrace) {
  EXPECT_EQ(post(kAcme + "/authorized", R"({"prefix":"192.0.2.0/24"})").status, 201U);
  const auto before = changes();
  const auto known = get(kAcme + "/explain?credential=web&address=192.0.2.9").json();
  EXPECT_EQ(known.at("verdict"), "allow");
  EXPECT_EQ(known.at("reason"), "authorized");
  EXPECT_EQ(known.at("entry"), "192.0.2.0/24");
  EXPECT_EQ(known.at("entry_of"), "organization");
  EXPECT_EQ(get(kAcme + "/explain?credential=web&address=2001:db8::1").json().at("reason"), "learned");
  EXPECT_EQ(get(kAcme + "/explain?credential=web&address=192.0.2.0/24").code(), "malformed_address");
  EXPECT_EQ(get(kAcme + "/explain?credential=web").detail(), "the query parameter address is missing");
  EXPECT_EQ(get(kAcme + "/explain?credential=other&address=192.0.2.9").code(), "unknown_credential");
  EXPECT_EQ(changes(), before);
  EXPECT_TRUE(get(kAcme + "/activity").json().at("items").as_array().empty());
}

TEST_F(ApiTest, AnAlertIsAnsweredOnce) {
  EXPECT_EQ(patch(kAcme + "/protection", R"({"mode":"blocking"})").status, 200U);
  world_.use("acme", "web", "198.51.100.7");
  world_.use("acme", "web", "203.0.113.7");
  EXPECT_EQ(get(kAcme + "/unauthorized").json().at("items").as_array().size(), 2U);
  EXPECT_EQ(get(kAcme + "/activity").json().at("items").as_array().size(), 2U);
  const auto open = get(kAcme + "/alerts?state=open").json();
  ASSERT_EQ(open.at("items").as_array().size(), 2U);
  const std::string first =
      "/alerts/" + std::to_string(open.at("items").at(0).at("id").as_int64()) + "/answer";
  const std::string second =
      "/alerts/" + std::to_string(open.at("items").at(1).at("id").as_int64()) + "/answer";
  EXPECT_EQ(post(kAcme + first, R"({"action":"authorize"})").json().at("state"), "authorized");
  EXPECT_EQ(post(kAcme + first, R"({"action":"deny"})").code(), "used_token");
  EXPECT_EQ(post(kAcme + second, R"({"action":"deny"})").json().at("answered_by"), "administrator");
  EXPECT_EQ(post(kAcme + second, R"({"action":"forget"})").code(), "malformed_request");
  EXPECT_EQ(post(kAcme + "/alerts/999/answer", R"({"action":"deny"})").code(), "not_found");
  EXPECT_EQ(post(kAcme + "/alerts/-1/answer", R"({"action":"deny"})").code(), "not_found");
  EXPECT_EQ(get(kAcme + "/alerts?state=shut").status, 400U);
  EXPECT_TRUE(get(kAcme + "/unauthorized").json().at("items").as_array().empty());
}

TEST_F(ApiTest, TheAuditSaysWhoAndFromWhere) {
  EXPECT_EQ(post(kAcme + "/authorized", R"({"prefix":"192.0.2.1"})").status, 201U);
  const auto record = get(kAcme + "/audit?limit=1").json().at("items").at(0);
  EXPECT_EQ(record.at("actor"), "administrator");
  EXPECT_EQ(record.at("from"), "203.0.113.9");
  EXPECT_EQ(record.at("action"), "entry.authorized");
  EXPECT_EQ(record.at("organization"), "acme");
  EXPECT_TRUE(record.at("after").is_object());
  const auto verified = get("/api/v1/audit/verify").json();
  EXPECT_EQ(verified.at("intact"), true);
  EXPECT_EQ(verified.at("records").to_number<std::uint64_t>(), changes());
  EXPECT_EQ(get("/api/v1/audit").json().at("items").as_array().size(), changes());
}

TEST_F(ApiTest, OnlyTheTokenOpensAndOnlyOnce) {
  const std::string good = "Bearer " + world_.token();
  for (const Fields& fields :
       {Fields{}, Fields{{"Authorization", ""}}, Fields{{"Authorization", world_.token()}},
        Fields{{"Authorization", "Basic " + world_.token()}}, Fields{{"Authorization", "Bearer "}},
        Fields{{"Authorization", good + "x"}}, Fields{{"Authorization", good}, {"authorization", good}},
        Fields{{"Authorization", "Bearer " + std::string(1000, 'a')}},
        Fields{{"Authorization", "Bearer  " + world_.token()}}}) {
    const Answer refused = world_.call_with("GET", kAcme, "", fields);
    EXPECT_EQ(refused.status, 401U);
    EXPECT_EQ(refused.code(), "unauthenticated");
    EXPECT_TRUE(refused.fields.at("WWW-Authenticate").starts_with("Bearer"));
  }
  EXPECT_EQ(world_.call_with("GET", kAcme, "", {{"authorization", "bearer " + world_.token()}}).status, 200U);
  const auto replaced = world_.control().access().issue_administrator_token().value();
  EXPECT_EQ(world_.call("GET", kAcme).status, 401U);
  EXPECT_EQ(world_.call_with("GET", kAcme, "", {{"Authorization", "Bearer " + replaced}}).status, 200U);
}

TEST_F(ApiTest, UnknownPathsAndMethodsAreSaid) {
  for (const char* path :
       {"/", "/api", "/api/v1", "/api/v1/", "/api/v1/organizations/", "/api/v1/organizations/acme/",
        "/api/v1//organizations", "/api/v2/organizations", "/healthz/x"}) {
    EXPECT_EQ(get(path).code(), "not_found") << path;
  }
  const Answer wrong = world_.call("PUT", kAcme + "/authorized", "{}");
  EXPECT_EQ(wrong.status, 405U);
  EXPECT_EQ(wrong.fields.at("Allow"), "GET, HEAD, POST");
  EXPECT_EQ(world_.call("get", kAcme).status, 405U);
  EXPECT_EQ(world_.call("OPTIONS", "/healthz").fields.at("Allow"), "GET, HEAD");
}

TEST_F(ApiTest, BodiesAreJsonAndOnlyWhereTheyBelong) {
  EXPECT_EQ(world_.call("GET", kAcme, "{}").status, 400U);
  EXPECT_EQ(post("/api/v1/organizations", "{").code(), "malformed_request");
  EXPECT_EQ(world_.call("POST", "/api/v1/organizations").status, 400U);
  const std::pair<std::string, std::string> good{"Authorization", "Bearer " + world_.token()};
  EXPECT_EQ(world_.call_with("POST", "/api/v1/organizations", R"({"name":"b"})", {good}).status, 201U);
  EXPECT_EQ(world_
                .call_with("POST", "/api/v1/organizations", R"({"name":"c"})",
                           {good, {"content-type", "Application/JSON; charset=utf-8"}})
                .status,
            201U);
  EXPECT_EQ(world_
                .call_with("POST", "/api/v1/organizations", R"({"name":"d"})",
                           {good, {"Content-Type", "application/x-www-form-urlencoded"}})
                .status,
            415U);
}

TEST_F(ApiTest, HeadAnswersAsGetAndChangesNothing) {
  const auto before = changes();
  EXPECT_EQ(world_.call("HEAD", kAcme).status, 200U);
  EXPECT_EQ(world_.call("HEAD", "/api/v1/organizations/nobody").status, 404U);
  EXPECT_EQ(world_.call_with("HEAD", kAcme, "", {}).status, 401U);
  EXPECT_EQ(changes(), before);
}

TEST_F(ApiTest, HealthAndMetricsNeedNoToken) {
  EXPECT_EQ(world_.call_with("GET", "/healthz", "", {}).body, "ok\n");
  EXPECT_EQ(world_.call_with("GET", "/metrics", "", {}).body, "# metrics\n");
  Api without(world_.control(), {});
  http::Request request;
  request.method = "GET";
  request.target = "/metrics";
  http::Response response;
  without.handle(request, response);
  EXPECT_EQ(response.status, 404U);
}

}  // namespace
}  // namespace sallyport::api
