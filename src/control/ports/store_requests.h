// The part of the Store port that remembers requests which may be repeated (Idempotency-Key): see store.h.
//
// Thread safety and errors: as there.
#pragma once

#include "control/ports/store_rows.h"

namespace sallyport::control {

struct RequestRow {
  RequestClaim claim;
  Milliseconds made{};             // watched
  std::optional<unsigned> status;  // of its answer; empty: the answer was not kept
  std::string body;
};

class RequestReader {
 public:
  virtual ~RequestReader() = default;
  virtual Maybe<RequestRow> request(std::string_view sender, std::string_view key) = 0;
  virtual Result<std::uint64_t> request_count(std::string_view sender) = 0;
  // The number of the organization's newest audit record; 0 where it has none. Reads an index only.
  virtual Result<std::int64_t> version(std::string_view organization) = 0;
};

class RequestWriter {
 public:
  virtual ~RequestWriter() = default;
  // Replaces the sender's row of that key.
  virtual Result<void> put_request(const RequestRow& row) = 0;
  virtual Result<void> erase_requests_before(Milliseconds made, unsigned limit) = 0;
  virtual Result<void> erase_oldest_requests(std::string_view sender, std::uint64_t count) = 0;
};

}  // namespace sallyport::control
