#include "http/server.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <atomic>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>

#include "base/descriptor.h"
#include "base/testing/temporary_folder.h"
#include "http/test_client.h"
#include "net/test_addresses.h"

namespace sallyport::http {
namespace {

using namespace std::string_literals;
using namespace std::chrono_literals;
using net::test::address;
using test::body_of;
using test::Client;
using test::status_of;

const net::Address kLoopback = net::Address::ipv4(0x7f00'0001);

// Answers with what it saw; some paths do more.
class Echo final : public Handler {
 public:
  void handle(const Request& request, Response& response) noexcept override {
    ++handled;
    response.status = 200;
    if (request.path() == "/empty") {
      response.status = 204;
      response.set("Sallyport-Reason", "authorized");
    } else if (request.path() == "/large") {
      response.body.assign(3'000'000, 'x');
    } else if (request.path() == "/split") {
      response.set("X-Bad", "a\r\nSet-Cookie: b");
    } else if (request.path() == "/wait") {
      std::unique_lock lock(mutex);
      ++waiting;
      changed.notify_all();
      changed.wait(lock, [this] { return released; });
    } else {
      response.body = std::string(request.method) + " " + std::string(request.target) + " " +
                      from(request.peer) + " " + std::string(request.body);
    }
  }

  static std::string from(const Peer& peer) {
    return (peer.address ? peer.address->to_string() : "unix") + "/" +
           (peer.proxied ? peer.proxied->to_string() : "none");
  }

  std::atomic<int> handled{0};
  std::mutex mutex;
  std::condition_variable changed;
  int waiting = 0;
  bool released = false;
};

struct Running {
  explicit Running(Limits limits = {}, unsigned threads = 2) : server(handler, limits, threads) {
    endpoint = server.listen_tcp({kLoopback, 0}).value();
    server.start();
  }
  ~Running() { server.stop(); }  // before the handler goes

  Echo handler;
  Server server;
  Endpoint endpoint;
};

const std::string kGet = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

TEST(Server, KeepsTheConnection) {
  Running running;
  Client client(running.endpoint);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(body_of(client.ask(kGet)), "GET /a 127.0.0.1/none ");
}

TEST(Server, ABodilessAnswerHasNoLength) {
  Running running;
  Client client(running.endpoint);
  const auto answer = client.ask("GET /empty HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 204 No Content\r\nDate: "));
  EXPECT_TRUE(answer.ends_with(" GMT\r\nSallyport-Reason: authorized\r\n\r\n"));
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  Running running;
  Client client(running.endpoint);
  std::string requests;
  for (int i = 0; i < 2000; ++i) requests += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
  std::thread sender([&] { client.send(requests); });
  for (int i = 0; i < 2000; ++i) {
    ASSERT_EQ(body_of(client.answer()), "GET /" + std::to_string(i) + " 127.0.0.1/none ");
  }
  sender.join();
}

TEST(Server, PipelinedRequestsBehindALargeAnswerAreNotForgotten) {
  Running running;
  Client client(running.endpoint);
  client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\nGET /large HTTP/1.1\r\nHost: a\r\n\r\n" + kGet);
  EXPECT_EQ(body_of(client.answer()).size(), 3'000'000u);
  EXPECT_EQ(body_of(client.answer()).size(), 3'000'000u);
  EXPECT_EQ(body_of(client.answer()), "GET /a 127.0.0.1/none ");
}

TEST(Server, BytesMayArriveSplitAnywhere) {
  Running running({.body_bytes = 10});
  const std::string request = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
  for (std::size_t split = 1; split < request.size(); ++split) {
    Client client(running.endpoint);
    client.send(request.substr(0, split));
    std::this_thread::yield();
    client.send(request.substr(split));
    EXPECT_EQ(body_of(client.answer()), "POST /a 127.0.0.1/none hi");
  }
}

TEST(Server, HeadAnnouncesTheBodyAndSendsNone) {
  Running running;
  Client client(running.endpoint);
  client.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto answer = client.answer(true);
  EXPECT_NE(answer.find("Content-Length: 23\r\n"), std::string::npos) << answer;
  EXPECT_EQ(body_of(client.ask(kGet)), "GET /a 127.0.0.1/none ");
}

TEST(Server, ClosesWhenAskedTo) {
  Running running;
  Client client(running.endpoint);
  const auto answer = client.ask("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + kGet);
  EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
  EXPECT_EQ(client.rest(), "");
  EXPECT_EQ(running.handler.handled, 1);
}

TEST(Server, Http10ClosesUnlessItAsksOtherwise) {
  Running running;
  Client closes(running.endpoint);
  EXPECT_EQ(status_of(closes.ask("GET /a HTTP/1.0\r\n\r\n")), "200");
  EXPECT_EQ(closes.rest(), "");
  Client stays(running.endpoint);
  const auto answer = stays.ask("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_NE(answer.find("Connection: keep-alive\r\n"), std::string::npos);
  EXPECT_EQ(status_of(stays.ask(kGet)), "200");
}

TEST(Server, AClientThatHalfClosesGetsItsAnswer) {
  Running running;
  Client client(running.endpoint);
  client.send(kGet);
  client.half_close();
  EXPECT_EQ(status_of(client.answer()), "200");
}

TEST(Server, ARefusalIsAProblemDocumentAndCloses) {
  Running running;
  Client client(running.endpoint);
  const auto answer = client.ask("GET /a HTTP/1.1\r\n\r\n" + kGet);
  EXPECT_EQ(status_of(answer), "400");
  EXPECT_NE(answer.find("Content-Type: application/problem+json\r\n"), std::string::npos);
  EXPECT_NE(answer.find("Host field is missing"), std::string::npos);
  client.half_close();
  EXPECT_EQ(client.rest(), "");
  EXPECT_EQ(running.handler.handled, 0);
}

TEST(Server, ARefusedBodyDoesNotTakeTheAnswerBack) {
  Running running;
  Client client(running.endpoint);
  client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + std::string(100'000, 'x'));
  const auto answer = client.answer();
  EXPECT_EQ(status_of(answer), "413");
  EXPECT_NE(answer.find(R"("code":"malformed_request")"), std::string::npos) << answer;
}

TEST(Server, ExpectContinueIsAnswered) {
  Running running({.body_bytes = 10});
  Client client(running.endpoint);
  EXPECT_EQ(client.ask("POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"),
            "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(body_of(client.ask("hi")), "POST /a 127.0.0.1/none hi");
}

TEST(Server, AHandlersFieldCannotEndALine) {
  Running running;
  Client client(running.endpoint);
  const auto answer = client.ask("GET /split HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(status_of(answer), "500");
  EXPECT_EQ(answer.find("Set-Cookie"), std::string::npos);
}

TEST(Server, ASlowRequestIsEnded) {
  Running running({.request = 1s});
  Client client(running.endpoint);
  client.send("GET /a HTTP/1.1\r\n");
  EXPECT_EQ(status_of(client.answer()), "408");
  EXPECT_EQ(client.rest(), "");
}

TEST(Server, ARequestThatTricklesIsEndedToo) {
  Running running({.request = 1s});
  Client client(running.endpoint);
  const auto start = std::chrono::steady_clock::now();
  client.send("GET /a HTTP/1.1\r\nX: ");
  while (client.send("x") && std::chrono::steady_clock::now() - start < 10s)
    std::this_thread::sleep_for(50ms);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
}

TEST(Server, AnIdleConnectionIsEndedWithoutAWord) {
  Running running({.idle = 1s});
  Client client(running.endpoint);
  EXPECT_EQ(status_of(client.ask(kGet)), "200");
  EXPECT_EQ(client.rest(), "");
}

TEST(Server, AClientThatTakesNoAnswerIsEnded) {
  Running running({.request = 1s});
  Client client(running.endpoint);
  for (int i = 0; i < 20; ++i) client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
  std::this_thread::sleep_for(2s);  // nothing is read meanwhile: what the system's buffers hold, and no more
  EXPECT_LT(client.rest().size(), 20 * 3'000'000u);
  Client other(running.endpoint);
  EXPECT_EQ(status_of(other.ask(kGet)), "200");
}

TEST(Server, NoMoreConnectionsThanTheLimit) {
  Running running({.connections = 3});
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<Client>(running.endpoint));
    EXPECT_EQ(status_of(clients.back()->ask(kGet)), "200");
  }
  EXPECT_EQ(Client(running.endpoint).rest(), "");
  for (auto& client : clients) EXPECT_EQ(status_of(client->ask(kGet)), "200");
}

TEST(Server, ManyConnectionsAtOnce) {
  Running running;
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 400; ++i) clients.push_back(std::make_unique<Client>(running.endpoint));
  for (auto& client : clients) client->send(kGet);
  for (auto& client : clients) EXPECT_EQ(status_of(client->answer()), "200");
}

TEST(Server, StopsWhileItIsBusy) {
  Running running;
  std::vector<std::jthread> clients;
  std::atomic<bool> done{false};
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      Client client(running.endpoint);
      while (!done && status_of(client.ask(kGet)) == "200") {
      }
    });
  }
  while (running.handler.handled < 200) std::this_thread::yield();
  running.server.stop();
  running.server.stop();
  done = true;
}

TEST(Server, StopWaitsForTheHandlerThatRuns) {
  Running running;
  Client client(running.endpoint);
  client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
  {
    std::unique_lock lock(running.handler.mutex);
    running.handler.changed.wait(lock, [&] { return running.handler.waiting == 1; });
  }
  std::jthread stopper([&] { running.server.stop(); });
  {
    const std::lock_guard lock(running.handler.mutex);
    running.handler.released = true;
  }
  running.handler.changed.notify_all();
  stopper.join();
  client.rest();  // closed, with or without its answer
}

TEST(Server, TicksOnEveryThread) {
  Echo handler;
  Server server(handler, {}, 2);
  ASSERT_TRUE(server.listen_tcp({kLoopback, 0}));
  std::atomic<unsigned> seen{0};
  server.on_tick([&](unsigned thread) {
    EXPECT_EQ(current_thread_number(), thread);
    seen |= 1U << thread;
  });
  server.start();
  while (seen != 3) std::this_thread::sleep_for(10ms);
  server.stop();
}

TEST(Server, AnAddressInUseIsUnavailable) {
  Running running;
  Echo handler;
  Server second(handler, {}, 1);
  const auto result = second.listen_tcp(running.endpoint);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::unavailable);
}

class UnixServer : public testing::Test {
 protected:
  TemporaryFolder folder_;
  Echo handler_;
};

TEST_F(UnixServer, ServesAndRemovesItsFile) {
  const auto path = folder_ / "gate.sock";
  Server server(handler_, {}, 2);
  ASSERT_TRUE(server.listen_unix(path));
  server.start();
  EXPECT_EQ(body_of(Client(path).ask(kGet)), "GET /a unix/none ");
  server.stop();
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(UnixServer, ReplacesOnlyAnAbandonedSocket) {
  const auto path = folder_ / "gate.sock";
  {
    const Descriptor abandoned(::socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    path.string().copy(name.sun_path, sizeof name.sun_path - 1);
    ASSERT_EQ(::bind(abandoned.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
  }
  Server first(handler_, {}, 1);
  ASSERT_TRUE(first.listen_unix(path));
  first.start();
  Server second(handler_, {}, 1);
  EXPECT_FALSE(second.listen_unix(path));
  EXPECT_EQ(status_of(Client(path).ask(kGet)), "200");
}

TEST_F(UnixServer, DoesNotReplaceAFileOrATooLongPath) {
  const auto path = folder_ / "file";
  ::fclose(::fopen(path.c_str(), "w"));
  Server server(handler_, {}, 1);
  EXPECT_FALSE(server.listen_unix(path));
  EXPECT_TRUE(std::filesystem::exists(path));
  EXPECT_FALSE(server.listen_unix(folder_ / std::string(120, 'x')));
  EXPECT_FALSE(server.listen_unix(folder_ / "missing" / "gate.sock"));
}

class ProxiedServer : public testing::Test {
 protected:
  ProxiedServer() : server_(handler_, {.request = 1s}, 2) {
    endpoint_ = server_.listen_proxy_protocol({kLoopback, 0}, {net::Prefix(kLoopback)}).value();
    server_.start();
  }
  ~ProxiedServer() override { server_.stop(); }

  static std::string header(char command, const std::string& rest) {
    return "\r\n\r\n\0\r\nQUIT\n"s + command + '\x11' + '\0' + static_cast<char>(rest.size()) + rest;
  }

  const std::string from_192_0_2_7_ = header('\x21', "\xc0\x00\x02\x07\x0a\x00\x00\x01\x9c\x40\x01\xbb"s);
  Echo handler_;
  Server server_;
  Endpoint endpoint_;
};

TEST_F(ProxiedServer, TheHeaderNamesTheClientOfEveryRequest) {
  Client client(endpoint_);
  EXPECT_EQ(body_of(client.ask(from_192_0_2_7_ + kGet)), "GET /a 127.0.0.1/192.0.2.7 ");
  EXPECT_EQ(body_of(client.ask(kGet)), "GET /a 127.0.0.1/192.0.2.7 ");
}

TEST_F(ProxiedServer, TheHeaderMayArriveSplitAnywhere) {
  for (std::size_t split = 1; split < from_192_0_2_7_.size(); ++split) {
    Client client(endpoint_);
    client.send(from_192_0_2_7_.substr(0, split));
    std::this_thread::yield();
    EXPECT_EQ(body_of(client.ask(from_192_0_2_7_.substr(split) + kGet)), "GET /a 127.0.0.1/192.0.2.7 ");
  }
}

TEST_F(ProxiedServer, LocalLeavesTheSender) {
  EXPECT_EQ(body_of(Client(endpoint_).ask(header('\x20', "") + kGet)), "GET /a 127.0.0.1/none ");
}

TEST_F(ProxiedServer, CVE_2024_35175_OtherSendersAreClosed) {
  Client client(endpoint_, "127.0.0.2");
  client.send(from_192_0_2_7_ + kGet);
  EXPECT_EQ(client.rest(), "");
  EXPECT_EQ(handler_.handled, 0);
}

TEST_F(ProxiedServer, WithoutAHeaderTheConnectionIsClosed) {
  for (const auto& bytes :
       {kGet, "PROXY TCP4 192.0.2.7 10.0.0.1 40000 443\r\n" + kGet, header('\x22', "") + kGet}) {
    Client client(endpoint_);
    client.send(bytes);
    EXPECT_EQ(client.rest(), "");
  }
  EXPECT_EQ(handler_.handled, 0);
}

TEST_F(ProxiedServer, ntirpc_301_ASecondHeaderIsRefused) {
  Client twice(endpoint_);
  EXPECT_EQ(status_of(twice.ask(from_192_0_2_7_ + from_192_0_2_7_ + kGet)), "400");
  Client later(endpoint_);
  EXPECT_EQ(status_of(later.ask(from_192_0_2_7_ + kGet)), "200");
  EXPECT_EQ(status_of(later.ask(from_192_0_2_7_ + kGet)), "400");
}

TEST_F(ProxiedServer, AHeaderThatDoesNotComeIsNotWaitedFor) {
  Client client(endpoint_);
  client.send(from_192_0_2_7_.substr(0, 5));
  EXPECT_EQ(client.rest(), "");
}

}  // namespace
}  // namespace sallyport::http
