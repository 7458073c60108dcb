// Who a request is from, where a proxy stands before the API.

#include "api/clients.h"

#include <gtest/gtest.h>

#include "api/testing/world.h"
#include "net/test_addresses.h"

namespace sallyport::api {
namespace {

using net::test::address;
using net::test::prefix;
using testing::Answer;
using testing::Fields;
using testing::kAcme;
using testing::World;

constexpr const char* kTrustedProxy = "127.0.0.1";
constexpr const char* kAnn = "198.51.100.7";
constexpr const char* kBob = "203.0.113.9";

// The world's API once more, behind a proxy that is trusted.
class ClientsTest : public ::testing::Test {
 protected:
  explicit ClientsTest(const ApiRates& rates = {})
      : api_(world_.control(),
             ApiSettings{.rates = rates,
                         .clock = &world_.clock,
                         .addresses = http::ClientAddressFinder::create(
                                          {.header = http::AddressHeader::x_forwarded_for,
                                           .trusted_proxies = {prefix(kTrustedProxy)}})
                                          .value(),
                         .unnamed_proxy = [this](const http::Peer& peer) {
                           unnamed_.push_back(peer.address ? peer.address->to_string() : "unix");
                         }}) {
    world_.create_acme();
  }

  Answer ask(const char* peer, std::string_view method, const std::string& target, std::string_view body,
             const Fields& fields) {
    std::vector<http::Field> views;
    for (const auto& [name, value] : fields) views.push_back({name, value});
    http::Response response;
    api_.handle({method, target, views, body, {address(peer), {}}}, response);
    return {response.status, response.body, {}};
  }
  // Through the proxy, as nginx hands on what this client sends.
  Answer from(const std::string& client, std::string_view method, const std::string& target,
              std::string_view body = {}, Fields fields = {}) {
    fields.emplace_back("X-Forwarded-For", client);
    if (!body.empty() && !target.starts_with("/answer"))
      fields.emplace_back("Content-Type", "application/json");
    return ask(kTrustedProxy, method, target, body, fields);
  }
  Answer administrator_from(const std::string& client, std::string_view method, const std::string& target,
                            std::string_view body = {}) {
    return from(client, method, target, body, {bearer()});
  }
  std::pair<std::string, std::string> bearer() { return {"Authorization", "Bearer " + world_.token()}; }
  std::string newest_from() {
    const auto record = world_.call("GET", kAcme + "/audit?limit=1").json().at("items").at(0);
    return std::string(record.at("from").as_string());
  }

  World world_;
  std::vector<std::string> unnamed_;
  Api api_;
};

class ClientLimits : public ClientsTest {
 protected:
  ClientLimits() : ClientsTest({.network = {1.0, 2}}) {}
};

TEST_F(ClientLimits, EveryClientBehindTheProxyHasItsOwn) {
  const auto guess = [&](const std::string& client) {
    return from(client, "GET", kAcme, "", {{"Authorization", "Bearer guess"}}).status;
  };
  EXPECT_EQ(guess(kAnn), 401U);
  EXPECT_EQ(guess(kAnn), 401U);
  EXPECT_EQ(guess(kAnn), 429U);
  EXPECT_EQ(guess("198.51.100.200, 192.0.2.1, " + std::string(kAnn)), 429U)
      << "what it says itself is nothing";
  EXPECT_EQ(guess(kBob), 401U);
  EXPECT_EQ(from(kBob, "GET", "/answer/nothing").status, 404U);
  EXPECT_EQ(from(kAnn, "GET", "/answer/nothing").status, 429U);
}

TEST_F(ClientLimits, AStrangersHeaderGivesItNoOther) {
  const auto guess = [&](const std::string& forged) {
    return ask("192.0.2.66", "GET", kAcme, "",
               {{"Authorization", "Bearer guess"}, {"X-Forwarded-For", forged}})
        .status;
  };
  EXPECT_EQ(guess("198.51.100.1"), 401U);
  EXPECT_EQ(guess("198.51.101.1"), 401U);
  EXPECT_EQ(guess("198.51.102.1"), 429U);
  EXPECT_EQ(from("198.51.100.1", "GET", kAcme, "", {{"Authorization", "Bearer guess"}}).status, 401U)
      << "nor is it taken from whom it named";
  EXPECT_EQ(unnamed_, (std::vector<std::string>{"192.0.2.66", "192.0.2.66", "192.0.2.66"}));
}

TEST_F(ClientsTest, WrongPasswordsOfOneDoNotKeepAnotherOut) {
  const control::Actor administrator{"administrator", std::nullopt, {}};
  constexpr const char* kPassword = "correct horse battery";
  ASSERT_TRUE(world_.control().people().set_password_of(administrator, "ann@acme.example", kPassword));
  const auto sign_in = [&](const char* client, const std::string& email, const std::string& password) {
    return from(client, "POST", "/api/v1/sessions",
                R"({"email":")" + email + R"(","password":")" + password + R"("})")
        .status;
  };
  unsigned last = 0;
  for (int i = 0; i < 100 && last != 429; ++i) {
    last = sign_in(kBob, "nobody" + std::to_string(i) + "@acme.example", "wrong password");
  }
  EXPECT_EQ(last, 429U);
  EXPECT_EQ(sign_in(kBob, "ann@acme.example", kPassword), 429U);
  EXPECT_EQ(sign_in(kAnn, "ann@acme.example", kPassword), 201U);
}

TEST_F(ClientsTest, TheAuditHasTheRealAddress) {
  EXPECT_EQ(administrator_from(kAnn, "POST", kAcme + "/authorized", R"({"prefix":"192.0.2.0/24"})").status,
            201U);
  EXPECT_EQ(newest_from(), kAnn);
  EXPECT_EQ(administrator_from("192.0.2.5, 127.0.0.1, " + std::string(kBob) + ", 127.0.0.1", "POST",
                               kAcme + "/authorized", R"({"prefix":"192.0.3.0/24"})")
                .status,
            201U);
  EXPECT_EQ(newest_from(), kBob);
  EXPECT_EQ(ask("192.0.2.66", "POST", kAcme + "/authorized", R"({"prefix":"192.0.4.0/24"})",
                {bearer(), {"X-Forwarded-For", kAnn}})
                .status,
            201U);
  EXPECT_EQ(newest_from(), "192.0.2.66");
  // The command line on the proxy's machine.
  EXPECT_EQ(
      ask(kTrustedProxy, "POST", kAcme + "/authorized", R"({"prefix":"192.0.5.0/24"})", {bearer()}).status,
      201U);
  EXPECT_EQ(newest_from(), kTrustedProxy);
}

TEST_F(ClientsTest, AnAnswerToAnAlertIsOfWhoPressed) {
  const std::string link = "/answer/" + world_.token_of_alert("192.0.2.7");
  EXPECT_EQ(
      from(kAnn, "POST", link, "confirm=yes", {{"Content-Type", "application/x-www-form-urlencoded"}}).status,
      200U);
  EXPECT_EQ(newest_from(), kAnn);
}

TEST_F(ClientsTest, NobodyLocksHimselfOutBehindAProxyEither) {
  ASSERT_EQ(world_.call("PATCH", kAcme + "/protection", R"({"mode":"blocking"})").status, 200U);
  ASSERT_EQ(world_.call("POST", kAcme + "/authorized", R"({"prefix":"198.51.100.0/24"})").status, 201U);
  const std::string entry = kAcme + "/authorized/198.51.100.0%2F24";
  const auto refused = administrator_from(kAnn, "DELETE", entry);
  EXPECT_EQ(refused.status, 409U) << refused.body;
  EXPECT_EQ(refused.code(), "lockout_risk");
  EXPECT_EQ(administrator_from(kBob, "DELETE", entry).status, 200U);
}

TEST_F(ClientsTest, WhatCannotBeReadIsRefused) {
  const Fields unreadable[] = {{{"X-Forwarded-For", "127.1"}},
                               {{"X-Forwarded-For", "198.51.100.7:80"}},
                               {{"X-Forwarded-For", "unknown"}},
                               {{"X-Forwarded-For", kAnn}, {"Forwarded", "for=198.51.100.7"}},
                               {{"X_Forwarded_For", kAnn}}};
  for (const Fields& fields : unreadable) {
    for (const char* target : {"/api/v1/me", "/answer/nothing", "/catalogs/", "/nowhere"}) {
      const auto answer = ask(kTrustedProxy, "GET", target, "", fields);
      EXPECT_EQ(answer.status, 400U) << fields.front().second << " " << target;
      if (answer.body.starts_with('{')) {  // a person gets a page
        EXPECT_EQ(answer.code(), "malformed_request");
      }
    }
  }
}

TEST_F(ClientsTest, AProxyThatNobodyNamedIsToldOf) {
  EXPECT_EQ(ask("127.0.0.2", "POST", kAcme + "/authorized", R"({"prefix":"192.0.2.0/24"})",
                {bearer(), {"X-Forwarded-For", kAnn}})
                .status,
            201U);
  EXPECT_EQ(newest_from(), "127.0.0.2");
  EXPECT_EQ(unnamed_, std::vector<std::string>{"127.0.0.2"});
}

}  // namespace
}  // namespace sallyport::api
