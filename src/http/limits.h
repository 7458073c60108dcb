// Limits: how much one client of the server can take. Each is a bound that holds, not a hint.
//
// Thread safety: a value.
#pragma once

#include <chrono>
#include <cstddef>

namespace sallyport::http {

struct Limits {
  std::size_t header_bytes = 16 * 1024;  // request line, fields and the empty line
  std::size_t fields = 100;
  std::size_t body_bytes = 0;  // 0: a request with a body is refused; larger ones: see Handler::grant_body()
  std::size_t large_bodies = 2;  // that are larger, read and answered at once; one of each sender
  std::size_t connections = 10'000;
  std::chrono::seconds idle{75};     // between requests
  std::chrono::seconds request{10};  // from a request's first byte to its last; and without any byte of a
                                     // larger body, or the client taking any of an answer
  std::chrono::seconds large_request{
      60};  // from the end of its head to its last byte, where the body is larger
};

}  // namespace sallyport::http
