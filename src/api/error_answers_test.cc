// Every error that the API's port answers is a problem as the OpenAPI has it, also where no route was asked
// yet.

#include <gtest/gtest.h>

#include "api/testing/json_schema.h"
#include "api/testing/world.h"
#include "base/error.h"
#include "http/response_writer.h"
#include "http/server.h"
#include "http/test_client.h"
#include "net/test_addresses.h"

namespace sallyport::api {
namespace {

namespace json = boost::json;
using http::test::body_of;
using http::test::Client;
using http::test::status_of;
using testing::document;
using testing::kAcme;
using testing::World;

void expect_problem(const std::string& answer, const std::string& status, const std::string& code) {
  EXPECT_EQ(status_of(answer), status) << answer;
  EXPECT_NE(answer.find("Content-Type: application/problem+json\r\n"), std::string::npos) << answer;
  const auto problem = json::parse(body_of(answer));
  const json::value schema{{"$ref", "#/components/schemas/Problem"}};
  EXPECT_EQ(testing::check_schema(problem, schema, document()), "") << answer;
  EXPECT_EQ(std::string(problem.at("code").as_string()), code);
  EXPECT_EQ(std::string(problem.at("type").as_string()), "urn:sallyport:problem:" + code);
  EXPECT_EQ(std::to_string(problem.at("status").as_int64()), status);
}

TEST(ErrorAnswers, OfTheServerItselfAreProblemsToo) {
  World world;
  http::Limits limits{.body_bytes = Api::kBodyBytes, .large_bodies = 0, .request = std::chrono::seconds(1)};
  http::Server server(world.api(), limits, 1);
  const auto endpoint = server.listen_tcp({net::test::address("127.0.0.1"), 0}).value();
  server.start();
  const auto ask = [&](const std::string& bytes) { return Client(endpoint).ask(bytes); };
  const std::string post = "POST /api/v1/policy/plan HTTP/1.1\r\nHost: a\r\n";
  const std::string bearer = "Authorization: Bearer " + world.token() + "\r\n";
  const std::string large = "Content-Length: " + std::to_string(Api::kBodyBytes + 1) + "\r\n\r\n";
  expect_problem(ask("GET / HTTP/1.1\r\n\r\n"), "400", "malformed_request");
  expect_problem(ask("nonsense\n"), "400", "malformed_request");
  expect_problem(ask("GET /api/v1/me HTTP/1.1\r\nHost: a\r\n"), "408", "unavailable");
  expect_problem(ask(post + "Transfer-Encoding: chunked\r\n\r\n"), "411", "malformed_request");
  expect_problem(ask("POST /api/v1/organizations HTTP/1.1\r\nHost: a\r\n" + large), "413",
                 "too_many_entries");
  expect_problem(ask(post + large), "401", "unauthenticated");
  expect_problem(ask(post + "Expect: tea\r\n\r\n"), "417", "malformed_request");
  expect_problem(ask(post + "X: " + std::string(20'000, 'x') + "\r\n\r\n"), "431", "malformed_request");
  const auto busy = ask(post + bearer + large);
  expect_problem(busy, "503", "unavailable");
  EXPECT_NE(busy.find("Retry-After: "), std::string::npos) << busy;
  server.stop();
}

// World holds every field of every answer against the document.
TEST(ErrorAnswers, WithALimitSayWhatIsLeft) {
  World world({.token = {1.0, 100}, .network = {1.0, 100}});
  const auto wrong = world.call_with("GET", "/api/v1/organizations", "", {{"Authorization", "Bearer guess"}});
  EXPECT_EQ(wrong.status, 401U);
  EXPECT_EQ(wrong.fields.at("WWW-Authenticate"), "Bearer realm=\"sallyport\"");
  EXPECT_TRUE(wrong.fields.contains("RateLimit"));
  EXPECT_TRUE(wrong.fields.contains("RateLimit-Policy"));
  world.create_acme();
  const auto made = world.call("POST", kAcme + "/tokens", R"({"name":"reader","permissions":["read"]})");
  const testing::Fields reader{
      {"Authorization", "Bearer " + std::string(made.json().at("secret").as_string())},
      {"Content-Type", "application/json"}};
  EXPECT_EQ(world.call_with("GET", kAcme + "/credentials/nothing", "", reader).fields.contains("RateLimit"),
            true);
  EXPECT_EQ(world.call_with("POST", kAcme + "/authorized", R"({"prefix":"192.0.2.0/24"})", reader).status,
            403U);
}

}  // namespace
}  // namespace sallyport::api
