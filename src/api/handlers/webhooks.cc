#include "control/webhooks/webhooks.h"

#include <fmt/format.h>

#include <charconv>

#include "api/handlers/handlers.h"
#include "api/handlers/represent.h"
#include "base/duration.h"

namespace sallyport::api {
namespace {

Result<std::int64_t> webhook_of_path(const Call& call) {
  const std::string_view text = call.parameter("webhook");
  std::int64_t id = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), id);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || id < 1) {
    return fail(ErrorCode::not_found, "there is no such webhook: a webhook is named by its number");
  }
  return id;
}

std::vector<std::string> read_events(ObjectReader& fields) {
  std::vector<std::string> events;
  const JsonValue::Array* const words = fields.array("events");
  if (words == nullptr) return events;
  for (const JsonValue& word : *words) {
    const auto* const text = std::get_if<std::string>(&word.value);
    if (text == nullptr) {
      fields.refuse({ErrorCode::malformed_request, "events must be a list of words such as entry.*", {}});
      return events;
    }
    events.push_back(*text);
  }
  return events;
}

}  // namespace

void write(JsonWriter& json, const control::Webhook& webhook) {
  json.begin_object().field("id", static_cast<std::uint64_t>(webhook.id));
  if (!webhook.organization.empty()) json.field("organization", webhook.organization);
  json.field("url", webhook.url).key("events").begin_array();
  for (const std::string& event : webhook.events) json.string(event);
  json.end_array()
      .field("by", webhook.by)
      .field("created", webhook.created)
      .field("waiting", webhook.waiting)
      .field("failing_since", webhook.failing_since)
      .field("disabled", webhook.disabled)
      .end_object();
}

void write(JsonWriter& json, const control::WebhookAttempt& attempt) {
  json.begin_object()
      .field("event", attempt.event)
      .field("type", attempt.type)
      .field("time", attempt.time)
      .field("attempt", std::uint64_t{attempt.attempt});
  if (attempt.status != 0) json.field("status", std::uint64_t{attempt.status});
  if (!attempt.failure.empty()) json.field("failure", attempt.failure);
  json.field("duration_ms", static_cast<std::uint64_t>(attempt.duration.count())).end_object();
}

Result<Reply> list_webhooks(const Call& call) {
  SALLYPORT_ASSIGN(auto webhooks, call.control.webhooks().list(call.organization()));
  const auto number = [](const control::Webhook& each) { return fmt::format("{:010}", each.id); };
  SALLYPORT_ASSIGN(const auto page, page_of(call, std::move(webhooks), number));
  return reply_with_page(page);
}

Result<Reply> show_webhook(const Call& call) {
  SALLYPORT_ASSIGN(const auto id, webhook_of_path(call));
  SALLYPORT_ASSIGN(const auto webhook, call.control.webhooks().webhook(call.organization(), id));
  return reply_with(webhook);
}

Result<Reply> create_webhook(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const std::string url = fields.required_string("url");
  const auto events = read_events(fields);
  SALLYPORT_TRY(fields.finish());
  SALLYPORT_ASSIGN(const auto created,
                   call.control.webhooks().create(call.actor, call.organization(), url, events));
  JsonWriter json;
  json.begin_object().key("webhook");
  write(json, created.webhook);
  json.field("secret", created.secret).end_object();
  return Reply{201, json.take(), kJson};
}

Result<Reply> change_webhook(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  control::Webhooks::Settings settings;
  if (fields.has("url")) settings.url = fields.required_string("url");
  if (fields.has("events")) settings.events = read_events(fields);
  settings.enabled = fields.boolean("enabled");
  SALLYPORT_TRY(fields.finish());
  if (!settings.url && !settings.events && !settings.enabled) {
    return fail(ErrorCode::malformed_request, "name at least one of url, events and enabled");
  }
  SALLYPORT_ASSIGN(const auto id, webhook_of_path(call));
  SALLYPORT_ASSIGN(const auto webhook,
                   call.control.webhooks().change(call.actor, call.organization(), id, settings));
  return reply_with(webhook);
}

Result<Reply> remove_webhook(const Call& call) {
  SALLYPORT_ASSIGN(const auto id, webhook_of_path(call));
  SALLYPORT_TRY(call.control.webhooks().remove(call.actor, call.organization(), id));
  return Reply{204, {}, kJson};
}

Result<Reply> rotate_webhook_secret(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  const auto overlap = fields.parsed("overlap", &parse_duration);
  if (!fields.has("overlap")) fields.missing("overlap");
  SALLYPORT_TRY(fields.finish());
  SALLYPORT_ASSIGN(const auto id, webhook_of_path(call));
  SALLYPORT_ASSIGN(const auto made,
                   call.control.webhooks().rotate_secret(call.actor, call.organization(), id, *overlap));
  JsonWriter json;
  json.begin_object().field("secret", made.secret).field("former_until", made.former_until).end_object();
  return Reply{200, json.take(), kJson};
}

Result<Reply> test_webhook(const Call& call) {
  SALLYPORT_ASSIGN(const auto id, webhook_of_path(call));
  SALLYPORT_TRY(call.control.webhooks().test(call.organization(), id));
  return Reply{204, {}, kJson};
}

Result<Reply> list_webhook_attempts(const Call& call) {
  SALLYPORT_ASSIGN(const auto id, webhook_of_path(call));
  SALLYPORT_ASSIGN(const auto request, call.page());
  SALLYPORT_ASSIGN(const auto page, call.control.webhooks().attempts(call.organization(), id, request));
  return reply_with_page(page);
}

}  // namespace sallyport::api
