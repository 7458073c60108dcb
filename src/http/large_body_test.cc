// Bodies that are larger than what everybody may send.

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "http/connection.h"
#include "http/test_client.h"

namespace sallyport::http {
namespace {

using namespace std::chrono_literals;
using test::body_of;
using test::Client;
using test::status_of;

constexpr std::size_t kLarge = 5'000'000;

// Lets who says `Key: right` send large bodies to /list, in the name that Sender has; and refuses whoever
// says `Key: none` with an answer of its own.
class Lists final : public Handler {
 public:
  void handle(const Request& request, Response& response) noexcept override {
    response.status = 200;
    response.body = std::to_string(request.body.size());
    if (!hold) return;
    std::unique_lock lock(mutex);
    ++held;
    changed.notify_all();
    changed.wait(lock, [this] { return !hold; });
  }

  std::optional<BodyGrant> grant_body(const Request& head, Response& refusal) noexcept override {
    ++asked;
    if (head.only("Key") == "none") {
      refusal.status = 401;
      refusal.set("WWW-Authenticate", "Key");
      refusal.body = "say who you are";
      return std::nullopt;
    }
    const bool known = head.path() == "/list" && head.only("Key") == "right" && head.method == "POST";
    const std::string sender(head.only("Sender").value_or("somebody"));
    return BodyGrant{known && head.body.empty() && head.peer.address ? kLarge : 10, sender};
  }

  void wait_for(int count) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return held == count; });
  }
  void release() {
    const std::lock_guard lock(mutex);
    hold = false;
    changed.notify_all();
  }

  std::atomic<int> asked{0};
  std::atomic<bool> hold{false};
  std::mutex mutex;
  std::condition_variable changed;
  int held = 0;
};

class LargeBody : public testing::Test {
 protected:
  void start(const Limits& limits) {
    server_.emplace(lists_, limits, 3U);
    endpoint_ = server_->listen_tcp({net::test::address("127.0.0.1"), 0}).value();
    server_->start();
  }
  void TearDown() override { server_->stop(); }

  static std::string head(std::size_t size, std::string_view key = "right", std::string_view more = "") {
    return "POST /list HTTP/1.1\r\nHost: a\r\nKey: " + std::string(key) + "\r\n" + std::string(more) +
           "Content-Length: " + std::to_string(size) + "\r\n\r\n";
  }

  Lists lists_;
  std::optional<Server> server_;
  Endpoint endpoint_;
};

TEST_F(LargeBody, IsTakenFromWhomTheHandlerLets) {
  start({.body_bytes = 10});
  Client client(endpoint_);
  client.send(head(kLarge) + std::string(kLarge, 'x') + head(5) + "hello");
  EXPECT_EQ(body_of(client.answer()), std::to_string(kLarge));
  EXPECT_EQ(body_of(client.answer()), "5");
  EXPECT_EQ(lists_.asked, 1) << "the small one needs no leave";
}

TEST_F(LargeBody, IsRefusedBeforeAnyOfItComes) {
  start({.body_bytes = 10});
  EXPECT_EQ(status_of(Client(endpoint_).ask(head(kLarge, "wrong"))), "413");
  EXPECT_EQ(status_of(Client(endpoint_).ask(head(11, "wrong"))), "413");
  EXPECT_EQ(status_of(Client(endpoint_).ask(head(kLarge + 1))), "413");
  const auto answer = Client(endpoint_).ask(head(kLarge, "wrong", "Expect: 100-continue\r\n"));
  EXPECT_EQ(status_of(answer), "413");
  EXPECT_NE(answer.find(R"("code":"too_many_entries")"), std::string::npos) << answer;
}

TEST_F(LargeBody, IsWaitedForOnlyOnceItMayCome) {
  start({.body_bytes = 10});
  Client client(endpoint_);
  EXPECT_EQ(client.ask(head(1000, "right", "Expect: 100-continue\r\n")), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(body_of(client.ask(std::string(1000, 'x'))), "1000");
}

TEST_F(LargeBody, IsRefusedInTheHandlersOwnWords) {
  start({.body_bytes = 10});
  for (const std::size_t size : {std::size_t{11}, kLarge + 1}) {
    Client client(endpoint_);
    const auto answer = client.ask(head(size, "none", "Expect: 100-continue\r\n"));
    EXPECT_EQ(status_of(answer), "401");
    EXPECT_EQ(body_of(answer), "say who you are");
    EXPECT_NE(answer.find("WWW-Authenticate: Key\r\n"), std::string::npos) << answer;
    EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos) << answer;
    client.half_close();
    EXPECT_EQ(client.rest(), "");
  }
  EXPECT_EQ(status_of(Client(endpoint_).ask(head(2, "none") + "hi")), "200")
      << "a small one is asked nothing";
}

TEST_F(LargeBody, OnlyOneOfEachSenderIsHeldAtOnce) {
  start({.body_bytes = 10, .large_bodies = 2});
  const std::string of_one = "Sender: one\r\nExpect: 100-continue\r\n";
  auto first = std::make_unique<Client>(endpoint_);
  EXPECT_EQ(status_of(first->ask(head(kLarge, "right", of_one))), "100");
  EXPECT_EQ(status_of(Client(endpoint_).ask(head(kLarge, "right", of_one))), "503");
  EXPECT_EQ(body_of(Client(endpoint_).ask(head(11, "right", "Sender: two\r\n") + std::string(11, 'x'))),
            "11");
  first.reset();
  std::string again;
  for (int i = 0; i < 1000 && status_of(again) != "100"; ++i) {  // until the server sees it go
    again = Client(endpoint_).ask(head(11, "right", of_one));
  }
  EXPECT_EQ(status_of(again), "100");
}

TEST_F(LargeBody, OnlySoManyAreHeldAtOnce) {
  start({.body_bytes = 10, .large_bodies = 2});
  auto leaves = std::make_unique<Client>(endpoint_);  // in the middle of its body
  leaves->send(head(kLarge, "right", "Sender: leaves\r\nExpect: 100-continue\r\n"));
  EXPECT_EQ(leaves->answer(), "HTTP/1.1 100 Continue\r\n\r\n");
  lists_.hold = true;
  Client answered(endpoint_);  // whole, and being answered
  answered.send(head(11, "right", "Sender: answered\r\n") + std::string(11, 'x'));
  lists_.wait_for(1);

  const auto refused = Client(endpoint_).ask(head(11));
  EXPECT_EQ(status_of(refused), "503");
  EXPECT_NE(refused.find("Retry-After: 5\r\n"), std::string::npos) << refused;
  EXPECT_NE(refused.find(R"("code":"unavailable")"), std::string::npos) << refused;
  lists_.release();
  EXPECT_EQ(body_of(answered.answer()), "11");

  // The place of what was answered is free, and that of who went away, too.
  leaves.reset();
  Client first(endpoint_);
  EXPECT_EQ(first.ask(head(11, "right", "Sender: first\r\nExpect: 100-continue\r\n")),
            "HTTP/1.1 100 Continue\r\n\r\n");
  std::string second;
  for (int i = 0; i < 1000 && status_of(second) != "200"; ++i) {  // until the server sees it go
    second = Client(endpoint_).ask(head(11) + std::string(11, 'x'));
  }
  EXPECT_EQ(status_of(second), "200");
}

// One connection, whose time is the test's.
class LargeBodyInTime : public testing::Test {
 protected:
  LargeBodyInTime() {
    int ends[2] = {-1, -1};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    client_ = Descriptor(ends[0]);
    scratch_.now = Moment(1h);
    connection_.emplace(Accepted{Descriptor(ends[1]), {net::test::address("192.0.2.1"), {}}}, lists_, limits_,
                        places_, scratch_);
  }

  void send(std::string_view bytes) {
    EXPECT_EQ(::send(client_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  void give(std::string_view bytes) {
    send(bytes);
    EXPECT_EQ(connection_->on_input(scratch_), Connection::Wants::input);
  }
  bool ended_after(std::chrono::seconds time) {
    scratch_.now += time;
    return connection_->expired(scratch_);
  }
  std::string answer() {
    std::string text(4096, ' ');
    const auto size = ::recv(client_.get(), text.data(), text.size(), 0);
    return text.substr(0, size < 0 ? 0U : static_cast<std::size_t>(size));
  }

  const std::string head_ = "POST /list HTTP/1.1\r\nHost: a\r\nKey: right\r\nContent-Length: 100\r\n\r\n";
  const Limits limits_{.body_bytes = 10, .request = 10s, .large_request = 60s};
  Lists lists_;
  LargeBodies places_{1};
  Scratch scratch_;
  Descriptor client_;
  std::optional<Connection> connection_;
};

TEST_F(LargeBodyInTime, IsEndedWhereNothingOfItComes) {
  give(head_);
  EXPECT_FALSE(ended_after(9s));
  give("x");
  EXPECT_FALSE(ended_after(9s));
  EXPECT_EQ(answer(), "");
  EXPECT_TRUE(ended_after(1s));
  EXPECT_EQ(status_of(answer()), "408");
  connection_.reset();
  EXPECT_TRUE(places_.take("another"));
}

TEST_F(LargeBodyInTime, HasMoreThanOthersAndNotForEver) {
  give(head_);
  for (int i = 0; i < 6; ++i) {
    EXPECT_FALSE(ended_after(9s)) << i;
    give("x");
  }
  EXPECT_FALSE(ended_after(5s));
  give("x");
  EXPECT_TRUE(ended_after(1s)) << "after a minute, whatever still comes";
  EXPECT_EQ(status_of(answer()), "408");
}

TEST_F(LargeBodyInTime, IsNotEndedWhereTheServerDidNotRead) {
  give(head_);
  send(std::string(99, 'x'));
  EXPECT_FALSE(ended_after(30s));
  give("x");
  EXPECT_EQ(body_of(answer()), "100");
}

}  // namespace
}  // namespace sallyport::http
