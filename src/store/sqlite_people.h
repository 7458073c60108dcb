// The parts of the Store port of the same name: over one connection.
//
// Thread safety: as the connection's.
#pragma once

#include "control/store_people.h"
#include "store/sqlite_connection.h"

namespace sallyport::store {

class SqlitePeopleReader final : public control::PeopleReader {
 public:
  // REQUIRES: the connection outlives it.
  explicit SqlitePeopleReader(Connection& connection) : db_(connection) {}

 private:
  [[maybe_unused]] Connection& db_;
};

class SqlitePeopleWriter final : public control::PeopleWriter {
 public:
  explicit SqlitePeopleWriter(Connection& connection) : db_(connection) {}

 private:
  [[maybe_unused]] Connection& db_;
};

}  // namespace sallyport::store
