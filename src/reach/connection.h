// Connection: one try of one address: TCP, and where it is to be, as much of TLS as a ClientHello brings
// about.
//
// Thread safety: one thread.
// Invariants: it never waits; it sends nothing but a TlsHello's bytes; once it is over it stays as it is.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>

#include "base/descriptor.h"
#include "reach/finding.h"
#include "reach/tls_hello.h"

namespace sallyport::reach {

class Connection {
 public:
  // Begins to connect. `trust`: null, where TCP is all; otherwise it outlives the connection. `name`: of the
  // host, for TLS.
  Connection(const net::Address& address, std::uint16_t port, const TlsTrust* trust, std::string name);

  // For epoll: the socket (none, where it is over), and the events that are waited for.
  int descriptor() const { return socket_.get(); }
  std::uint32_t events() const { return events_; }

  void on_events();
  void time_out(std::chrono::milliseconds timeout);
  void give_up();

  bool is_over() const { return attempt_.outcome != Outcome::not_tried; }
  const Attempt& attempt() const { return attempt_; }  // final once it is over

 private:
  void connected();
  void talk();
  void send_hello();
  bool read_some();  // whether there may be more
  void end(Outcome outcome, std::string reason);
  void end_with_error(int error);

  Attempt attempt_;
  Descriptor socket_;
  std::uint32_t events_ = 0;
  const TlsTrust* trust_;
  std::string name_;
  std::unique_ptr<TlsHello> hello_;
  std::string unsent_;
};

}  // namespace sallyport::reach
