// Server: HTTP/1.1 with keep-alive on TCP and UNIX sockets, for requests and answers that fit in memory.
//
// Connections live on Asio, bytes are parsed by Beast's parser (no header is copied), a PROXY protocol v2 header is
// read where a listener expects one. What is too large, too slow or ambiguous is answered (400, 408, 413, 431) and the
// connection closed.
//
// Thread safety: construct, listen, start and stop by one thread; handlers run on the server's threads.
// Invariants: no connection holds more than the limits; no more than limits.connections are open.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/message.h"
#include "net/prefix.h"

namespace sallyport::http {

struct Limits {
  std::size_t header_bytes = 16 * 1024;
  std::size_t fields = 100;
  std::size_t body_bytes = 0;  // 0: a request with a body is refused
  std::size_t connections = 10'000;
  std::chrono::seconds idle{75};    // between requests
  std::chrono::seconds request{10}; // from a request's first byte to its last
};

struct Endpoint {
  net::Address address;
  std::uint16_t port = 0;  // 0: the system chooses; see listen_tcp
  // "127.0.0.1:8080", "[::1]:8080". Errors: malformed_address, malformed_request.
  static Result<Endpoint> parse(std::string_view text);
  std::string to_string() const;
};

class Server {
 public:
  // REQUIRES: the handler outlives the server.
  Server(Handler& handler, Limits limits, unsigned threads);
  ~Server();  // stops

  // The endpoint it listens on, with the port the system chose. Errors: unavailable (address in use and the like).
  Result<Endpoint> listen_tcp(const Endpoint& endpoint);
  // Every connection must open with a PROXY protocol v2 header and come from one of `senders`, or it is closed.
  Result<Endpoint> listen_proxy_protocol(const Endpoint& endpoint, std::vector<net::Prefix> senders);
  // A socket file left by a process that is gone is replaced. Errors: unavailable.
  Result<void> listen_unix(const std::filesystem::path& path);

  void start();
  void stop();  // closes every connection and joins the threads; may be called twice

  // Called about once a second by each of the server's threads while it runs, with the thread's number; for upkeep of
  // what belongs to that thread. Set before start().
  void on_tick(std::function<void(unsigned thread)> tick);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// The number of the server thread that runs the caller's handler, from 0; so that a handler can keep state without locks.
unsigned current_thread_number() noexcept;

}  // namespace sallyport::http
