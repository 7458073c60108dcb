// A client that sends what bytes a test likes, over TCP or a UNIX socket, and tells answers apart.
//
// Thread safety: send() beside answer().
#pragma once

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/descriptor.h"
#include "http/server.h"
#include "net/test_addresses.h"

namespace sallyport::http::test {

class Client {
 public:
  explicit Client(const Endpoint& endpoint, const char* from = nullptr)
      : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    set_patience();
    if (from != nullptr) {
      const auto local = name(net::test::address(from), 0);
      EXPECT_EQ(::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&local), sizeof local), 0);
    }
    const auto remote = name(endpoint.address, endpoint.port);
    EXPECT_EQ(::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&remote), sizeof remote), 0);
  }

  explicit Client(const std::filesystem::path& path) : socket_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    set_patience();
    sockaddr_un remote{};
    remote.sun_family = AF_UNIX;
    path.string().copy(remote.sun_path, sizeof remote.sun_path - 1);
    EXPECT_EQ(::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&remote), sizeof remote), 0);
  }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  // One whole answer, head and body; empty where the connection was closed.
  std::string answer(bool without_body = false) {
    std::size_t end;
    while ((end = pending_.find("\r\n\r\n")) == std::string::npos) {
      if (!receive()) return {};
    }
    std::size_t size = end + 4;
    const auto field = pending_.find("Content-Length: ");
    if (!without_body && field < end) size += std::stoul(pending_.substr(field + 16));
    while (pending_.size() < size) {
      if (!receive()) return {};
    }
    auto text = pending_.substr(0, size);
    pending_.erase(0, size);
    return text;
  }

  std::string ask(std::string_view bytes) {
    send(bytes);
    return answer();
  }

  // Everything until the server closes.
  std::string rest() {
    while (receive()) {
    }
    return std::exchange(pending_, {});
  }

  void half_close() { ::shutdown(socket_.get(), SHUT_WR); }

 private:
  static sockaddr_in name(const net::Address& at, std::uint16_t port) {
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_addr.s_addr = htonl(at.ipv4_bits());
    result.sin_port = htons(port);
    return result;
  }

  void set_patience() {
    const timeval patience{20, 0};  // a test that hangs fails instead
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }

  bool receive() {
    char buffer[65536];
    const auto count = ::recv(socket_.get(), buffer, sizeof buffer, 0);
    if (count <= 0) return false;
    pending_.append(buffer, static_cast<std::size_t>(count));
    return true;
  }

  Descriptor socket_;
  std::string pending_;
};

inline std::string status_of(const std::string& answer) {
  return answer.size() < 12 ? "" : answer.substr(9, 3);
}
inline std::string body_of(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

}  // namespace sallyport::http::test
