// Servers on loopback as tests need them: each on a thread of its own, on a port that the system gives.
//
// Thread safety: an object belongs to the test's thread; what its own thread counts is atomic.
#pragma once

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <cstring>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/descriptor.h"
#include "net/address.h"

namespace sallyport::reach::test {

inline Descriptor bound_socket(int type, const char* address, std::uint16_t* port) {
  const auto parsed = *net::Address::parse(address);
  Descriptor made(::socket(parsed.is_ipv4() ? AF_INET : AF_INET6, type | SOCK_CLOEXEC, 0));
  sockaddr_storage where{};
  socklen_t size = sizeof(sockaddr_in6);
  if (parsed.is_ipv4()) {
    auto* const ipv4 = reinterpret_cast<sockaddr_in*>(&where);
    *ipv4 = {.sin_family = AF_INET,
             .sin_port = htons(*port),
             .sin_addr = {htonl(parsed.ipv4_bits())},
             .sin_zero = {}};
    size = sizeof *ipv4;
  } else {
    auto* const ipv6 = reinterpret_cast<sockaddr_in6*>(&where);
    ipv6->sin6_family = AF_INET6;
    ipv6->sin6_port = htons(*port);
    std::memcpy(&ipv6->sin6_addr, parsed.bytes().data(), 16);
  }
  auto* const name = reinterpret_cast<sockaddr*>(&where);
  if (!made.is_open() || ::bind(made.get(), name, size) != 0 || ::getsockname(made.get(), name, &size) != 0) {
    throw std::runtime_error(std::string("nothing can be bound to ") + address);
  }
  *port = ntohs(parsed.is_ipv4() ? reinterpret_cast<sockaddr_in*>(&where)->sin_port
                                 : reinterpret_cast<sockaddr_in6*>(&where)->sin6_port);
  return made;
}

// A port on which nobody listens, and nobody else will while it lives.
class ClosedPort {
 public:
  explicit ClosedPort(int type = SOCK_STREAM) : socket_(bound_socket(type, "127.0.0.1", &port_)) {}
  std::uint16_t port() const { return port_; }

 private:
  std::uint16_t port_ = 0;
  Descriptor socket_;
};

// Runs `serve` whenever something is to be read from its socket, until it is gone.
class Loop {
 public:
  Loop(Descriptor socket, std::function<void(int)> serve)
      : socket_(std::move(socket)), serve_(std::move(serve)) {
    thread_ = std::jthread([this](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        pollfd waiting{socket_.get(), POLLIN, 0};
        if (::poll(&waiting, 1, 20) > 0) serve_(socket_.get());
      }
    });
  }

 private:
  Descriptor socket_;
  std::function<void(int)> serve_;
  std::jthread thread_;
};

// Takes connections and gives each to `handle`, which may keep it.
class Listener {
 public:
  explicit Listener(std::function<void(Descriptor)> handle, const char* address = "127.0.0.1",
                    std::uint16_t port = 0)
      : port_(port), loop_(listening(address), [this, handle](int socket) {
          Descriptor connection(::accept4(socket, nullptr, nullptr, SOCK_CLOEXEC));
          if (!connection.is_open()) return;
          ++connections_;
          const timeval patience{5, 0};
          ::setsockopt(connection.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
          handle(std::move(connection));
        }) {}
  std::uint16_t port() const { return port_; }
  int connections() const { return connections_; }

 private:
  Descriptor listening(const char* address) {
    Descriptor socket = bound_socket(SOCK_STREAM, address, &port_);
    if (::listen(socket.get(), 128) != 0) throw std::runtime_error("nobody can listen");
    return socket;
  }

  std::uint16_t port_;
  std::atomic<int> connections_ = 0;
  Loop loop_;
};

// Takes no connection, and its queue is full: whoever connects hears nothing.
class FullPort {
 public:
  FullPort() : socket_(bound_socket(SOCK_STREAM, "127.0.0.1", &port_)) {
    if (::listen(socket_.get(), 0) != 0) throw std::runtime_error("nobody can listen");
    for (int i = 0; i < 4; ++i) {
      waiting_.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
      sockaddr_in to{.sin_family = AF_INET,
                     .sin_port = htons(port_),
                     .sin_addr = {htonl(INADDR_LOOPBACK)},
                     .sin_zero = {}};
      ::connect(waiting_.back().get(), reinterpret_cast<const sockaddr*>(&to), sizeof to);
    }
  }
  std::uint16_t port() const { return port_; }

 private:
  std::uint16_t port_ = 0;
  Descriptor socket_;
  std::vector<Descriptor> waiting_;
};

// A name server (RFC 1035) that knows what it is told, says NXDOMAIN of everything else, and counts.
class Names {
 public:
  enum class Say { addresses, server_failed = 2, no_such_host = 3, refused = 5, nothing };
  struct Host {
    Say say = Say::addresses;
    std::vector<std::string> ipv4, ipv6;
    Say say_ipv6 = Say::addresses;  // of IPv6, where it differs
  };

  explicit Names(std::map<std::string, Host> hosts)
      : hosts_(std::move(hosts)),
        loop_(bound_socket(SOCK_DGRAM, "127.0.0.1", &port_), [this](int socket) { serve(socket); }) {}
  std::uint16_t port() const { return port_; }
  std::vector<std::string> questions() const {  // "www.acme.example A"
    const std::scoped_lock lock(mutex_);
    return questions_;
  }

 private:
  static void add16(std::string& bytes, unsigned value) {
    bytes.push_back(static_cast<char>(value >> 8U));
    bytes.push_back(static_cast<char>(value & 0xffU));
  }

  void serve(int socket) {
    std::array<char, 1024> buffer{};
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    const auto got =
        ::recvfrom(socket, buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr*>(&from), &size);
    if (got < 17) return;
    const std::string reply = answer(std::string(buffer.data(), static_cast<std::size_t>(got)));
    if (!reply.empty())
      ::sendto(socket, reply.data(), reply.size(), 0, reinterpret_cast<sockaddr*>(&from), size);
  }

  std::string answer(const std::string& question) {
    std::string name;
    std::size_t at = 12;
    while (question[at] != 0) {
      if (!name.empty()) name += '.';
      name += question.substr(at + 1, static_cast<std::size_t>(question[at]));
      at += static_cast<std::size_t>(question[at]) + 1;
    }
    const bool ipv6 = question[at + 2] == 28;  // AAAA (RFC 3596); 1 is A
    {
      const std::scoped_lock lock(mutex_);
      questions_.push_back(name + (ipv6 ? " AAAA" : " A"));
    }
    const auto known = hosts_.find(name);
    Host host;
    if (known == hosts_.end()) {
      host.say = Say::no_such_host;
    } else {
      host = known->second;
      if (ipv6 && host.say_ipv6 != Say::addresses) host.say = host.say_ipv6;
    }
    if (host.say == Say::nothing) return {};
    const auto addresses = host.say != Say::addresses ? std::vector<std::string>()
                           : ipv6                     ? host.ipv6
                                                      : host.ipv4;
    std::string reply = question.substr(0, 2);
    add16(reply, 0x8180U | static_cast<unsigned>(host.say));
    add16(reply, 1);
    add16(reply, static_cast<unsigned>(addresses.size()));
    add16(reply, 0);
    add16(reply, 0);
    reply += question.substr(12, at + 5 - 12);
    for (const std::string& text : addresses) {
      const auto bytes = net::Address::parse(text)->bytes();
      add16(reply, 0xc00c);
      add16(reply, ipv6 ? 28 : 1);
      add16(reply, 1);
      reply += std::string("\0\0\0\x3c", 4);
      add16(reply, ipv6 ? 16 : 4);
      reply.append(reinterpret_cast<const char*>(bytes.data()) + (ipv6 ? 0 : 12), ipv6 ? 16 : 4);
    }
    return reply;
  }

  std::map<std::string, Host> hosts_;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> questions_;
  Loop loop_;
};

}  // namespace sallyport::reach::test
