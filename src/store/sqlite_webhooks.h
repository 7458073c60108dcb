// The parts of the Store port that keep webhooks: over one connection.
//
// Thread safety: as the connection's.
#pragma once

#include "control/ports/store_webhooks.h"
#include "store/sqlite_connection.h"

namespace sallyport::store {

class SqliteWebhookReader final : public control::WebhookReader {
 public:
  // REQUIRES: the connection outlives it.
  explicit SqliteWebhookReader(Connection& connection) : db_(connection) {}

  control::Maybe<control::WebhookRow> webhook(std::int64_t id) override;
  control::Rows<control::WebhookRow> webhooks(control::OrganizationId organization) override;
  Result<std::uint64_t> hearing_count() override;
  control::Rows<control::WebhookRow> due(Milliseconds watched, bool sound, unsigned limit) override;
  Result<std::uint64_t> waiting_count() override;
  control::Rows<control::WebhookEventRow> events(std::int64_t webhook, unsigned limit) override;
  control::Rows<control::WebhookAttemptRow> attempts(std::int64_t webhook, std::optional<std::int64_t> before,
                                                     unsigned limit) override;

 private:
  Connection& db_;
};

class SqliteWebhookWriter final : public control::WebhookWriter {
 public:
  explicit SqliteWebhookWriter(Connection& connection) : db_(connection) {}

  Result<std::int64_t> add_webhook(const control::WebhookRow& row) override;
  Result<void> put_webhook(const control::WebhookRow& row) override;
  Result<void> erase_webhook(std::int64_t id) override;
  Result<void> add_event(const control::WebhookEventRow& row) override;
  Result<bool> erase_event(std::int64_t id, const std::string& event) override;
  Result<void> event_tried(std::int64_t id, const std::string& event) override;
  Result<void> erase_events(std::int64_t webhook) override;
  Result<control::ErasedEvents> erase_oldest_events(std::int64_t webhook, std::uint64_t count,
                                                    bool of_entries) override;
  Result<control::ErasedEvents> erase_events_queued_by(std::int64_t webhook, Milliseconds watched) override;
  Result<control::ErasedEvents> erase_standing_event(std::int64_t webhook) override;
  Result<void> add_attempt(std::int64_t webhook, const control::WebhookAttempt& attempt,
                           unsigned kept) override;

 private:
  Result<control::ErasedEvents> erase(std::int64_t webhook, const std::vector<std::int64_t>& ids);

  Connection& db_;
};

}  // namespace sallyport::store
