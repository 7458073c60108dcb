#include "http/connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "http/proxy_protocol.h"
#include "http/response_writer.h"

namespace sallyport::http {
namespace {

// Answers to pipelined requests are sent together up to this size; then the client must take them first.
constexpr std::size_t kOutputAtOnce = 64 * 1024;
// Memory that one large answer took is given back beyond this.
constexpr std::size_t kKeptOutput = 1024 * 1024;
constexpr std::size_t kMostDrained = 256 * 1024;
constexpr std::chrono::seconds kDrainTime{2};
constexpr unsigned kLargeBodyRetry = 5;  // seconds

}  // namespace

Connection::Connection(Accepted accepted, Handler& handler, const Limits& limits, LargeBodies& large_bodies,
                       const Scratch& scratch)
    : socket_(std::move(accepted.socket)),
      peer_(accepted.peer),
      handler_(handler),
      limits_(limits),
      large_bodies_(large_bodies),
      reader_(limits),
      phase_(accepted.sends_proxy_header ? Phase::proxy_header : Phase::requests),
      // The header comes with the connection: who does not send it is not waited for as for a next request.
      deadline_(scratch.now + (accepted.sends_proxy_header ? limits.request : limits.idle)) {}

Connection::Wants Connection::on_input(Scratch& scratch) {
  const auto room = reader_.room();
  const auto received = ::recv(socket_.get(), room.data(), room.size(), MSG_DONTWAIT);
  if (received < 0) return errno == EAGAIN || errno == EINTR ? Wants::input : Wants::close;
  if (received == 0) return Wants::close;
  if (phase_ == Phase::draining) return drain(static_cast<std::size_t>(received));
  reader_.add(static_cast<std::size_t>(received));
  if (place_) await_more(scratch);
  if (phase_ == Phase::proxy_header) {
    if (!take_proxy_header()) return Wants::close;
    if (phase_ == Phase::proxy_header) return Wants::input;
    set_deadline(scratch);
  }
  return serve(scratch);
}

Connection::Wants Connection::on_output(Scratch& scratch) {
  scratch.output.swap(unsent_);
  unsent_.clear();
  if (const auto wants = flush(scratch); wants != Wants::input || phase_ != Phase::requests) return wants;
  return serve(scratch);  // requests that came together with the answered ones
}

bool Connection::expired(Scratch& scratch) {
  if (scratch.now < deadline_) return false;
  // Where its body waits in the socket, the worker was busy, not the client.
  if (place_ && unsent_.empty() && scratch.now < last_moment_ && has_input()) return false;
  if (in_request_ && phase_ == Phase::requests && unsent_.empty()) {
    scratch.output.clear();
    append_refusal(scratch.output, {408, "The request did not arrive in time.", ErrorCode::unavailable},
                   scratch.date);
    // If the socket takes none of it, the client is closed without a word.
    (void)::send(socket_.get(), scratch.output.data(), scratch.output.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  }
  return true;
}

Connection::Wants Connection::serve(Scratch& scratch) {
  Wants wants;
  do {
    scratch.output.clear();
    answer_all(scratch);
    set_deadline(scratch);
    wants = flush(scratch);
    // Only output that reached its bound leaves requests in the reader that could be answered at once.
  } while (wants == Wants::input && phase_ == Phase::requests && scratch.output.size() >= kOutputAtOnce);
  if (scratch.output.capacity() > kKeptOutput) std::string().swap(scratch.output);
  return wants;
}

void Connection::answer_all(Scratch& scratch) {
  while (phase_ == Phase::requests && scratch.output.size() < kOutputAtOnce) {
    switch (reader_.next()) {
      case RequestReader::Status::complete:
        answer(scratch);
        break;
      case RequestReader::Status::large:
        admit(scratch);
        break;
      case RequestReader::Status::refused:
        append_refusal(scratch.output, reader_.refusal(), scratch.date);
        phase_ = Phase::refused;
        break;
      case RequestReader::Status::incomplete:
        if (reader_.take_continue()) scratch.output.append("HTTP/1.1 100 Continue\r\n\r\n");
        return;
    }
  }
}

void Connection::answer(Scratch& scratch) {
  auto& request = reader_.request();
  request.peer = peer_;
  scratch.response.clear();
  handler_.handle(request, scratch.response);
  append_response(scratch.output, scratch.response,
                  {.head = request.method == "HEAD",
                   .keep_alive = reader_.keep_alive(),
                   .http10 = reader_.is_http10(),
                   .date = scratch.date});
  if (!reader_.keep_alive()) phase_ = Phase::last_answer;
  reader_.pop();
  place_.reset();
  in_request_ = false;
}

void Connection::admit(Scratch& scratch) {
  auto& head = reader_.request();
  head.peer = peer_;
  scratch.response.clear();
  auto grant = handler_.grant_body(head, scratch.response);
  if (!grant) {
    append_response(scratch.output, scratch.response,
                    {.head = head.method == "HEAD", .keep_alive = false, .date = scratch.date});
    phase_ = Phase::refused;
    return;
  }
  if (reader_.body_size() > grant->bytes) {
    return reader_.refuse(
        {413, "The body is larger than this request may bring.", ErrorCode::too_many_entries});
  }
  place_ = large_bodies_.take(std::move(grant->sender));
  if (!place_) {
    return reader_.refuse({503, "Other large requests are being read: send this one again in a moment.",
                           ErrorCode::unavailable, kLargeBodyRetry});
  }
  reader_.take_large();
  in_request_ = true;
  last_moment_ = scratch.now + limits_.large_request;
  await_more(scratch);
}

// Whoever announces a large body and sends nothing would keep its place from others.
void Connection::await_more(const Scratch& scratch) {
  deadline_ = std::min(last_moment_, scratch.now + limits_.request);
}

bool Connection::has_input() const {
  char next;
  return ::recv(socket_.get(), &next, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

Connection::Wants Connection::flush(Scratch& scratch) {
  const std::string& output = scratch.output;
  std::size_t done = 0;
  while (done < output.size()) {
    const auto sent =
        ::send(socket_.get(), output.data() + done, output.size() - done, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno == EAGAIN) {
      unsent_.assign(output, done, std::string::npos);
      deadline_ = scratch.now + limits_.request;
      in_request_ = false;
      return Wants::output;
    }
    if (sent < 0) return Wants::close;
    done += static_cast<std::size_t>(sent);
  }
  return sent_all(scratch);
}

Connection::Wants Connection::sent_all(Scratch& scratch) {
  switch (phase_) {
    case Phase::last_answer:
      // Closing over unread bytes would reset the connection, and take the answer back.
      if (!reader_.started()) return Wants::close;
      [[fallthrough]];
    case Phase::refused:
      ::shutdown(socket_.get(), SHUT_WR);
      reader_ = RequestReader(limits_);
      phase_ = Phase::draining;
      deadline_ = scratch.now + kDrainTime;
      return Wants::input;
    default:
      return Wants::input;
  }
}

Connection::Wants Connection::drain(std::size_t received) {
  drained_ += received;
  return drained_ > kMostDrained ? Wants::close : Wants::input;
}

bool Connection::take_proxy_header() {
  const auto header = parse_proxy_header(reader_.unread());
  if (!header) return header.error() == ProxyFault::incomplete;
  reader_.skip(header->size);
  peer_.proxied = header->source;
  phase_ = Phase::requests;
  return true;
}

void Connection::set_deadline(const Scratch& scratch) {
  if (phase_ != Phase::requests) return;
  if (!reader_.started()) {
    in_request_ = false;
    deadline_ = scratch.now + limits_.idle;
  } else if (!in_request_) {
    in_request_ = true;
    deadline_ = scratch.now + limits_.request;
  }
}

}  // namespace sallyport::http
