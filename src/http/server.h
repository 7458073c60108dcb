// Server: HTTP/1.1 with keep-alive on TCP and UNIX sockets, for requests and answers that fit in memory.
//
// Every thread has an epoll of its own and owns its connections: two system calls a request (recv, send), and
// a wait shared by all that are ready. A PROXY protocol v2 header is read where a listener expects one. What
// is too large, too slow or ambiguous is answered (400, 408, 411, 413, 417, 431, and 503 where too many large
// bodies come at once) and the connection closed.
//
// Thread safety: construct, listen, start and stop by one thread; handlers run on the server's threads.
// Invariants: no connection holds more than the limits; no more than limits.connections are open.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/limits.h"
#include "http/message.h"
#include "net/prefix.h"

namespace sallyport::http {

struct Endpoint {
  net::Address address;
  std::uint16_t port = 0;  // 0: the system chooses; see listen_tcp
  // "127.0.0.1:8080", "[::1]:8080". Errors: malformed_address, malformed_request.
  static Result<Endpoint> parse(std::string_view text);
  std::string to_string() const;
};

class Server {
 public:
  // REQUIRES: the handler outlives the server; threads >= 1.
  Server(Handler& handler, Limits limits, unsigned threads);
  ~Server();  // stops

  // The endpoint it listens on, with the port the system chose; [::] serves IPv4 as well. Listen before
  // start(). Errors: unavailable (address in use and the like).
  Result<Endpoint> listen_tcp(const Endpoint& endpoint);
  // Every connection must open with a PROXY protocol v2 header and come from one of `senders`, or it is
  // closed.
  Result<Endpoint> listen_proxy_protocol(const Endpoint& endpoint, std::vector<net::Prefix> senders);
  // A socket file left by a process that is gone is replaced. Everybody may connect who can reach the file:
  // its folder decides. Errors: unavailable.
  Result<void> listen_unix(const std::filesystem::path& path);

  void start();  // throws std::system_error where the system gives no thread
  void stop();   // closes every connection and listener and joins the threads; may be called twice

  // Called about once a second by each of the server's threads while it runs, with the thread's number, and
  // once before it ends; for upkeep of what belongs to that thread. Set before start().
  void on_tick(std::function<void(unsigned thread)> tick);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// The number of the server thread that runs the caller's handler, from 0; so that a handler can keep state
// without locks. 0 on every other thread.
unsigned current_thread_number() noexcept;

}  // namespace sallyport::http
