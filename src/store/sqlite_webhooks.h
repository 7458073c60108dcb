// The parts of the Store port of the same name: over one connection.
//
// Thread safety: as the connection's.
#pragma once

#include "control/store_webhooks.h"
#include "store/sqlite_connection.h"

namespace sallyport::store {

class SqliteWebhookReader final : public control::WebhookReader {
 public:
  // REQUIRES: the connection outlives it.
  explicit SqliteWebhookReader(Connection& connection) : db_(connection) {}

 private:
  [[maybe_unused]] Connection& db_;
};

class SqliteWebhookWriter final : public control::WebhookWriter {
 public:
  explicit SqliteWebhookWriter(Connection& connection) : db_(connection) {}

 private:
  [[maybe_unused]] Connection& db_;
};

}  // namespace sallyport::store
