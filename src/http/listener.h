// Listener: a socket that waits for connections, and what is known of those it accepts.
//
// Thread safety: one thread at a time.
// Invariants: the socket never blocks. A UNIX socket's file is removed with its listener.
#pragma once

#include <expected>
#include <filesystem>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"
#include "http/message.h"
#include "http/server.h"
#include "net/prefix.h"

namespace sallyport::http {

struct Accepted {
  Descriptor socket;  // never blocks
  Peer peer;
  bool sends_proxy_header = false;
};

class Listener {
 public:
  // Errors: unavailable.
  static Result<Listener> open_tcp(const Endpoint& endpoint);
  static Result<Listener> open_unix(const std::filesystem::path& path);

  Listener(Listener&&) noexcept = default;
  Listener& operator=(Listener&&) = delete;
  ~Listener();

  // From now on a connection must come from one of `senders` and open with a PROXY protocol header.
  void expect_proxy_header(std::vector<net::Prefix> senders);
  Result<Endpoint> endpoint() const;  // REQUIRES: a TCP listener

  enum class Nothing {
    waiting,    // no connection waits
    refused,    // one was closed at once: not from a permitted sender, or gone already
    exhausted,  // no descriptors or memory are left: try again later
  };
  std::expected<Accepted, Nothing> accept();

  int descriptor() const { return socket_.get(); }

 private:
  Listener(Descriptor socket, std::filesystem::path path)
      : socket_(std::move(socket)), path_(std::move(path)) {}

  Descriptor socket_;
  std::filesystem::path path_;  // empty: TCP
  bool sends_proxy_header_ = false;
  std::vector<net::Prefix> senders_;
};

}  // namespace sallyport::http
