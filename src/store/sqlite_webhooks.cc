#include "store/sqlite_webhooks.h"

#include <algorithm>

namespace sallyport::store {
namespace {

using control::WebhookAttemptRow;
using control::WebhookEventRow;
using control::WebhookRow;

constexpr char kBetween = ' ';  // of the types of events in one column: none of them has it

#define WEBHOOK                                                                                           \
  "SELECT id, organization, url, events, secret, former_secret, former_until, actor, created, disabled, " \
  "failing_since, failures, next_attempt, waiting, gap, dropped, slow FROM webhook "

#define STANDING "webhook.events_dropped"  // the type of the event that stands for others

std::int64_t to_id(const Row& row) { return row.integer(0); }

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += kBetween;
    text += word;
  }
  return text;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find(kBetween, start), text.size());
    words.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return words;
}

std::vector<std::byte> bytes(const Row& row, int column) {
  const auto blob = row.blob(column);
  return {blob.begin(), blob.end()};
}

WebhookRow to_webhook(const Row& row) {
  WebhookRow webhook;
  webhook.id = row.integer(0);
  webhook.organization = row.word(1, control::OrganizationId{0xffff'ffff});
  webhook.url = row.text(2);
  webhook.events = split(row.text(3));
  webhook.secret = bytes(row, 4);
  if (!row.is_null(5)) webhook.former_secret = bytes(row, 5);
  webhook.former_until = Milliseconds(row.integer(6));
  webhook.by = row.text(7);
  webhook.created = row.time(8);
  webhook.disabled = row.maybe_time(9);
  webhook.failing_since = row.maybe_time(10);
  webhook.failures = static_cast<unsigned>(row.count(11));
  webhook.next_attempt = Milliseconds(row.integer(12));
  webhook.waiting = row.count(13);
  webhook.gap = row.count(14);
  webhook.dropped = row.count(15);
  webhook.slow = static_cast<unsigned>(row.count(16));
  return webhook;
}

WebhookEventRow to_event(const Row& row) {
  return {row.integer(0),
          row.integer(1),
          row.text(2),
          row.text(3),
          row.text(4),
          static_cast<unsigned>(row.count(5)),
          Milliseconds(row.integer(6))};
}

WebhookAttemptRow to_attempt(const Row& row) {
  WebhookAttemptRow found;
  found.id = row.integer(0);
  found.attempt.event = row.text(1);
  found.attempt.type = row.text(2);
  found.attempt.time = row.time(3);
  found.attempt.attempt = static_cast<unsigned>(row.count(4));
  found.attempt.status = static_cast<unsigned>(row.count(5));
  found.attempt.failure = row.text(6);
  found.attempt.duration = Milliseconds(row.integer(7));
  return found;
}

std::optional<std::span<const std::byte>> if_any(const std::vector<std::byte>& bytes) {
  if (bytes.empty()) return std::nullopt;
  return std::span<const std::byte>(bytes);
}

}  // namespace

control::Maybe<WebhookRow> SqliteWebhookReader::webhook(std::int64_t id) {
  return db_.one(WEBHOOK "WHERE id = ?", to_webhook, id);
}

control::Rows<WebhookRow> SqliteWebhookReader::webhooks(control::OrganizationId organization) {
  return db_.rows(WEBHOOK "WHERE organization = ? ORDER BY id", to_webhook, organization);
}

Result<std::uint64_t> SqliteWebhookReader::hearing_count() {
  return db_.number("SELECT count(*) FROM webhook WHERE disabled IS NULL");
}

control::Rows<WebhookRow> SqliteWebhookReader::due(Milliseconds watched, bool sound, unsigned limit) {
  return db_.rows(WEBHOOK
                  "WHERE waiting > 0 AND next_attempt <= ? AND (? = 0 OR failures + slow = 0) "
                  "ORDER BY next_attempt, id LIMIT ?",
                  to_webhook, watched, sound, limit);
}

Result<std::uint64_t> SqliteWebhookReader::waiting_count() {
  return db_.number("SELECT coalesce(sum(waiting), 0) FROM webhook WHERE waiting > 0");
}

control::Rows<WebhookEventRow> SqliteWebhookReader::events(std::int64_t webhook, unsigned limit) {
  return db_.rows(
      "SELECT id, webhook, event, type, body, attempts, queued FROM webhook_event WHERE webhook = ? ORDER BY "
      "id LIMIT ?",
      to_event, webhook, limit);
}

control::Rows<WebhookAttemptRow> SqliteWebhookReader::attempts(std::int64_t webhook,
                                                               std::optional<std::int64_t> before,
                                                               unsigned limit) {
  return db_.rows(
      "SELECT id, event, type, time, attempt, status, failure, duration FROM webhook_attempt "
      "WHERE webhook = ? AND id < coalesce(?, 1 << 62) ORDER BY id DESC LIMIT ?",
      to_attempt, webhook, before, limit);
}

Result<std::int64_t> SqliteWebhookWriter::add_webhook(const WebhookRow& row) {
  SALLYPORT_TRY(
      db_.run("INSERT INTO webhook (organization, url, events, secret, actor, created, next_attempt) VALUES "
              "(?, ?, ?, "
              "?, ?, ?, ?)",
              row.organization, row.url, join(row.events), std::span<const std::byte>(row.secret), row.by,
              row.created, row.next_attempt));
  return db_.last_id();
}

Result<void> SqliteWebhookWriter::put_webhook(const WebhookRow& row) {
  SALLYPORT_TRY(db_.run(
      "UPDATE webhook SET secret = ?2, former_secret = ?3, former_until = ?4, disabled = ?5, failing_since = "
      "?6, failures = ?7, next_attempt = ?8, waiting = ?9, gap = ?10, dropped = ?11, slow = ?12, url = ?13, "
      "events = ?14 WHERE id = ?1",
      row.id, std::span<const std::byte>(row.secret), if_any(row.former_secret), row.former_until,
      row.disabled, row.failing_since, row.failures, row.next_attempt, row.waiting, row.gap, row.dropped,
      row.slow, row.url, join(row.events)));
  return {};
}

Result<void> SqliteWebhookWriter::erase_webhook(std::int64_t id) {
  SALLYPORT_TRY(db_.run("DELETE FROM webhook_event WHERE webhook = ?", id));
  SALLYPORT_TRY(db_.run("DELETE FROM webhook_attempt WHERE webhook = ?", id));
  SALLYPORT_TRY(db_.run("DELETE FROM webhook WHERE id = ?", id));
  return {};
}

Result<void> SqliteWebhookWriter::add_event(const WebhookEventRow& row) {
  const std::optional<std::int64_t> id = row.id != 0 ? std::optional(row.id) : std::nullopt;
  SALLYPORT_TRY(
      db_.run("INSERT INTO webhook_event (id, webhook, event, type, body, attempts, queued) VALUES (?, ?, ?, "
              "?, ?, ?, ?)",
              id, row.webhook, row.event, row.type, row.body, row.attempts, row.queued));
  return {};
}

Result<bool> SqliteWebhookWriter::erase_event(std::int64_t id, const std::string& event) {
  SALLYPORT_ASSIGN(const auto erased,
                   db_.run("DELETE FROM webhook_event WHERE id = ? AND event = ?", id, event));
  return erased != 0;
}

Result<void> SqliteWebhookWriter::event_tried(std::int64_t id, const std::string& event) {
  SALLYPORT_TRY(
      db_.run("UPDATE webhook_event SET attempts = attempts + 1 WHERE id = ? AND event = ?", id, event));
  return {};
}

Result<void> SqliteWebhookWriter::erase_events(std::int64_t webhook) {
  SALLYPORT_TRY(db_.run("DELETE FROM webhook_event WHERE webhook = ?", webhook));
  return {};
}

Result<control::ErasedEvents> SqliteWebhookWriter::erase(std::int64_t webhook,
                                                         const std::vector<std::int64_t>& ids) {
  control::ErasedEvents erased;
  for (const std::int64_t id : ids) {
    SALLYPORT_ASSIGN(const auto gone,
                     db_.run("DELETE FROM webhook_event WHERE webhook = ? AND id = ?", webhook, id));
    erased.count += gone;
    erased.last = std::max(erased.last, id);
  }
  return erased;
}

Result<control::ErasedEvents> SqliteWebhookWriter::erase_oldest_events(std::int64_t webhook,
                                                                       std::uint64_t count, bool of_entries) {
  SALLYPORT_ASSIGN(
      const auto ids,
      of_entries ? db_.rows("SELECT id FROM webhook_event WHERE webhook = ? AND type >= 'entry.' AND type < "
                            "'entry/' ORDER BY id LIMIT ?",
                            to_id, webhook, count)
                 : db_.rows("SELECT id FROM webhook_event WHERE webhook = ? AND type <> '" STANDING
                            "' ORDER BY id LIMIT ?",
                            to_id, webhook, count));
  return erase(webhook, ids);
}

Result<control::ErasedEvents> SqliteWebhookWriter::erase_events_queued_by(std::int64_t webhook,
                                                                          Milliseconds watched) {
  SALLYPORT_ASSIGN(const auto ids,
                   db_.rows("SELECT id FROM webhook_event WHERE webhook = ? AND queued <= ? AND "
                            "type <> '" STANDING "' ORDER BY id",
                            to_id, webhook, watched));
  return erase(webhook, ids);
}

Result<control::ErasedEvents> SqliteWebhookWriter::erase_standing_event(std::int64_t webhook) {
  SALLYPORT_ASSIGN(
      const auto ids,
      db_.rows("SELECT id FROM webhook_event WHERE webhook = ? AND type = '" STANDING "'", to_id, webhook));
  return erase(webhook, ids);
}

Result<void> SqliteWebhookWriter::add_attempt(std::int64_t webhook, const control::WebhookAttempt& attempt,
                                              unsigned kept) {
  SALLYPORT_TRY(db_.run(
      "INSERT INTO webhook_attempt (webhook, event, type, time, attempt, status, failure, duration) VALUES "
      "(?, ?, ?, ?, ?, ?, ?, ?)",
      webhook, attempt.event, attempt.type, attempt.time, attempt.attempt, attempt.status, attempt.failure,
      attempt.duration));
  SALLYPORT_TRY(
      db_.run("DELETE FROM webhook_attempt WHERE webhook = ?1 AND id <= (SELECT id FROM webhook_attempt "
              "WHERE webhook = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
              webhook, kept));
  return {};
}

}  // namespace sallyport::store
