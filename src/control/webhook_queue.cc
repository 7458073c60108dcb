#include "control/webhook_queue.h"

#include <algorithm>

#include "control/change.h"
#include "control/event_types.h"
#include "control/webhook_event.h"

namespace sallyport::control {
namespace {

bool hears(const std::vector<std::string>& events, std::string_view type) {
  return events.empty() ||
         std::ranges::any_of(events, [type](const std::string& choice) { return chooses(choice, type); });
}

WebhookEventRow to_row(Change& change, const Event& event) {
  WebhookEventRow row;
  row.event = make_event_id();
  row.type = event.type;
  row.body = cloud_event(change.core().installation, row.event, change.now(), event);
  row.queued = change.watched();
  return row;
}

}  // namespace

Result<const std::vector<WebhookQueue::Hearer>*> WebhookQueue::hearers(Change& change,
                                                                       const std::string& organization) {
  const auto [place, is_new] = hearers_.try_emplace(organization);
  if (!is_new) return &place->second;
  std::vector<OrganizationId> chain{OrganizationId{}};  // those who hear of all
  if (!organization.empty()) {
    SALLYPORT_ASSIGN(auto next, change.read().organization(organization));
    while (next && chain.size() <= policy::kMostLevels) {
      chain.push_back(next->id);
      if (next->parent == OrganizationId{}) break;
      SALLYPORT_ASSIGN(next, change.read().organization(next->parent));
    }
  }
  for (const OrganizationId id : chain) {
    SALLYPORT_ASSIGN(auto rows, change.read().webhooks().webhooks(id));
    for (WebhookRow& row : rows) {
      if (!row.disabled) place->second.push_back({row.id, std::move(row.events)});
    }
  }
  return &place->second;
}

void WebhookQueue::put(std::int64_t webhook, const std::shared_ptr<const WebhookEventRow>& event) {
  Queued& queued = queued_[webhook];
  queued.events.push_back(event);
  if (queued.events.size() < kMostWaiting) return;  // one place is kept for the event that tells of the gap
  queued.events.pop_front();
  ++queued.dropped;
}

Result<void> WebhookQueue::tell(Change& change, const Event& event) {
  if (change.core().webhooks == 0) return {};
  SALLYPORT_ASSIGN(const auto* const hearing, hearers(change, event.organization));
  std::shared_ptr<const WebhookEventRow> row;
  for (const Hearer& hearer : *hearing) {
    if (silent_.contains(hearer.id) || !hears(hearer.events, event.type)) continue;
    if (!row) row = std::make_shared<const WebhookEventRow>(to_row(change, event));
    put(hearer.id, row);
  }
  return {};
}

Result<bool> WebhookQueue::is_heard(Change& change, const std::string& organization, std::string_view type) {
  if (change.core().webhooks == 0) return false;
  SALLYPORT_ASSIGN(const auto* const hearing, hearers(change, organization));
  return std::ranges::any_of(*hearing, [type](const Hearer& hearer) { return hears(hearer.events, type); });
}

Result<void> WebhookQueue::tell_one(Change& change, std::int64_t webhook, const Event& event) {
  put(webhook, std::make_shared<const WebhookEventRow>(to_row(change, event)));
  return {};
}

Result<void> WebhookQueue::tell_answered(Change& change, const Alert& alert) {
  if (!answered_.insert(alert.id).second) return {};
  return tell(change, event_of("alert.answered", alert));
}

Result<void> WebhookQueue::flush(Change& change) {
  for (const auto& [id, queued] : queued_) {
    SALLYPORT_ASSIGN(auto row, change.read().webhooks().webhook(id));
    if (!row || row->disabled || silent_.contains(id)) continue;
    SALLYPORT_TRY(write(change, *row, queued));
  }
  queued_.clear();
  return {};
}

Result<void> WebhookQueue::write(Change& change, WebhookRow& row, const Queued& queued) {
  const std::uint64_t total = row.waiting + queued.events.size();
  // What is written already goes first; where none of it is left, the first of the new ones makes the place.
  auto first = queued.events.begin();
  std::uint64_t unwritten = queued.dropped;
  const std::uint64_t over = total > kMostWaiting ? total - kMostWaiting : 0;
  if (row.waiting == 0 && unwritten != 0) {
    WebhookEventRow place = **first++;
    place.webhook = row.id;
    SALLYPORT_TRY(change.rows().webhooks().add_event(place));
    row.waiting = 1;
  }
  if (over != 0 || unwritten != 0) {
    const std::uint64_t count = std::min(row.waiting, over + 1);
    SALLYPORT_TRY(replace_oldest(change, row, count, unwritten));
  }
  for (; first != queued.events.end(); ++first) {
    WebhookEventRow event = **first;
    event.webhook = row.id;
    SALLYPORT_TRY(change.rows().webhooks().add_event(event));
    ++row.waiting;
  }
  return change.rows().webhooks().put_webhook(row);
}

Result<void> replace_oldest(Change& change, WebhookRow& row, std::uint64_t count, std::uint64_t unwritten) {
  const std::uint64_t dropped = count - (row.gap != 0 ? 1 : 0) + unwritten;
  row.gap += dropped;
  row.dropped += dropped;
  row.waiting -= count - 1;
  change.count_dropped(dropped);
  SALLYPORT_ASSIGN(const auto place, change.rows().webhooks().erase_oldest_events(row.id, count));
  std::string name;
  if (row.organization != OrganizationId{}) {
    SALLYPORT_ASSIGN(const auto organization, change.read().organization(row.organization));
    if (organization) name = organization->name;
  }
  WebhookEventRow event = to_row(change, gap_event(name, row.id, row.gap, row.dropped));
  event.id = place;
  event.webhook = row.id;
  return change.rows().webhooks().add_event(event);
}

}  // namespace sallyport::control
