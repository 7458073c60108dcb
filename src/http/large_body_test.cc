// Bodies that are larger than what everybody may send.

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "http/test_client.h"

namespace sallyport::http {
namespace {

using namespace std::chrono_literals;
using test::body_of;
using test::Client;
using test::status_of;

constexpr std::size_t kLarge = 5'000'000;

// Lets who says `Key: right` send large bodies to /list.
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

  std::size_t body_bytes(const Request& head) noexcept override {
    ++asked;
    const bool known = head.path() == "/list" && head.only("Key") == "right" && head.method == "POST";
    return known && head.body.empty() && head.peer.address ? kLarge : 10;
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

TEST_F(LargeBody, HasMoreTimeThanOthersAndNotForEver) {
  start({.body_bytes = 10, .request = 1s, .large_request = 3s});
  Client slow(endpoint_);
  slow.send(head(11));
  Client small(endpoint_);
  small.send(head(10));
  EXPECT_EQ(status_of(small.answer()), "408");
  slow.send("0123456789");
  EXPECT_EQ(status_of(slow.answer()), "408") << "it was ended with the small one, or never";
}

TEST_F(LargeBody, OnlySoManyAreHeldAtOnce) {
  start({.body_bytes = 10, .large_bodies = 2});
  auto leaves = std::make_unique<Client>(endpoint_);  // in the middle of its body
  leaves->send(head(kLarge, "right", "Expect: 100-continue\r\n"));
  EXPECT_EQ(leaves->answer(), "HTTP/1.1 100 Continue\r\n\r\n");
  lists_.hold = true;
  Client answered(endpoint_);  // whole, and being answered
  answered.send(head(11) + std::string(11, 'x'));
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
  EXPECT_EQ(first.ask(head(11, "right", "Expect: 100-continue\r\n")), "HTTP/1.1 100 Continue\r\n\r\n");
  std::string second;
  for (int i = 0; i < 1000 && status_of(second) != "200"; ++i) {  // until the server sees it go
    second = Client(endpoint_).ask(head(11) + std::string(11, 'x'));
  }
  EXPECT_EQ(status_of(second), "200");
}

}  // namespace
}  // namespace sallyport::http
