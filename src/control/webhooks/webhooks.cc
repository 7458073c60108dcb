#include "control/webhooks/webhooks.h"

#include <fmt/format.h>

#include "control/audit/audit_json.h"
#include "control/change.h"
#include "control/resolve.h"
#include "control/webhooks/event_types.h"
#include "control/webhooks/webhook_event.h"
#include "control/webhooks/webhook_secret.h"
#include "control/webhooks/webhook_url.h"

namespace sallyport::control {
namespace {

constexpr std::size_t kPerOrganization = 20;
constexpr std::size_t kMostChoices = 50;
constexpr std::chrono::seconds kLongestOverlap = std::chrono::days(30);

// Organization 0 where the name is empty: of all.
Result<Organization> owner_of(Reader& reader, const std::string& name) {
  if (name.empty()) return Organization{};
  return need_organization(reader, name);
}

Result<WebhookRow> need_webhook(Reader& reader, const Organization& owner, std::int64_t id) {
  SALLYPORT_ASSIGN(auto row, reader.webhooks().webhook(id));
  if (row && row->organization == owner.id) return *std::move(row);
  return fail(ErrorCode::not_found, owner.name.empty() ? fmt::format("there is no webhook {}", id)
                                                       : fmt::format("{} has no webhook {}", owner.name, id));
}

Webhook to_webhook(WebhookRow row, const Organization& owner) {
  return {row.id,      owner.name,  std::move(row.url), std::move(row.events), std::move(row.by),
          row.created, row.waiting, row.failing_since,  row.disabled};
}

Result<void> check_events(const std::vector<std::string>& events) {
  if (events.size() > kMostChoices) {
    return fail(ErrorCode::malformed_request,
                fmt::format("name at most {} events, or things such as entry.*", kMostChoices));
  }
  for (const std::string& choice : events) {
    if (is_event_choice(choice)) continue;
    return fail(ErrorCode::malformed_request,
                "events has one that there is not: they are named as in entry.authorized, or entry.* for all "
                "that happens to entries");
  }
  return {};
}

std::string changeable_json(const WebhookRow& row) {
  return webhook_json(row.id, origin_of(row.url), row.events, !row.disabled);
}

Result<void> enable(Change& change, WebhookRow& row, bool enabled) {
  change.count_webhooks(enabled ? +1 : -1);
  if (enabled) {
    row.disabled.reset();
    row.failing_since.reset();
    row.failures = row.slow = 0;
    row.next_attempt = change.watched();
    return {};
  }
  row.disabled = change.now();
  row.waiting = row.gap = 0;
  change.webhooks().silence(row.id);
  return change.rows().webhooks().erase_events(row.id);
}

}  // namespace

Result<void> tell_webhooks(Change& change, const Event& event) {
  return change.webhooks().tell(change, event);
}

Result<CreatedWebhook> Webhooks::create(const Actor& actor, const std::string& organization,
                                        const std::string& url, const std::vector<std::string>& events) {
  SALLYPORT_TRY(check_webhook_url(url));
  SALLYPORT_TRY(check_events(events));
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto owner, owner_of(change.read(), organization));
  SALLYPORT_ASSIGN(const auto others, change.read().webhooks().webhooks(owner.id));
  if (others.size() >= kPerOrganization) {
    return fail(ErrorCode::too_many_entries,
                fmt::format("there are {} webhooks already: remove one", kPerOrganization));
  }
  const std::string key = make_webhook_key();
  WebhookRow row;
  row.organization = owner.id;
  row.url = url;
  row.events = events;
  row.secret = seal(core_.secrets, key);
  row.by = actor.name;
  row.created = change.now();
  row.next_attempt = change.watched();
  SALLYPORT_ASSIGN(row.id, change.rows().webhooks().add_webhook(row));
  change.count_webhooks(+1);
  change.webhooks().silence(row.id);
  SALLYPORT_TRY(change.audit(actor, owner.name, "webhook.created", {},
                             webhook_json(row.id, origin_of(row.url), row.events)));
  SALLYPORT_TRY(change.commit());
  return CreatedWebhook{to_webhook(std::move(row), owner), show_webhook_key(key)};
}

Result<std::vector<Webhook>> Webhooks::list(const std::string& organization) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto owner, owner_of(*reader, organization));
  SALLYPORT_ASSIGN(auto rows, reader->webhooks().webhooks(owner.id));
  std::vector<Webhook> webhooks;
  for (WebhookRow& row : rows) webhooks.push_back(to_webhook(std::move(row), owner));
  return webhooks;
}

Result<Webhook> Webhooks::webhook(const std::string& organization, std::int64_t id) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto owner, owner_of(*reader, organization));
  SALLYPORT_ASSIGN(auto row, need_webhook(*reader, owner, id));
  return to_webhook(std::move(row), owner);
}

Result<Webhook> Webhooks::change(const Actor& actor, const std::string& organization, std::int64_t id,
                                 const Settings& settings) {
  if (settings.url) SALLYPORT_TRY(check_webhook_url(*settings.url));
  if (settings.events) SALLYPORT_TRY(check_events(*settings.events));
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto owner, owner_of(change.read(), organization));
  SALLYPORT_ASSIGN(auto row, need_webhook(change.read(), owner, id));
  const std::string before = changeable_json(row);
  if (settings.url && *settings.url != row.url) {
    row.url = *settings.url;
    row.failures = row.slow = 0;
    row.next_attempt = change.watched();
  }
  if (settings.events) row.events = *settings.events;
  if (settings.enabled.value_or(!row.disabled) == row.disabled.has_value()) {
    SALLYPORT_TRY(enable(change, row, row.disabled.has_value()));
  }
  SALLYPORT_TRY(change.rows().webhooks().put_webhook(row));
  const std::string after = changeable_json(row);
  // What may be secret of an address stays out of the audit: it may be another one though both look alike.
  if (before != after || settings.url) {
    SALLYPORT_TRY(change.audit(actor, owner.name, "webhook.changed", before, after));
  }
  SALLYPORT_TRY(change.commit());
  return to_webhook(std::move(row), owner);
}

Result<void> Webhooks::remove(const Actor& actor, const std::string& organization, std::int64_t id) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto owner, owner_of(change.read(), organization));
  SALLYPORT_ASSIGN(const auto row, need_webhook(change.read(), owner, id));
  SALLYPORT_TRY(change.rows().webhooks().erase_webhook(id));
  if (!row.disabled) change.count_webhooks(-1);
  SALLYPORT_TRY(change.audit(actor, owner.name, "webhook.removed",
                             webhook_json(row.id, origin_of(row.url), row.events), {}));
  return change.commit();
}

Result<Webhooks::NewSecret> Webhooks::rotate_secret(const Actor& actor, const std::string& organization,
                                                    std::int64_t id, std::chrono::seconds overlap) {
  if (overlap < std::chrono::seconds(0) || overlap > kLongestOverlap) {
    return fail(ErrorCode::invalid_setting, "overlap must be 0s to 30d");
  }
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto owner, owner_of(change.read(), organization));
  SALLYPORT_ASSIGN(auto row, need_webhook(change.read(), owner, id));
  const std::string key = make_webhook_key();
  const bool both = overlap > std::chrono::seconds(0);
  row.former_secret = both ? std::move(row.secret) : std::vector<std::byte>();
  row.former_until = change.watched() + overlap;
  row.secret = seal(core_.secrets, key);
  SALLYPORT_TRY(change.rows().webhooks().put_webhook(row));
  const std::string json = webhook_json(row.id, origin_of(row.url), row.events);
  SALLYPORT_TRY(change.audit(actor, owner.name, "webhook.secret_rotated", json, json));
  NewSecret made{show_webhook_key(key), both ? std::optional(change.now() + overlap) : std::nullopt};
  SALLYPORT_TRY(change.commit());
  return made;
}

Result<void> Webhooks::test(const std::string& organization, std::int64_t id) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto owner, owner_of(change.read(), organization));
  SALLYPORT_ASSIGN(auto row, need_webhook(change.read(), owner, id));
  if (row.disabled) {
    return fail(ErrorCode::invalid_setting,
                "it is disabled, by a person or because its receiver answered 410 Gone: enable it first");
  }
  row.next_attempt = change.watched();
  SALLYPORT_TRY(change.rows().webhooks().put_webhook(row));
  SALLYPORT_TRY(change.webhooks().tell_one(change, id, test_event(owner.name, id)));
  return change.commit();
}

Result<Page<WebhookAttempt>> Webhooks::attempts(const std::string& organization, std::int64_t id,
                                                const PageRequest& page) {
  SALLYPORT_TRY(check_page(page));
  std::optional<std::int64_t> before;
  if (!page.cursor.empty()) {
    before = parse_number(page.cursor);
    if (!before) return fail_cursor();
  }
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto owner, owner_of(*reader, organization));
  SALLYPORT_TRY(need_webhook(*reader, owner, id));
  SALLYPORT_ASSIGN(auto rows, reader->webhooks().attempts(id, before, page.limit + 1));
  return to_page<WebhookAttempt>(
      std::move(rows), page, [](WebhookAttemptRow row) { return std::move(row.attempt); },
      [](const WebhookAttemptRow& row) { return std::to_string(row.id); });
}

}  // namespace sallyport::control
