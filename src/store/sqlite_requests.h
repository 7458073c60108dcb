// The parts of the Store port of the same name: over one connection.
//
// Thread safety: as the connection's.
#pragma once

#include "control/store_requests.h"
#include "store/sqlite_connection.h"

namespace sallyport::store {

class SqliteRequestReader final : public control::RequestReader {
 public:
  // REQUIRES: the connection outlives it.
  explicit SqliteRequestReader(Connection& connection) : db_(connection) {}

 private:
  [[maybe_unused]] Connection& db_;
};

class SqliteRequestWriter final : public control::RequestWriter {
 public:
  explicit SqliteRequestWriter(Connection& connection) : db_(connection) {}

 private:
  [[maybe_unused]] Connection& db_;
};

}  // namespace sallyport::store
