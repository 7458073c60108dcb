// Connection: one client's socket, from the bytes it sends to the bytes it gets.
//
// Thread safety: belongs to one worker.
// Invariants: reads nothing while an answer waits for the client to take it; lives no longer than its
// deadline.
#pragma once

#include <chrono>
#include <string>

#include "http/large_bodies.h"
#include "http/listener.h"
#include "http/message.h"
#include "http/request_reader.h"

namespace sallyport::http {

using Moment = std::chrono::steady_clock::time_point;

// What the connections of one worker share, so that a request needs no memory of its own.
struct Scratch {
  Response response;
  std::string output;
  std::string date;  // for the Date field; set once a second
  Moment now;        // set a few times a second: deadlines need no more
};

class Connection {
 public:
  enum class Wants { input, output, close };

  // REQUIRES: handler, limits and large bodies outlive it.
  Connection(Accepted accepted, Handler& handler, const Limits& limits, LargeBodies& large_bodies,
             const Scratch& scratch);

  Wants on_input(Scratch& scratch);
  Wants on_output(Scratch& scratch);
  // Whether its time is up; says so to a client in the middle of a request.
  bool expired(Scratch& scratch);

  int descriptor() const { return socket_.get(); }

 private:
  enum class Phase {
    proxy_header,
    requests,
    last_answer,  // close when it is sent
    refused,      // the same, but wait for the client to read it
    draining,     // discard what still comes, so that the client is not cut off before it read the answer
  };

  Wants serve(Scratch& scratch);
  void answer_all(Scratch& scratch);        // the complete requests that are there
  void answer(Scratch& scratch);            // one
  void admit(Scratch& scratch);             // or refuse, a large body
  void await_more(const Scratch& scratch);  // of a large body
  bool has_input() const;                   // bytes that nobody has read yet
  Wants flush(Scratch& scratch);
  Wants sent_all(Scratch& scratch);
  Wants drain(std::size_t received);
  bool take_proxy_header();  // false: malformed
  void set_deadline(const Scratch& scratch);

  Descriptor socket_;
  Peer peer_;
  Handler& handler_;
  const Limits& limits_;
  LargeBodies& large_bodies_;
  LargeBodies::Place place_;  // of the body that is being read or answered
  RequestReader reader_;
  Phase phase_;
  bool in_request_ = false;  // the deadline is that of a request, and stays until its last byte
  std::string unsent_;       // what the socket did not take
  std::size_t drained_ = 0;
  Moment deadline_;
  Moment last_moment_;  // of a large body: until then the deadline moves with what comes of it
};

}  // namespace sallyport::http
