// Checks over name servers on loopback: nothing leaves this machine.

#include "api/handlers/catalog_checks.h"

#include <gtest/gtest.h>

#include <atomic>

#include "api/testing/test_catalogs.h"
#include "api/testing/world.h"
#include "catalog/test_catalogs.h"
#include "reach/answer_check.h"
#include "reach/test_sockets.h"

namespace sallyport::api {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using reach::test::Names;
using testing::World;
using Say = Names::Say;

const std::string kChecks = "/api/v1/catalogs/withsecure/checks";
const std::string kAtlant = R"({"offerings":["atlant"],"version":"1.0.319"})";
const std::string kSlowly = R"({"offerings":["atlant"],"version":"1.0.319","timeout":"10s"})";

reach::Options asking(const Names& names) {
  reach::Options options;
  options.resolver = reach::NameServer{net::Address::ipv4(0x7f000001), names.port()};
  return options;
}

// A server that keeps silent about what atlant needs.
std::map<std::string, Names::Host> silence() {
  std::map<std::string, Names::Host> hosts;
  for (const char* host : {"aspam.fsapi.com", "baseguard.doorman.fsapi.com", "guts2.fsapi.com",
                           "rpmrepo.fsapi.com", "a.karma.sc2.fsapi.com", "api.prd.glb.us-prd.fsapi.com"}) {
    hosts[host].say = Say::nothing;
  }
  return hosts;
}

CatalogChecks::Order order_of(const std::string& entries) {
  CatalogChecks::Order order;
  order.catalog = std::make_shared<const catalog::Catalog>(
      catalog::test::catalog(catalog::test::tool("      - source: en\n        entries:\n" + entries)));
  order.selection.all = true;
  return order;
}
CatalogChecks::Order one_host(std::uint16_t port = 443) {
  return order_of("          - hosts: www.acme.example\n            ports: " + std::to_string(port) +
                  "/tcp\n");
}

CatalogChecks::Check ended(const CatalogChecks& checks, std::uint64_t id) {
  for (const auto deadline = std::chrono::steady_clock::now() + 30s;
       std::chrono::steady_clock::now() < deadline; std::this_thread::sleep_for(2ms)) {
    const auto check = checks.find("acme", std::to_string(id));
    if (!check || check->checked != nullptr) return check.value();
  }
  ADD_FAILURE() << "check " << id << " never ends";
  return {};
}

void expect_refused(const testing::Answer& answer, unsigned status, std::string_view code,
                    std::string_view part) {
  ASSERT_EQ(answer.status, status) << answer.body.substr(0, 500);
  EXPECT_EQ(answer.code(), code);
  EXPECT_NE(answer.detail().find(part), std::string::npos) << answer.detail();
}

TEST(CatalogChecks, AnswersWithACheckAndThenWithWhatTheCommandLineSays) {
  const Names names({{"guts2.fsapi.com", {Say::addresses, {"127.0.0.1"}, {}}}});
  World world({}, asking(names));
  const auto begun = world.call("POST", kChecks, kAtlant);
  ASSERT_EQ(begun.status, 202U) << begun.body;
  EXPECT_EQ(
      begun.json(),
      (json::object{
          {"id", 1}, {"state", "running"}, {"started", "2026-01-01T00:00:00Z"}, {"done", 0}, {"total", 7}}));
  const std::string& place = begun.fields.at("Location");
  EXPECT_EQ(place, kChecks + "/1");

  const auto answer = testing::wait_for_check(world, place).json();
  EXPECT_EQ(answer.at("state"), "done");
  const auto catalog = testing::real_catalogs()->find("withsecure")->catalog;
  catalog::Selection selection;
  selection.offerings = {"atlant"};
  selection.version = catalog::Version::parse("1.0.319").value();
  selection.on = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);
  const auto resolved = catalog::resolve(*catalog, selection).value();
  std::vector<const catalog::ResolvedLine*> lines;
  for (const auto& line : resolved.lines) lines.push_back(&line);
  auto options = asking(names);
  options.only_public = true;
  const auto checked =
      reach::check(reach::plan(lines, {}).value(), options, std::chrono::steady_clock::time_point::max())
          .value();
  EXPECT_EQ(answer.at("result"),
            reach::check_answer(*catalog, selection, checked, catalog::Language::english));

  for (const auto& item : answer.at("result").at("items").as_array()) {
    const std::string line(item.at("line").as_string());
    EXPECT_EQ(item.at("outcome"), line.starts_with("guts2") ? "special_use" : "no_such_host") << line;
  }
  const auto german = world.call("GET", place + "?language=de").json();
  EXPECT_NE(german.at("result").at("items").at(0).at("purpose"),
            answer.at("result").at("items").at(0).at("purpose"));
}

TEST(CatalogChecks, OneRunsAtATimeAndEndsWithTheApi) {
  const Names names(silence());
  std::chrono::steady_clock::time_point before;
  {
    World world({}, asking(names));
    ASSERT_EQ(world.call("POST", kChecks, kSlowly).status, 202U);
    const auto second = world.call("POST", kChecks, kAtlant);
    expect_refused(second, 429, "rate_limited", "check 1 of withsecure runs");
    const int wait = std::stoi(second.fields.at("Retry-After"));
    EXPECT_GE(wait, 1);
    EXPECT_LE(wait, 20);
    EXPECT_EQ(world.call("GET", kChecks + "/1").json().at("state"), "running");
    before = std::chrono::steady_clock::now();
  }
  EXPECT_LT(std::chrono::steady_clock::now() - before, 5s);  // its look-ups would have waited for ten
}

TEST(CatalogChecks, AfterOneIsDoneAnotherIsTaken) {
  World world;
  for (const char* id : {"/1", "/2"}) {
    const auto begun = world.call("POST", kChecks, kAtlant);
    ASSERT_EQ(begun.status, 202U) << begun.body;
    EXPECT_EQ(begun.fields.at("Location"), kChecks + id);
    EXPECT_EQ(testing::wait_for_check(world, kChecks + id).json().at("state"), "done");
  }
}

TEST(CatalogChecks, OfManyThatBeginAtOnceOneDoes) {
  const Names names({{"www.acme.example", {Say::nothing, {}, {}}}});
  CatalogChecks checks(asking(names));
  std::atomic<int> taken = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        const auto check = checks.start(one_host());
        if (check) ++taken;
        if (!check) {
          EXPECT_EQ(check.error().code, ErrorCode::rate_limited);
        }
      });
    }
  }
  EXPECT_EQ(taken, 1);
  EXPECT_GE(checks.busy_for(), 1s);
  EXPECT_LE(checks.busy_for(), CatalogChecks::kLongest);
}

TEST(CatalogChecks, TheLastOnesAreRemembered) {
  const Names names({});
  CatalogChecks checks(asking(names));
  const std::uint64_t count = CatalogChecks::kKept + 2;
  for (std::uint64_t id = 1; id <= count; ++id) {
    ASSERT_EQ(checks.start(one_host()).value().id, id);
    const auto check = ended(checks, id);
    EXPECT_EQ(check.checked->at(0).finding.outcome, reach::Outcome::no_such_host);
    EXPECT_EQ(checks.busy_for(), 0s);
  }
  for (std::uint64_t id = 1; id <= count; ++id) {
    EXPECT_EQ(checks.find("acme", std::to_string(id)).has_value(), id > 2) << id;
  }
  EXPECT_EQ(checks.find("acme", "1").error().code, ErrorCode::not_found);
  EXPECT_EQ(checks.find("other", "3").error().code, ErrorCode::not_found);
  for (const char* id : {"03", "+3", "3 ", "99", "x"}) EXPECT_FALSE(checks.find("acme", id)) << id;
}

TEST(CatalogChecks, NothingIsConnectedToThatIsNotPublic) {
  const reach::test::Listener inside([](const Descriptor&) {});
  const Names names({{"www.acme.example", {Say::addresses, {"127.0.0.1"}, {"::1"}}}});
  auto options = asking(names);
  options.only_public = false;
  CatalogChecks checks(options);
  const auto id = checks.start(one_host(inside.port())).value().id;
  const auto check = ended(checks, id);
  EXPECT_EQ(check.checked->at(0).finding.outcome, reach::Outcome::special_use);
  EXPECT_EQ(inside.connections(), 0);
}

TEST(CatalogChecks, WhatTakesTooLongIsGivenUp) {
  const Names names({{"www.acme.example", {Say::nothing, {}, {}}}});
  CatalogChecks checks(asking(names), 300ms);
  const auto before = std::chrono::steady_clock::now();
  auto order = one_host();
  order.timeout = 60s;
  const auto check = ended(checks, checks.start(std::move(order)).value().id);
  EXPECT_LT(std::chrono::steady_clock::now() - before, 10s);
  EXPECT_EQ(check.checked->at(0).finding.outcome, reach::Outcome::gave_up);
  EXPECT_FALSE(reach::all_work(*check.checked));
}

TEST(CatalogChecks, WhatCannotBeMadeIsToldAndMayBeTriedAgain) {
  reach::Options options;
  options.ca_file = "/no/such/file.pem";
  CatalogChecks checks(options);
  for (const char* id : {"1", "2"}) {
    const auto begun = checks.start(one_host());
    ASSERT_TRUE(begun) << begun.error().message;
    while (checks.busy_for() != 0s) std::this_thread::sleep_for(2ms);
    EXPECT_EQ(checks.find("acme", id).error().code, ErrorCode::unavailable);
  }
}

TEST(CatalogChecks, RefusesWhatResolvingRefusesAndWhatNobodyMaySay) {
  World world;
  const auto post = [&](const std::string& body, const std::string& vendor = "withsecure") {
    return world.call("POST", "/api/v1/catalogs/" + vendor + "/checks", body);
  };
  expect_refused(post(kAtlant, "withsecur"), 404, "not_found", "did you mean 'withsecure'");
  expect_refused(post("{}"), 400, "malformed_request", "all");
  expect_refused(post(R"({"offerings":["atlas"]})"), 404, "not_found", "atlant");
  expect_refused(post(R"({"offerings":["atlant"],"version":"1.0.300"})"), 422, "unknown_cell", "atlant");
  expect_refused(post(R"({"offerings":["atlant"],"on":"2026-01"})"), 400, "malformed_request",
                 "no single day");
  expect_refused(post(R"({"offerings":["push"],"sites":["DC-02"]})", "moengage"), 400, "malformed_request",
                 "nothing goes out to MoEngage");
  for (const char* timeout : {"0s", "11s", "1d"}) {
    expect_refused(post(R"({"offerings":["atlant"],"timeout":")" + std::string(timeout) + "\"}"), 422,
                   "invalid_setting", "from 1s to 10s");
  }
  for (const char* name : {"addresses", "hosts", "resolver", "ca_file", "parallel", "only_public"}) {
    expect_refused(post(R"({"offerings":["atlant"],")" + std::string(name) + R"(":"192.0.2.1"})"), 400,
                   "malformed_request", name);
  }
  expect_refused(world.call("GET", kChecks + "/1"), 404, "not_found", "no such check");
  expect_refused(world.call("GET", "/api/v1/catalogs/nobody/checks/1"), 404, "not_found", "no vendor");
}

TEST(CatalogChecks, AreForAdministratorsOnly) {
  World world;
  world.create_acme();
  const auto made =
      world.call("POST", "/api/v1/organizations/acme/tokens", R"({"name":"ci","permissions":["owner"]})");
  const testing::Fields fields{
      {"Authorization", "Bearer " + std::string(made.json().at("secret").as_string())},
      {"Content-Type", "application/json"}};
  expect_refused(world.call_with("POST", kChecks, kAtlant, fields), 403, "forbidden", "administrator");
  ASSERT_EQ(world.call("POST", kChecks, kAtlant).status, 202U);
  expect_refused(world.call_with("GET", kChecks + "/1", "", fields), 403, "forbidden", "administrator");
  // Whether there is one is not told either.
  expect_refused(world.call_with("GET", kChecks + "/2", "", fields), 403, "forbidden", "administrator");
}

}  // namespace
}  // namespace sallyport::api
