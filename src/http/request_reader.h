// RequestReader: from a connection's bytes to its requests, one after the other. It needs no socket.
//
// Beast's parser reads the head; on top of it is refused whatever two readers of HTTP might understand
// differently: folded lines, lines that end without CR, more than one Host or Content-Length, any
// Transfer-Encoding, targets that are not a path. Names and values are not copied: they point into the
// reader's own buffer.
//
// Use: bytes go to room(), add() says how many; then next() until it is not `complete`, with pop() after each
// complete request. `large` is a question, to be answered by take_large() or refuse().
//
// Thread safety: one thread at a time.
// Invariants: holds at most limits.header_bytes + limits.body_bytes (at least kSmallBuffer), or the body that
// take_large() took; allocates nothing per request once its buffer has grown to the size of the requests it
// sees, and keeps no large buffer for a request to come.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "http/limits.h"
#include "http/message.h"

namespace sallyport::http {

struct Refusal {
  unsigned status = 0;
  std::string_view detail;  // a sentence for the client; lives forever
  ErrorCode code = ErrorCode::malformed_request;
  unsigned retry_after = 0;  // seconds; 0: trying again is of no use
};

class RequestReader {
 public:
  enum class Status {
    incomplete,
    complete,
    refused,
    large,  // the head is there, and announces a body of more than limits.body_bytes
  };
  static constexpr std::size_t kSmallBuffer = 2048;

  explicit RequestReader(const Limits& limits) : limits_(&limits) {}

  std::span<char> room();       // never empty unless next() was `refused`; voids request()
  void add(std::size_t count);  // REQUIRES: count <= room().size()

  // The bytes that no request took yet, and how to take the first `count` of them away: for what stands in
  // front of the first request. REQUIRES: next() was not called yet.
  std::string_view unread() const { return {buffer_.get() + begin_, end_ - begin_}; }
  void skip(std::size_t count) { begin_ += count; }

  Status next();
  // REQUIRES: next() was `complete` or, without a body, `large`; valid until pop() or room().
  Request& request() { return request_; }
  bool keep_alive() const { return keep_alive_; }
  bool is_http10() const { return http10_; }
  Refusal refusal() const { return refusal_; }
  std::uint64_t body_size() const { return body_size_; }  // as announced
  void take_large() { large_ = false; }                   // REQUIRES: next() was `large`
  void refuse(const Refusal& refusal) { refusal_ = refusal; }
  // Whether the client waits for "100 Continue" before it sends the body; true once.
  bool take_continue();
  void pop();

  bool started() const { return begin_ != end_; }  // whether bytes of an unfinished request are there

 private:
  bool find_end_of_head();  // false: not there yet, or refused
  bool parse_head();        // false: refused
  void move_to(std::unique_ptr<char[]> buffer, std::size_t capacity);
  void move_to_front();
  void rebase(const char* from, const char* to);

  const Limits* limits_;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;  // of the current request
  std::size_t end_ = 0;    // of what was received

  std::size_t scanned_ = 0;  // from begin_: where the search for the head's end goes on
  std::size_t line_ = 0;     // from begin_: where the current line starts
  std::size_t head_size_ = 0;
  std::size_t body_size_ = 0;
  bool head_done_ = false;
  bool keep_alive_ = false;
  bool http10_ = false;
  bool wants_continue_ = false;
  bool large_ = false;  // nobody said yet whether the body may come
  Refusal refusal_;
  Request request_;
  std::vector<Field> fields_;
};

}  // namespace sallyport::http
