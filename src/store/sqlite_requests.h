// The parts of the Store port of the same name: over one connection.
//
// Thread safety: as the connection's.
#pragma once

#include "control/ports/store_requests.h"
#include "store/sqlite_connection.h"

namespace sallyport::store {

class SqliteRequestReader final : public control::RequestReader {
 public:
  // REQUIRES: the connection outlives it.
  explicit SqliteRequestReader(Connection& connection) : db_(connection) {}

  control::Maybe<control::RequestRow> request(std::string_view sender, std::string_view key) override;
  Result<std::uint64_t> request_count(std::string_view sender) override;
  Result<std::int64_t> version(std::string_view organization) override;

 private:
  Connection& db_;
};

class SqliteRequestWriter final : public control::RequestWriter {
 public:
  explicit SqliteRequestWriter(Connection& connection) : db_(connection) {}

  Result<void> put_request(const control::RequestRow& row) override;
  Result<void> erase_requests_before(Milliseconds made, unsigned limit) override;
  Result<void> erase_oldest_requests(std::string_view sender, std::uint64_t count) override;

 private:
  Connection& db_;
};

}  // namespace sallyport::store
