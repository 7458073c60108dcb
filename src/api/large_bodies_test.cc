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

  std::optional<http::BodyGrant> grant(std::string_view method, const std::string& target,
                                       const std::string& token) {
    const std::string value = "Bearer " + token;
    const http::Field field{"Authorization", value};
    refusal_.clear();
    return world_.api().grant_body({method,
                                    target,
                                    std::span(&field, token.empty() ? 0U : 1U),
                                    {},
                                    {net::test::address("192.0.2.66"), {}}},
                                   refusal_);
  }
  std::size_t most(std::string_view method, const std::string& target, const std::string& token) {
    const auto granted = grant(method, target, token);
    return granted ? granted->bytes : 0;
  }
  unsigned refused(std::string_view method, const std::string& target, const std::string& token) {
    return grant(method, target, token) ? 0 : refusal_.status;
  }
  std::string token_with(const std::string& permission) {
    const auto made =
        world_.call("POST", kAcme + "/tokens",
                    R"({"name":")" + permission + R"(","permissions":[")" + permission + R"("]})");
    EXPECT_EQ(made.status, 201U) << made.body;
    return std::string(made.json().at("secret").as_string());
  }

  World world_;
  http::Response refusal_;
};

TEST_F(LargeBodies, AreListsAndPolicyDocuments) {
  for (const std::string& target :
       {kAcme + "/authorized", kAcme + "/authorized?existing=skip", kAcme + "/denied",
        kAcme + "/credentials/web/authorized", kAcme + "/credentials/web/denied", kPlan,
        std::string("/api/v1/policy/apply")}) {
    EXPECT_EQ(most("POST", target, world_.token()), Api::kLargeBodyBytes) << target;
  }
  for (const std::string& target : {kAcme + "/members", kAcme + "/webhooks", std::string("/api/v1/sessions"),
                                    std::string("/catalogs/"), std::string("/answer/x")}) {
    EXPECT_EQ(most("POST", target, world_.token()), Api::kBodyBytes) << target;
  }
  EXPECT_EQ(refused("PUT", kAcme + "/authorized", world_.token()), 405U);
  EXPECT_EQ(refused("POST", kAcme + "/authorised", world_.token()), 404U);
}

TEST_F(LargeBodies, AreOnlyOfThoseWhoMayDoIt) {
  const std::string writes = token_with("authorized_ips");
  const std::string reads = token_with("read");
  EXPECT_EQ(most("POST", kAcme + "/authorized", writes), Api::kLargeBodyBytes);
  EXPECT_EQ(most("POST", kPlan, reads), Api::kLargeBodyBytes) << "any valid token";
  EXPECT_EQ(refused("POST", kAcme + "/authorized", reads), 403U);
  EXPECT_EQ(refused("POST", kAcme + "/authorized", ""), 401U);
  EXPECT_EQ(refused("POST", kPlan, "guess"), 401U);
  EXPECT_EQ(refused("POST", testing::kOrganizations + "/nobody/authorized", writes), 404U);
}

TEST_F(LargeBodies, AreOfOneSenderWhateverTheyAreFor) {
  const auto one = grant("POST", kAcme + "/authorized", token_with("authorized_ips")).value().sender;
  const std::string reads = token_with("read");
  const auto other = grant("POST", kPlan, reads).value().sender;
  const auto administrator = grant("POST", kPlan, world_.token()).value().sender;
  EXPECT_NE(one, other);
  EXPECT_NE(one, administrator);
  EXPECT_NE(other, administrator);
  EXPECT_EQ(grant("POST", "/api/v1/policy/apply", reads).value().sender, other);
}

TEST(LargeBodyLimits, TokensCannotBeGuessedThere) {
  World world({.network = {1.0, 3}});
  const std::string value = "Bearer guess";
  const http::Field field{"Authorization", value};
  const auto announce = [&] {
    http::Response refusal;
    EXPECT_FALSE(world.api().grant_body(
        {"POST", kPlan, std::span(&field, 1), {}, {net::test::address("203.0.113.9"), {}}}, refusal));
    return refusal;
  };
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(announce().status, 401U);
  }
  EXPECT_EQ(announce().status, 429U);
  EXPECT_EQ(world.call_with("GET", "/api/v1/me", "", {{"Authorization", value}}).status, 429U);
}

// 30,000 IPv6 addresses with long notes: as many bytes as 100,000 with ordinary ones.
std::string long_list() {
  std::string body = R"({"entries":[)";
  for (unsigned i = 0; i < 30'000; ++i) {
    body += i == 0 ? "" : ",";
    body += R"({"prefix":")" +
            net::Address::ipv6(0x2001'0db8'1234'5678, 0xabcd'0000'0000'0000 + i).to_string() +
            R"(","note":")" + std::string(260, 'n') + R"("})";
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
  const std::string writer = token_with("authorized_ips");
  const auto head = [&](const std::string& token, std::size_t size, const std::string& name = "acme") {
    return "POST " + testing::kOrganizations + "/" + name +
           "/authorized HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" +
           (token.empty() ? "" : "Authorization: Bearer " + token + "\r\n") +
           "Content-Length: " + std::to_string(size) + "\r\n\r\n";
  };
  EXPECT_EQ(status_of(Client(endpoint).ask(head("", body.size()))), "401") << "at once, without the body";
  const auto guessed = Client(endpoint).ask(head("guess", body.size()));
  EXPECT_EQ(status_of(guessed), "401");
  EXPECT_NE(guessed.find("WWW-Authenticate: Bearer"), std::string::npos) << guessed;
  EXPECT_NE(guessed.find(R"("code":"unauthenticated")"), std::string::npos) << guessed;
  const auto mistyped = Client(endpoint).ask(head(world_.token(), body.size(), "acne"));
  EXPECT_EQ(status_of(mistyped), "404");
  EXPECT_NE(mistyped.find(R"("code":"unknown_organization")"), std::string::npos) << mistyped;
  EXPECT_EQ(status_of(Client(endpoint).ask(head(world_.token(), Api::kLargeBodyBytes + 1))), "413");
  const auto taken = Client(endpoint).ask(head(world_.token(), body.size()) + body);
  EXPECT_EQ(status_of(taken), "201") << taken.substr(0, 500);

  const std::string waits = head(world_.token(), body.size());
  Client silent(endpoint);
  EXPECT_EQ(status_of(silent.ask(waits.substr(0, waits.size() - 2) + "Expect: 100-continue\r\n\r\n")), "100");
  EXPECT_EQ(status_of(Client(endpoint).ask(waits)), "503") << "a second one of the same sender";
  EXPECT_EQ(status_of(Client(endpoint).ask(head(writer, Api::kBodyBytes + 1) +
                                           std::string(Api::kBodyBytes + 1, ' '))),
            "400")
      << "another one's is read";
  server.stop();
}

}  // namespace
}  // namespace sallyport::api
