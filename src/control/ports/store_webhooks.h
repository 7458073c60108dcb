// The part of the Store port that keeps webhooks and what waits for them: see store.h.
#pragma once

#include "control/ports/store_rows.h"
#include "control/webhooks/webhooks.h"

namespace sallyport::control {

struct WebhookRow {
  std::int64_t id = 0;
  OrganizationId organization{};  // 0: hears of all
  std::string url;
  std::vector<std::string> events;       // as Webhook::events
  std::vector<std::byte> secret;         // sealed: see webhook_secret.h
  std::vector<std::byte> former_secret;  // sealed; empty: none
  Milliseconds former_until{};           // watched
  std::string by;
  Timestamp created;
  std::optional<Timestamp> disabled;
  std::optional<Timestamp> failing_since;
  unsigned failures = 0;        // in a row
  unsigned slow = 0;            // above 0: it answered slowly, and so many quick answers make up for it
  Milliseconds next_attempt{};  // watched; while nothing fails, when it was served last
  std::uint64_t waiting = 0;    // events
  std::uint64_t gap = 0;        // above 0: one of the events stands for so many that gave way
  std::uint64_t dropped = 0;    // all that ever gave way
};

// Events leave in the order of their ids.
struct WebhookEventRow {
  std::int64_t id = 0;
  std::int64_t webhook = 0;
  std::string event;  // the id that its receiver sees
  std::string type;
  std::string body;
  unsigned attempts = 0;
  Milliseconds queued{};  // watched
};

struct WebhookAttemptRow {
  std::int64_t id = 0;
  WebhookAttempt attempt;
};

// Events that were erased.
struct ErasedEvents {
  std::uint64_t count = 0;
  std::int64_t last = 0;  // id of the last of them
};

class WebhookReader {
 public:
  virtual ~WebhookReader() = default;
  virtual Maybe<WebhookRow> webhook(std::int64_t id) = 0;
  virtual Rows<WebhookRow> webhooks(OrganizationId organization) = 0;  // by id; exactly its own
  virtual Result<std::uint64_t> hearing_count() = 0;                   // all that are not disabled
  // Those with something to send, and `next_attempt` at or before `watched`: the earliest first. With
  // `sound`, only those that are neither failing nor slow.
  virtual Rows<WebhookRow> due(Milliseconds watched, bool sound, unsigned limit) = 0;
  virtual Result<std::uint64_t> waiting_count() = 0;                               // events, of all
  virtual Rows<WebhookEventRow> events(std::int64_t webhook, unsigned limit) = 0;  // oldest first
  virtual Rows<WebhookAttemptRow> attempts(std::int64_t webhook, std::optional<std::int64_t> before,
                                           unsigned limit) = 0;  // newest first
};

class WebhookWriter {
 public:
  virtual ~WebhookWriter() = default;
  virtual Result<std::int64_t> add_webhook(const WebhookRow& row) = 0;  // gives it its id
  virtual Result<void> put_webhook(const WebhookRow& row) = 0;          // all of it but who made it
  virtual Result<void> erase_webhook(std::int64_t id) = 0;              // with what waits and its attempts
  virtual Result<void> add_event(const WebhookEventRow& row) = 0;       // id 0: the next
  virtual Result<bool> erase_event(std::int64_t id, const std::string& event) = 0;  // whether it was there
  virtual Result<void> event_tried(std::int64_t id, const std::string& event) = 0;
  virtual Result<void> erase_events(std::int64_t webhook) = 0;  // all
  // These spare the event that stands for others. The oldest `count`; only those about entries where asked.
  virtual Result<ErasedEvents> erase_oldest_events(std::int64_t webhook, std::uint64_t count,
                                                   bool of_entries) = 0;
  virtual Result<ErasedEvents> erase_events_queued_by(std::int64_t webhook, Milliseconds watched) = 0;
  virtual Result<ErasedEvents> erase_standing_event(
      std::int64_t webhook) = 0;  // the one that stands for others
  virtual Result<void> add_attempt(std::int64_t webhook, const WebhookAttempt& attempt,
                                   unsigned kept) = 0;  // the newest are kept
};

}  // namespace sallyport::control
