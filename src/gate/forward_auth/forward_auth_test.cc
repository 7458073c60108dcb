#include "gate/forward_auth/forward_auth.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "gate/forward_auth/counting_new.h"
#include "gate/test_world.h"
#include "http/server.h"

namespace sallyport::gate {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

class ForwardAuthTest : public testing::Test {
 protected:
  void start(GateSettings settings = {}) {
    gate_.emplace(world_.slot, world_.key, world_.clock, world_.queue, world_.metrics, settings);
    auto addresses = http::ClientAddressFinder::create(
        {.header = http::AddressHeader::x_forwarded_for, .trusted_proxies = {prefix("127.0.0.1")}});
    handler_.emplace(*gate_, *std::move(addresses), CredentialReader::create({}).value(), world_.metrics, 2);
  }

  http::Response ask(const Headers& headers, std::string_view target = "/auth",
                     std::string_view method = "GET") {
    if (!handler_) start();
    std::vector<http::Field> fields;
    for (const auto& [name, value] : headers) fields.push_back({name, value});
    const http::Request request{method, target, fields, {}, {address("127.0.0.1"), {}}};
    http::Response response;
    handler_->handle(request, response);
    return response;
  }

  static std::string field(const http::Response& response, std::string_view name) {
    for (const auto& [known, value] : response.fields()) {
      if (http::same_name(known, name)) return value;
    }
    return "";
  }

  static Headers from(std::string_view client, std::string_view key = TestWorld::kKey) {
    return {{"Host", "gate"}, {"X-Api-Key", std::string(key)}, {"X-Forwarded-For", std::string(client)}};
  }

  TestWorld world_;
  std::optional<Gate> gate_;
  std::optional<ForwardAuth> handler_;
};

TEST_F(ForwardAuthTest, LetsAnAuthorizedAddressThrough) {
  world_.publish();
  for (const char* method : {"GET", "POST", "HEAD", "DELETE", "OPTIONS"}) {
    const auto response = ask(from("192.0.2.9"), "/auth?from=nginx", method);
    EXPECT_EQ(response.status, 204u);
    EXPECT_EQ(response.body, "");
    EXPECT_EQ(field(response, "Sallyport-Reason"), "authorized");
  }
}

TEST_F(ForwardAuthTest, TellsTheDeniedWhichAddressItWasAndNotTheList) {
  world_.publish();
  const auto response = ask(from("203.0.113.9"));
  EXPECT_EQ(response.status, 403u);
  EXPECT_EQ(field(response, "Content-Type"), "application/problem+json");
  EXPECT_EQ(field(response, "Sallyport-Reason"), "unknown_address");
  EXPECT_EQ(
      response.body,
      R"({"type":"urn:sallyport:problem:unknown_address","title":"Unauthorized address","status":403,)"
      R"("detail":"This credential may not be used from this address. Ask your administrator to authorize the )"
      R"(address.","reason":"unknown_address","address":"203.0.113.9"})");
  EXPECT_EQ(response.body.find("192.0.2"), std::string::npos);
}

TEST_F(ForwardAuthTest, EveryReasonHasItsStatus) {
  world_.publish();
  struct Expected {
    Headers headers;
    unsigned status;
    const char* reason;
  };
  auto twice = from("192.0.2.9");
  twice.push_back({"X-Api-Key", std::string(TestWorld::kKey)});
  auto both = from("192.0.2.9");
  both.push_back({"Forwarded", "for=192.0.2.9"});
  const Expected all[] = {
      {from("198.51.100.9"), 403, "denied"},
      {from("192.0.2.9", "somebody-else"), 403, "unknown_credential"},
      {{{"X-Forwarded-For", "192.0.2.9"}}, 403, "missing_credential"},
      {{{"X-Api-Key", "key-of-acme"}}, 403, "no_client_address"},
      {from("192.0.2.9", "short"), 400, "malformed_credential"},
      {twice, 400, "ambiguous_credential"},
      {from("192.0.2.9:80"), 400, "malformed_client_address"},
      {both, 400, "ambiguous_client_address"},
  };
  for (const auto& [headers, status, reason] : all) {
    const auto response = ask(headers);
    EXPECT_EQ(response.status, status) << reason;
    EXPECT_EQ(field(response, "Sallyport-Reason"), reason);
    EXPECT_NE(response.body.find("\"urn:sallyport:problem:" + std::string(reason) + '"'), std::string::npos)
        << reason;
  }
}

TEST_F(ForwardAuthTest, TheCredentialIsNeverRepeated) {
  world_.publish();
  const auto response = ask(from("203.0.113.9"));
  EXPECT_EQ(response.body.find(TestWorld::kKey), std::string::npos);
  EXPECT_EQ(world_.metrics.text().find(TestWorld::kKey), std::string::npos);
}

TEST_F(ForwardAuthTest, WithoutASnapshotItIsUnavailableUnlessItFailsOpen) {
  EXPECT_EQ(ask(from("192.0.2.9")).status, 503u);
  EXPECT_EQ(ask({}, "/healthz").status, 503u);
  start({.allow_without_snapshot = true});
  const auto response = ask(from("192.0.2.9"));
  EXPECT_EQ(response.status, 204u);
  EXPECT_EQ(field(response, "Sallyport-Reason"), "no_snapshot");
  EXPECT_EQ(ask({}, "/healthz").status, 200u);
}

TEST_F(ForwardAuthTest, CountsAStrangersForwardingHeader) {
  world_.publish();
  start();
  const std::vector<http::Field> fields{{"X-Api-Key", TestWorld::kKey}, {"X-Forwarded-For", "192.0.2.9"}};
  http::Response response;
  handler_->handle({"GET", "/auth", fields, {}, {address("203.0.113.1"), {}}}, response);
  EXPECT_EQ(response.status, 403u);
  EXPECT_NE(world_.metrics.text().find("sallyport_gate_xff_untrusted_total 1\n"), std::string::npos);
}

// Everybody behind it would be 127.0.0.1: learned once, and let in for ever.
TEST_F(ForwardAuthTest, AProxyOnThisMachineThatNobodyNamedIsDeniedAndTold) {
  world_.publish();
  gate_.emplace(world_.slot, world_.key, world_.clock, world_.queue, world_.metrics, GateSettings{});
  std::vector<std::string> told;
  ForwardAuth handler(
      *gate_, http::ClientAddressFinder(), CredentialReader::create({}).value(), world_.metrics, 1,
      [&](const http::Peer& peer) { told.push_back(peer.address ? peer.address->to_string() : "unix"); });
  const auto ask_from = [&](const http::Peer& peer, const std::vector<http::Field>& fields) {
    http::Response response;
    handler.handle({"GET", "/auth", fields, {}, peer}, response);
    return std::to_string(response.status) + " " + field(response, "Sallyport-Reason");
  };
  const http::Field key{"X-Api-Key", TestWorld::kLearning};
  const http::Field header{"X-Forwarded-For", "203.0.113.9"};
  EXPECT_EQ(ask_from({address("127.0.0.1"), {}}, {key, header}), "403 no_client_address");
  EXPECT_EQ(ask_from({}, {key, header}), "403 no_client_address");
  EXPECT_EQ(ask_from({address("192.0.2.9"), {}}, {key, header}), "204 learned");
  EXPECT_EQ(ask_from({address("127.0.0.1"), {}}, {key}), "204 learned");
  EXPECT_EQ(told, (std::vector<std::string>{"127.0.0.1", "unix", "192.0.2.9"}));
  EXPECT_NE(world_.metrics.text().find("sallyport_gate_xff_untrusted_total 3\n"), std::string::npos);
  handler.tick(0);
  const auto observations = world_.observations();
  ASSERT_EQ(observations.size(), 2U);
  EXPECT_EQ(observations[0].address, address("192.0.2.9"));
}

TEST_F(ForwardAuthTest, OnlyTheExactPathDecides) {
  world_.publish();
  for (const char* target : {"/", "//auth", "/auth/", "/AUTH", "/auth%2f", "/auth;x", "/x/../auth"}) {
    EXPECT_EQ(ask(from("192.0.2.9"), target).status, 404u) << target;
  }
}

TEST_F(ForwardAuthTest, MetricsAndHealthAreOnlyRead) {
  world_.publish();
  EXPECT_EQ(ask({}, "/healthz").status, 200u);
  const auto metrics = ask({}, "/metrics");
  EXPECT_EQ(metrics.status, 200u);
  EXPECT_NE(metrics.body.find("sallyport_gate_generation 1\n"), std::string::npos);
  EXPECT_EQ(ask({}, "/metrics", "POST").status, 405u);
  EXPECT_EQ(ask({}, "/healthz", "DELETE").status, 405u);
}

TEST_F(ForwardAuthTest, LettingThroughAllocatesNothing) {
  world_.publish();
  start();
  const std::vector<http::Field> fields{{"Host", "gate"},
                                        {"Authorization", "Basic dXNlcjprZXktb2YtYWNtZQ=="},
                                        {"X-Forwarded-For", "192.0.2.9"}};
  const http::Request request{"GET", "/auth", fields, {}, {address("127.0.0.1"), {}}};
  http::Response response;
  const auto ask_once = [&] {
    response.clear();
    handler_->handle(request, response);
    return response.status;
  };
  ASSERT_EQ(ask_once(), 204u);
  const auto before = allocations();
  for (int i = 0; i < 100; ++i) ask_once();
  EXPECT_EQ(allocations(), before);
}

// Sends the bytes and reads until the server closes.
std::string converse(const http::Endpoint& endpoint, std::string_view bytes) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(endpoint.address.ipv4_bits());
  name.sin_port = htons(endpoint.port);
  EXPECT_EQ(::connect(socket, reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
  EXPECT_EQ(::send(socket, bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
  std::string answer;
  char buffer[4096];
  ssize_t count;
  while ((count = ::recv(socket, buffer, sizeof buffer, 0)) > 0)
    answer.append(buffer, static_cast<std::size_t>(count));
  ::close(socket);
  return answer;
}

TEST_F(ForwardAuthTest, ServesOverARealServer) {
  world_.publish();
  start();
  http::Server server(*handler_, {}, 2);
  const auto endpoint = server.listen_tcp({address("127.0.0.1"), 0}).value();
  server.on_tick([this](unsigned thread) { handler_->tick(thread); });
  server.start();
  const auto request = [](std::string_view client) {
    return "GET /auth HTTP/1.1\r\nHost: gate\r\nConnection: close\r\nX-Api-Key: "
           "key-of-acme\r\nX-Forwarded-For: " +
           std::string(client) + "\r\n\r\n";
  };
  const auto allowed = converse(endpoint, request("192.0.2.9"));
  EXPECT_TRUE(allowed.starts_with("HTTP/1.1 204 No Content\r\n")) << allowed;
  EXPECT_NE(allowed.find("Sallyport-Reason: authorized\r\n"), std::string::npos);
  EXPECT_TRUE(converse(endpoint, request("203.0.113.9")).starts_with("HTTP/1.1 403 Forbidden\r\n"));
  EXPECT_TRUE(converse(endpoint, request("127.1")).starts_with("HTTP/1.1 400 Bad Request\r\n"));
  server.stop();
  EXPECT_EQ(world_.observations().size(), 2u);
}

}  // namespace
}  // namespace sallyport::gate
