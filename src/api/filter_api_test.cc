// Lists over the API: which part of them one asks for, in which pages. That the right lines are found is
// held by the tests of control; here it is that each parameter gets there, goes with the others and with the
// cursor, and that a bad one is refused.

#include <gtest/gtest.h>

#include "api/dispatch.h"
#include "api/routes/routes.h"
#include "api/testing/world.h"

namespace sallyport::api {
namespace {

namespace json = boost::json;
using testing::Answer;
using testing::kAcme;
using testing::World;

class FilterApiTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.create_acme();
    world_.call("POST", kAcme + "/credentials", R"({"name":"mailer","channel":"smtp"})");
    world_.call("POST", kAcme + "/authorized", R"({"prefix":"192.0.2.0/24"})");
    world_.call("PATCH", kAcme + "/protection", R"({"mode":"blocking"})");
    for (int hour = 0; hour < 8; ++hour) {
      world_.clock.advance(std::chrono::hours(1));
      const char* const network = hour % 4 == 0 ? "192.0.2." : hour % 4 == 1 ? "203.0.113." : "198.51.100.";
      world_.use("acme", hour % 2 == 0 ? "web" : "mailer", network + std::to_string(hour));
    }
    world_.call("DELETE", kAcme + "/authorized/192.0.2.0%2F24?force=true");
  }

  // All of a list's items, in pages of that size, with the query in each request.
  json::array paged(const std::string& path, const std::string& query, unsigned limit) {
    json::array items;
    std::string cursor;
    do {
      const auto answer = world_.call("GET", path + "?limit=" + std::to_string(limit) + query + cursor);
      EXPECT_EQ(answer.status, 200U) << path << query << answer.body;
      if (answer.status != 200) return items;
      const auto page = answer.json().as_object();
      for (const auto& item : page.at("items").as_array()) items.push_back(item);
      cursor = page.contains("next") ? "&cursor=" + std::string(page.at("next").as_string()) : "";
    } while (!cursor.empty());
    return items;
  }
  template <class Fits>
  void expect_part(const std::string& path, const std::string& query, std::size_t least, const Fits& fits) {
    json::array expected;
    for (const auto& item : paged(path, "", 1000)) {
      if (fits(item)) expected.push_back(item);
    }
    EXPECT_GE(expected.size(), least) << query;
    for (const unsigned limit : {1U, 2U, 1000U}) EXPECT_EQ(paged(path, query, limit), expected) << query;
  }
  Answer get(const std::string& path) { return world_.call("GET", path); }

  World world_;
};

TEST_F(FilterApiTest, TheAuditByActorActionAndTime) {
  for (const std::string& path : {kAcme + "/audit", std::string("/api/v1/audit")}) {
    expect_part(path, "&action=entry.removed", 1,
                [](const json::value& item) { return item.at("action") == "entry.removed"; });
    expect_part(path, "&action=credential.*&actor=administrator", 2, [](const json::value& item) {
      return item.at("action") == "credential.created" && item.at("actor") == "administrator";
    });
    expect_part(path, "&actor=nobody", 0, [](const json::value&) { return false; });
    expect_part(path, "&since=2026-01-01T08:00:00Z", 1, [](const json::value& item) {
      return item.at("time").as_string() >= "2026-01-01T08:00:00Z";
    });
    expect_part(path, "&until=2026-01-01T09:00:00%2B01:00", 5,
                [](const json::value& item) { return item.at("time").as_string() < "2026-01-01T08:00:00Z"; });
  }
}

TEST_F(FilterApiTest, TheActivityByCredentialAddressDecisionAndTime) {
  const std::string path = kAcme + "/activity";
  expect_part(path, "&credential=web", 3,
              [](const json::value& item) { return item.at("credential") == "web"; });
  expect_part(path, "&verdict=deny&reason=unknown_address", 3,
              [](const json::value& item) { return item.at("verdict") == "deny"; });
  expect_part(path, "&reason=authorized", 1,
              [](const json::value& item) { return item.at("reason") == "authorized"; });
  expect_part(path, "&inside=198.51.100.0%2F24", 3, [](const json::value& item) {
    return item.at("address").as_string().starts_with("198.51.100.");
  });
  expect_part(path, "&inside=203.0.113.1&credential=mailer", 1,
              [](const json::value& item) { return item.at("address") == "203.0.113.1"; });
  expect_part(path, "&since=2026-01-01T03:00:00Z&until=2026-01-01T06:00:00Z", 3, [](const json::value& item) {
    const auto seen = item.at("last_seen").as_string();
    return seen >= "2026-01-01T03:00:00Z" && seen < "2026-01-01T06:00:00Z";
  });
}

TEST_F(FilterApiTest, UnauthorizedAddressesAndCredentials) {
  expect_part(kAcme + "/unauthorized", "&credential=mailer", 2,
              [](const json::value& item) { return item.at("credential") == "mailer"; });
  expect_part(kAcme + "/unauthorized", "&inside=203.0.113.0%2F24", 1, [](const json::value& item) {
    return item.at("address").as_string().starts_with("203.0.113.");
  });
  expect_part(kAcme + "/credentials", "&channel=smtp", 1,
              [](const json::value& item) { return item.at("channel") == "smtp"; });
}

TEST_F(FilterApiTest, ShortListsComeInPagesToo) {
  for (const char* const name : {"bob", "carl", "dora"}) {
    world_.call("POST", kAcme + "/members", R"({"email":")" + std::string(name) + R"(@acme.example"})");
    world_.call("POST", kAcme + "/tokens",
                R"({"name":")" + std::string(name) + R"(","permissions":["read"]})");
    world_.call("POST", "/api/v1/tokens",
                R"({"name":")" + std::string(name) + R"(","permissions":["read"]})");
    world_.call("POST", kAcme + "/webhooks", R"({"url":"https://a.example"})");
  }
  world_.call("POST", "/api/v1/organizations", R"({"name":"sub","parent":"acme"})");
  for (const char* const one : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) {
    world_.call("POST", kAcme + "/authorized", R"({"prefix":")" + std::string(one) + R"("})");
    world_.call("POST", kAcme + "/shared", R"({"prefix":")" + std::string(one) + R"("})");
  }
  for (const std::string& path : {kAcme + "/members", kAcme + "/tokens", std::string("/api/v1/tokens"),
                                  kAcme + "/webhooks", kAcme + "/shared", kAcme + "/credentials"}) {
    const auto all = paged(path, "", 1000);
    EXPECT_GE(all.size(), 2U) << path;
    for (const unsigned limit : {1U, 2U}) EXPECT_EQ(paged(path, "", limit), all) << path;
  }
}

TEST_F(FilterApiTest, ABadValueIsRefused) {
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"/audit?action=entry", "malformed_request"},
      {"/audit?action=*", "malformed_request"},
      {"/audit?action=entry.nonsense", "malformed_request"},
      {"/audit?since=yesterday", "malformed_request"},
      {"/audit?until=2026-01-01", "malformed_request"},
      {"/audit?actor=" + std::string(401, 'a'), "malformed_request"},
      {"/audit?credential=web", "malformed_request"},
      {"/activity?verdict=perhaps", "malformed_request"},
      {"/activity?reason=none", "malformed_request"},
      {"/activity?since=1", "malformed_request"},
      {"/activity?inside=192.0.2.1%2F24", "host_bits_set"},
      {"/activity?inside=x", "malformed_address"},
      {"/activity?credential=none", "unknown_credential"},
      {"/unauthorized?credential=none", "unknown_credential"},
      {"/unauthorized?inside=x", "malformed_address"},
      {"/credentials?channel=fax", "malformed_request"},
      {"/shared?cursor=x", "malformed_request"},
      {"/members?limit=0", "malformed_request"}};
  for (const auto& [query, code] : bad) EXPECT_EQ(get(kAcme + query).code(), code) << query;
}

// A script that forgot to set a variable is not answered with everything.
TEST_F(FilterApiTest, AnEmptyParameterIsRefusedOnEveryRoute) {
  std::size_t asked = 0;
  for (const Route& route : routes()) {
    if (route.query.empty()) continue;
    std::string path(route.path);
    for (const auto& [name, value] : {std::pair{"{organization}", "acme"}, std::pair{"{credential}", "web"},
                                      std::pair{"{channel}", "api"}, std::pair{"{vendor}", "moengage"},
                                      std::pair{"{target}", "plain"}, std::pair{"{prefix}", "192.0.2.1"}}) {
      if (const auto at = path.find(name); at != std::string::npos)
        path.replace(at, std::string(name).size(), value);
    }
    for (auto open = path.find('{'); open != std::string::npos; open = path.find('{'))
      path.replace(open, path.find('}', open) - open + 1, "1");
    for (const QueryParameter& parameter : route.query) {
      for (const char* const sign : {"=", ""}) {
        const auto answer = world_.call(route.method, path + "?" + std::string(parameter.name) + sign,
                                        route.request.empty() ? "" : "{}");
        EXPECT_EQ(answer.code(), "malformed_request") << route.id << " " << parameter.name;
        EXPECT_NE(answer.detail().find(parameter.name), std::string::npos) << answer.detail();
        ++asked;
      }
    }
  }
  EXPECT_GT(asked, 100U);
}

}  // namespace
}  // namespace sallyport::api
