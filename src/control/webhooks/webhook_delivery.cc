// Webhooks::deliver: events leave, oldest first. One is taken off only after its receiver took it, so that it
// may be sent twice, with the same id, but none is lost.

#include <algorithm>
#include <array>

#include "control/audit/audit_json.h"
#include "control/change.h"
#include "control/webhooks/webhook_event.h"
#include "control/webhooks/webhook_secret.h"
#include "control/webhooks/webhook_url.h"

namespace sallyport::control {
namespace {

using namespace std::chrono_literals;

constexpr std::array<Milliseconds, 5> kFirstRetries = {5s, 30s, 2min, 10min, 30min};
constexpr unsigned kHourlyUntil = 28;  // failures: a day after the first
constexpr Milliseconds kEventGivenUp = std::chrono::days(14);
constexpr unsigned kAttemptsKept = 1000;
constexpr unsigned kInARow = 50;      // of one webhook; then it is the turn of others
constexpr Milliseconds kTurn = 2s;    // or when its receiver has taken so long for them
constexpr Milliseconds kSlow = 2s;    // to answer
constexpr unsigned kQuickAgain = 20;  // quick answers make up for a slow one
constexpr unsigned kLookedAt =
    100;  // more than those that four threads, and their organizations, keep others from
constexpr unsigned kGone = 410;
constexpr std::size_t kLongestFailure = 300;

Milliseconds event_again_after(unsigned failures) {
  if (failures <= kFirstRetries.size()) return kFirstRetries[failures - 1];
  return failures <= kHourlyUntil ? Milliseconds(1h) : Milliseconds(6h);
}

Result<std::optional<WebhookClaims::Claim>> claim_next(Core& core) {
  const Milliseconds watched = core.look();
  SALLYPORT_ASSIGN(const auto reader, core.store.view());
  const bool sound = !core.webhook_claims.room_for_troubled();
  SALLYPORT_ASSIGN(const auto due, reader->webhooks().due(watched, sound, kLookedAt));
  for (const WebhookRow& row : due) {
    if (auto claim = core.webhook_claims.take(row.id, row.organization, row.failures + row.slow != 0))
      return claim;
  }
  return std::nullopt;
}

struct Outgoing {
  WebhookEventRow event;
  WebhookMessage message;
  std::string obstacle;  // why it cannot be sent; mostly empty
};

Result<std::vector<std::string>> keys_of(const Core& core, const WebhookRow& row, Milliseconds watched) {
  std::vector<std::string> keys;
  SALLYPORT_ASSIGN(auto key, unseal(core.secrets, row.secret));
  keys.push_back(std::move(key));
  if (row.former_secret.empty() || watched >= row.former_until) return keys;
  SALLYPORT_ASSIGN(auto former, unseal(core.secrets, row.former_secret));
  keys.push_back(std::move(former));
  return keys;
}

// The oldest event of a webhook that is claimed; empty where none is due any more.
Result<std::optional<Outgoing>> next_event(Core& core, std::int64_t webhook) {
  const Milliseconds watched = core.look();
  SALLYPORT_ASSIGN(const auto reader, core.store.view());
  SALLYPORT_ASSIGN(const auto row, reader->webhooks().webhook(webhook));
  if (!row || row->disabled || row->next_attempt > watched) return std::nullopt;
  SALLYPORT_ASSIGN(auto events, reader->webhooks().events(webhook, 1));
  if (events.empty()) return std::nullopt;
  Outgoing outgoing{std::move(events.front()), {}, {}};
  outgoing.message = {outgoing.event.event, core.clock.now(), row->url, outgoing.event.body, {}};
  if (auto keys = keys_of(core, *row, watched)) {
    outgoing.message.secrets = *std::move(keys);
  } else {  // its own trouble: others are not held up
    outgoing.obstacle = std::move(keys).error().message;
  }
  return outgoing;
}

Result<std::string> organization_of(Change& change, const WebhookRow& row) {
  if (row.organization == OrganizationId{}) return std::string();
  SALLYPORT_ASSIGN(const auto organization, change.read().organization(row.organization));
  return organization ? organization->name : std::string();
}

Result<void> disable(Change& change, WebhookRow& row) {
  SALLYPORT_TRY(change.rows().webhooks().erase_events(row.id));
  row.waiting = row.gap = 0;
  row.disabled = change.now();
  change.count_webhooks(-1);
  change.webhooks().silence(row.id);
  SALLYPORT_ASSIGN(const auto organization, organization_of(change, row));
  return change.audit({"delivery", std::nullopt}, organization, "webhook.disabled",
                      webhook_json(row.id, origin_of(row.url), row.events), {});
}

// Those that wait for too long give way. The event that stands for others never does: it is one only.
Result<void> give_up_old(Change& change, WebhookRow& row) {
  SALLYPORT_ASSIGN(const auto erased,
                   change.rows().webhooks().erase_events_queued_by(row.id, change.watched() - kEventGivenUp));
  if (erased.count == 0) return {};
  SALLYPORT_TRY(stand_for(change, row, erased));
  change.webhooks().silence(row.id);
  SALLYPORT_ASSIGN(const auto organization, organization_of(change, row));
  return change.audit({"delivery", std::nullopt}, organization, "webhook.events_given_up",
                      given_up_json(row.id, origin_of(row.url), erased.count), {});
}

Result<void> note_delivered(Change& change, WebhookRow& row, const WebhookEventRow& event) {
  // It may have given way meanwhile.
  SALLYPORT_ASSIGN(const bool erased, change.rows().webhooks().erase_event(event.id, event.event));
  if (erased) {
    --row.waiting;
    if (event.type == kStandingEvent) row.gap = 0;
  }
  row.failures = 0;
  row.failing_since.reset();
  row.next_attempt = change.watched();
  return {};
}

Result<void> note_failed(Change& change, WebhookRow& row, const WebhookEventRow& event) {
  SALLYPORT_TRY(change.rows().webhooks().event_tried(event.id, event.event));
  ++row.failures;
  if (!row.failing_since) row.failing_since = change.now();
  row.next_attempt = change.watched() + event_again_after(row.failures);
  return give_up_old(change, row);
}

Result<void> note(Core& core, const WebhookEventRow& event, const WebhookAnswer& answer, Timestamp time) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core));
  SALLYPORT_ASSIGN(auto row, change.read().webhooks().webhook(event.webhook));
  if (!row || row->disabled) return {};  // removed meanwhile
  WebhookAttempt attempt{event.event,   event.type,     time,           event.attempts + 1,
                         answer.status, answer.failure, answer.duration};
  attempt.failure.resize(std::min(attempt.failure.size(), kLongestFailure));
  SALLYPORT_TRY(change.rows().webhooks().add_attempt(row->id, attempt, kAttemptsKept));
  if (answer.duration > kSlow) {
    row->slow = kQuickAgain;
  } else if (row->slow != 0) {
    --row->slow;
  }
  if (answer.failure.empty()) {
    SALLYPORT_TRY(note_delivered(change, *row, event));
  } else if (answer.status == kGone) {
    SALLYPORT_TRY(disable(change, *row));
  } else {
    SALLYPORT_TRY(note_failed(change, *row, event));
  }
  SALLYPORT_TRY(change.rows().webhooks().put_webhook(*row));
  return change.commit();
}

}  // namespace

Result<Webhooks::Round> Webhooks::deliver(WebhookSender& sender, const std::stop_token& stop) {
  Round round;
  while (core_.webhooks != 0 && !stop.stop_requested()) {
    SALLYPORT_ASSIGN(const auto claim, claim_next(core_));
    if (!claim) break;
    Milliseconds taken{0};
    for (unsigned sent = 0; sent < kInARow && taken < kTurn && !stop.stop_requested(); ++sent) {
      SALLYPORT_ASSIGN(const auto outgoing, next_event(core_, claim->webhook()));
      if (!outgoing) break;
      const WebhookAnswer answer = outgoing->obstacle.empty() ? sender.send(outgoing->message)
                                                              : WebhookAnswer{0, outgoing->obstacle, {}};
      SALLYPORT_TRY(note(core_, outgoing->event, answer, outgoing->message.time));
      taken += answer.duration;
      ++(answer.failure.empty() ? round.delivered : round.failed);
    }
  }
  return round;
}

}  // namespace sallyport::control
