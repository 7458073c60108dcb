// Against real HTTP servers on loopback, well-behaved and not.

#include "notify/webhook_sender.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <thread>

namespace sallyport::notify {
namespace {

using control::WebhookMessage;

// Answers one connection after another as it is told to, on a port of its own.
class Receiver {
 public:
  using Behaviour = std::function<void(int connection)>;

  explicit Receiver(Behaviour behaviour) : behaviour_(std::move(behaviour)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(listener_, 8), 0);
    EXPECT_EQ(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~Receiver() { stop(); }

  void stop() {
    ::shutdown(listener_, SHUT_RDWR);
    if (thread_.joinable()) thread_.join();
    if (listener_ >= 0) ::close(listener_);
    listener_ = -1;
  }
  std::string url(const std::string& path = "/hook") const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  unsigned port() const { return port_; }
  // REQUIRES: stop() was called.
  const std::vector<std::string>& requests() const { return requests_; }

 private:
  void serve() {
    for (;;) {
      const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection < 0) return;
      requests_.push_back(read_request(connection));
      behaviour_(connection);
      ::close(connection);
    }
  }

  // The head, and a body of the length that it names.
  static std::string read_request(int connection) {
    std::string text;
    std::size_t whole = std::string::npos;
    char buffer[4096];
    while (text.size() < whole) {
      const ssize_t got = ::recv(connection, buffer, sizeof(buffer), 0);
      if (got <= 0) break;
      text.append(buffer, static_cast<std::size_t>(got));
      const std::size_t end = text.find("\r\n\r\n");
      const std::size_t length = text.find("Content-Length: ");
      if (end == std::string::npos || length == std::string::npos) continue;
      whole = end + 4 + std::stoul(text.substr(length + 16));
    }
    return text;
  }

  Behaviour behaviour_;
  int listener_ = -1;
  unsigned port_ = 0;
  std::thread thread_;
  std::vector<std::string> requests_;
};

bool say(int connection, const std::string& text) {
  return ::send(connection, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
}

Receiver::Behaviour answers(const std::string& text) {
  return [text](int connection) { (void)say(connection, text); };
}

Receiver::Behaviour answers_status(const std::string& status) {
  return answers("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

// Until the sender goes away.
void wait_for_end(int connection) {
  char byte = 0;
  while (::recv(connection, &byte, 1, 0) > 0) {
  }
}

WebhookSenderSettings on_loopback() {
  WebhookSenderSettings settings;
  settings.networks = {*net::Prefix::parse("127.0.0.0/8")};
  settings.timeout = std::chrono::seconds(1);
  return settings;
}

WebhookMessage message_to(const std::string& url) {
  return {"evt_1",
          parse_timestamp("2026-01-01T00:00:00.999Z").value(),
          url,
          R"({"type":"entry.authorized"})",
          {std::string(32, 'k'), std::string(32, 'f')}};
}

control::WebhookAnswer send(const std::string& url, const WebhookSenderSettings& settings = on_loopback()) {
  return HttpWebhookSender(settings).send(message_to(url));
}

std::string from_hexadecimal(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

// The example of the Standard Webhooks specification: secret whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw.
TEST(WebhookSignature, IsThatOfTheSpecification) {
  const std::string key = from_hexadecimal("31f290f6bf06298aab4f08d43c3f082cf648a362da2da4b0");
  EXPECT_EQ(webhook_signature({key}, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, R"({"test": 2432232314})"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(WebhookSignature, EveryKeySigns) {
  const std::string both = webhook_signature({"a", "b"}, "id", 1, "body");
  EXPECT_EQ(both,
            webhook_signature({"a"}, "id", 1, "body") + " " + webhook_signature({"b"}, "id", 1, "body"));
}

TEST(WebhookSender, SendsASignedCloudEvent) {
  Receiver receiver(answers_status("204 No Content"));
  const auto answer = send(receiver.url("/hook?x=1"));
  EXPECT_EQ(answer.failure, "");
  EXPECT_EQ(answer.status, 204U);
  receiver.stop();
  ASSERT_EQ(receiver.requests().size(), 1U);
  const std::string& request = receiver.requests().front();
  EXPECT_TRUE(request.starts_with("POST /hook?x=1 HTTP/1.1\r\n")) << request;
  EXPECT_NE(request.find("\r\nContent-Type: application/cloudevents+json; charset=utf-8\r\n"),
            std::string::npos);
  EXPECT_NE(request.find("\r\nwebhook-id: evt_1\r\n"), std::string::npos);
  EXPECT_NE(request.find("\r\nwebhook-timestamp: 1767225600\r\n"), std::string::npos) << request;
  const std::string signature = webhook_signature({std::string(32, 'k'), std::string(32, 'f')}, "evt_1",
                                                  1767225600, R"({"type":"entry.authorized"})");
  EXPECT_NE(request.find("\r\nwebhook-signature: " + signature + "\r\n"), std::string::npos) << request;
  EXPECT_TRUE(request.ends_with("\r\n\r\n{\"type\":\"entry.authorized\"}"));
}

TEST(WebhookSender, WhatIsNot2xxIsAFailure) {
  for (const auto& [status, number] : std::vector<std::pair<std::string, unsigned>>{
           {"500 Internal Server Error", 500}, {"410 Gone", 410}, {"404 Not Found", 404}}) {
    Receiver receiver(answers_status(status));
    const auto answer = send(receiver.url());
    EXPECT_EQ(answer.status, number);
    EXPECT_EQ(answer.failure, "answered " + std::to_string(number));
  }
}

TEST(WebhookSender, ARedirectIsNotFollowed) {
  Receiver target(answers_status("200 OK"));
  Receiver receiver(answers("HTTP/1.1 307 Temporary Redirect\r\nLocation: " + target.url() +
                            "\r\nContent-Length: 0\r\n\r\n"));
  const auto answer = send(receiver.url());
  EXPECT_EQ(answer.status, 307U);
  EXPECT_NE(answer.failure.find("redirect"), std::string::npos);
  target.stop();
  EXPECT_TRUE(target.requests().empty());
}

TEST(WebhookSender, OneThatHangsIsLeft) {
  Receiver receiver(wait_for_end);
  const auto answer = send(receiver.url());
  EXPECT_EQ(answer.status, 0U);
  EXPECT_EQ(answer.failure, "no whole answer within 1 s");
  EXPECT_GE(answer.duration, std::chrono::milliseconds(900));
  EXPECT_LT(answer.duration, std::chrono::seconds(5));
}

TEST(WebhookSender, OneThatTricklesIsLeft) {
  Receiver receiver([](int connection) {
    (void)say(connection, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    pollfd gone{connection, POLLIN, 0};
    while (::poll(&gone, 1, 50) == 0 && say(connection, "x")) {
    }
  });
  EXPECT_EQ(send(receiver.url()).failure, "no whole answer within 1 s");
}

TEST(WebhookSender, OneThatClosesEarlyHasNotTakenIt) {
  Receiver silent([](int) {});
  EXPECT_NE(send(silent.url()).failure, "");
  Receiver interrupted(answers("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"));
  EXPECT_NE(send(interrupted.url()).failure, "");
  Receiver nonsense(answers("220 mail.example ESMTP\r\n"));
  EXPECT_NE(send(nonsense.url()).failure, "");
}

TEST(WebhookSender, AnEndlessBodyIsCutAndItsStatusCounts) {
  std::size_t sent = 0;
  Receiver receiver([&sent](int connection) {
    (void)say(connection, "HTTP/1.1 200 OK\r\n\r\n");
    const std::string block(64 * 1024, 'x');
    while (sent < 1024 * block.size() && say(connection, block)) sent += block.size();
  });
  EXPECT_EQ(send(receiver.url()).failure, "");
  receiver.stop();
  EXPECT_LT(sent, 512U * 64 * 1024) << "it was read on and on";
}

TEST(WebhookSender, AnEndlessHeadIsAFailure) {
  Receiver receiver([](int connection) {
    (void)say(connection, "HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 100'000 && say(connection, "X-Line: " + std::string(100, 'x') + "\r\n"); ++i) {
    }
  });
  EXPECT_EQ(send(receiver.url()).failure, "the head of the answer was too long");
}

TEST(WebhookSender, WhatIsNotPublicIsNotConnectedTo) {
  Receiver receiver(answers_status("200 OK"));
  const std::string port = ":" + std::to_string(receiver.port());
  WebhookSenderSettings strict;
  strict.timeout = std::chrono::seconds(1);
  for (const std::string host : {"127.0.0.1", "localhost", "2130706433", "0x7f.1", "0", "[::1]",
                                 "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254"}) {
    const auto answer = send("http://" + host + port + "/", strict);
    EXPECT_EQ(answer.status, 0U) << host;
    EXPECT_NE(answer.failure.find("not public"), std::string::npos) << host << ": " << answer.failure;
  }
  WebhookSenderSettings elsewhere;
  elsewhere.networks = {*net::Prefix::parse("127.0.0.2"), *net::Prefix::parse("10.0.0.0/8")};
  EXPECT_NE(send(receiver.url(), elsewhere).failure.find("not public"), std::string::npos);
  receiver.stop();
  EXPECT_TRUE(receiver.requests().empty());
}

TEST(WebhookSender, TheEnvironmentsProxyIsNotAsked) {
  Receiver receiver(answers_status("200 OK"));
  for (const char* name : {"ALL_PROXY", "all_proxy", "http_proxy"}) ::setenv(name, "http://127.0.0.1:1", 1);
  const auto answer = send(receiver.url());
  for (const char* name : {"ALL_PROXY", "all_proxy", "http_proxy"}) ::unsetenv(name);
  EXPECT_EQ(answer.failure, "");
}

TEST(WebhookSender, OnlyHttpIsSpoken) {
  for (const char* url : {"file:///etc/hostname", "ftp://127.0.0.1:1/", "gopher://127.0.0.1:1/"}) {
    EXPECT_NE(send(url).failure, "") << url;
    EXPECT_EQ(send(url).status, 0U) << url;
  }
}

TEST(PublicAddress, SpecialPurposeOnesAreNot) {
  for (const char* text :
       {"0.0.0.0",         "10.255.255.255",  "100.64.0.1",   "127.0.0.1",   "169.254.169.254",
        "172.16.0.1",      "172.31.255.255",  "192.0.0.1",    "192.0.2.1",   "192.168.0.1",
        "198.18.0.1",      "198.19.255.255",  "198.51.100.1", "203.0.113.1", "224.0.0.1",
        "239.255.255.255", "255.255.255.255", "::",           "::1",         "::127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1",      "2001::1",
        "2001:db8::1",     "2002:7f00:1::",   "3fff::1",      "fc00::1",     "fd00::1",
        "fe80::1",         "fec0::1",         "ff02::1",      "5f00::1"}) {
    EXPECT_FALSE(is_public(*net::Address::parse(text))) << text;
  }
  for (const char* text : {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
                           "172.15.0.1", "172.32.0.1", "192.169.0.1", "223.255.255.255",
                           "2606:4700:4700::1111", "2001:4860:4860::8888", "64:ff9b::808:808"}) {
    EXPECT_TRUE(is_public(*net::Address::parse(text))) << text;
  }
}

}  // namespace
}  // namespace sallyport::notify
