// How large a body may be, and who may send it.

#include <gtest/gtest.h>

#include "api/testing/world.h"
#include "http/server.h"
#include "http/test_client.h"
#include "net/test_addresses.h"

namespace sallyport::api {
namespace {

using http::test::Client;
using http::test::status_of;
using testing::kAcme;
using testing::World;

const std::string kPlan = "/api/v1/policy/plan";

class LargeBodies : public ::testing::Test {
 protected:
  LargeBodies() { world_.create_acme(); }

  std::size_t most(std::string_view method, const std::string& target, const std::string& token) {
    const std::string value = "Bearer " + token;
    const http::Field field{"Authorization", value};
    return world_.api().body_bytes({method,
                                    target,
                                    std::span(&field, token.empty() ? 0U : 1U),
                                    {},
                                    {net::test::address("192.0.2.66"), {}}});
  }
  std::string token_with(const std::string& permission) {
    const auto made =
        world_.call("POST", kAcme + "/tokens",
                    R"({"name":")" + permission + R"(","permissions":[")" + permission + R"("]})");
    EXPECT_EQ(made.status, 201U) << made.body;
    return std::string(made.json().at("secret").as_string());
  }

  World world_;
};

TEST_F(LargeBodies, AreListsAndPolicyDocuments) {
  for (const std::string& target :
       {kAcme + "/authorized", kAcme + "/authorized?existing=skip", kAcme + "/denied",
        kAcme + "/credentials/web/authorized", kAcme + "/credentials/web/denied", kPlan,
        std::string("/api/v1/policy/apply")}) {
    EXPECT_EQ(most("POST", target, world_.token()), Api::kLargeBodyBytes) << target;
  }
  for (const std::string& target : {kAcme + "/members", kAcme + "/webhooks", std::string("/api/v1/sessions"),
                                    std::string("/api/v1/nothing"), std::string("/answer/x")}) {
    EXPECT_EQ(most("POST", target, world_.token()), Api::kBodyBytes) << target;
  }
  EXPECT_EQ(most("PUT", kAcme + "/authorized", world_.token()), Api::kBodyBytes);
}

TEST_F(LargeBodies, AreOnlyOfThoseWhoMayDoIt) {
  const std::string writes = token_with("authorized_ips");
  const std::string reads = token_with("read");
  EXPECT_EQ(most("POST", kAcme + "/authorized", writes), Api::kLargeBodyBytes);
  EXPECT_EQ(most("POST", kPlan, reads), Api::kLargeBodyBytes) << "any valid token";
  EXPECT_EQ(most("POST", kAcme + "/authorized", reads), Api::kBodyBytes);
  EXPECT_EQ(most("POST", kAcme + "/authorized", ""), Api::kBodyBytes);
  EXPECT_EQ(most("POST", kPlan, "guess"), Api::kBodyBytes);
  EXPECT_EQ(most("POST", testing::kOrganizations + "/nobody/authorized", writes), Api::kBodyBytes);
}

TEST(LargeBodyLimits, TokensCannotBeGuessedThere) {
  World world({.network = {1.0, 3}});
  const std::string value = "Bearer guess";
  const http::Field field{"Authorization", value};
  for (int i = 0; i < 3; ++i) {
    world.api().body_bytes(
        {"POST", kPlan, std::span(&field, 1), {}, {net::test::address("203.0.113.9"), {}}});
  }
  EXPECT_EQ(world.call_with("GET", "/api/v1/me", "", {{"Authorization", value}}).status, 429U);
}

// 100,000 IPv6 addresses with ordinary notes.
std::string long_list() {
  std::string body = R"({"entries":[)";
  for (unsigned i = 0; i < 100'000; ++i) {
    body += i == 0 ? "" : ",";
    body += R"({"prefix":")" +
            net::Address::ipv6(0x2001'0db8'1234'5678, 0xabcd'0000'0000'0000 + i).to_string() +
            R"(","note":"the customer's build machines, ticket 48213, asked by their platform team"})";
  }
  return body + "]}";
}

TEST_F(LargeBodies, ComeThroughTheRealServer) {
  http::Limits limits;
  limits.body_bytes = Api::kBodyBytes;
  http::Server server(world_.api(), limits, 2);
  const auto endpoint = server.listen_tcp({net::test::address("127.0.0.1"), 0}).value();
  server.start();
  const std::string body = long_list();
  ASSERT_GT(body.size(), Api::kBodyBytes);
  const auto head = [&](const std::string& token, std::size_t size) {
    return "POST " + kAcme + "/authorized HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" +
           (token.empty() ? "" : "Authorization: Bearer " + token + "\r\n") +
           "Content-Length: " + std::to_string(size) + "\r\n\r\n";
  };
  EXPECT_EQ(status_of(Client(endpoint).ask(head("", body.size()))), "413") << "at once, without the body";
  EXPECT_EQ(status_of(Client(endpoint).ask(head("guess", body.size()))), "413");
  EXPECT_EQ(status_of(Client(endpoint).ask(head(world_.token(), Api::kLargeBodyBytes + 1))), "413");
  const auto taken = Client(endpoint).ask(head(world_.token(), body.size()) + body);
  EXPECT_EQ(status_of(taken), "201") << taken.substr(0, 500);
  server.stop();
}

}  // namespace
}  // namespace sallyport::api
