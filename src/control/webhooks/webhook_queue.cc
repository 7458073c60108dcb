#include "control/webhooks/webhook_queue.h"

#include <algorithm>
#include <utility>

#include "control/change.h"
#include "control/webhooks/event_types.h"
#include "control/webhooks/webhook_event.h"

namespace sallyport::control {
namespace {

// A change that tells a webhook more than that writes it down in parts, so that little of it is in memory.
constexpr std::size_t kGathered = 1000;

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
      if (!row.disabled) place->second.push_back({row.id, id, std::move(row.events)});
    }
  }
  return &place->second;
}

Result<void> WebhookQueue::put_one(Change& change, std::int64_t webhook,
                                   std::shared_ptr<const WebhookEventRow> event) {
  Events& events = queued_[webhook];
  events.push_back(std::move(event));
  return events.size() < kGathered ? Result<void>() : flush(change);
}

Result<void> WebhookQueue::put(Change& change, const std::string& organization,
                               const std::shared_ptr<const WebhookEventRow>& event) {
  SALLYPORT_ASSIGN(const auto* const hearing, hearers(change, organization));
  for (const Hearer& hearer : *hearing) {
    if (silent_.contains(hearer.id) || !hears(hearer.events, event->type)) continue;
    SALLYPORT_TRY(put_one(change, hearer.id, event));
  }
  return {};
}

Result<bool> WebhookQueue::told_to_any(Change& change, const std::string& organization,
                                       const std::string& type) {
  if (change.core().webhooks == 0) return false;
  SALLYPORT_ASSIGN(const auto* const hearing, hearers(change, organization));
  return std::ranges::any_of(*hearing, [&](const Hearer& hearer) {
    return !silent_.contains(hearer.id) && hears(hearer.events, type);
  });
}

Result<void> WebhookQueue::tell(Change& change, const Event& event) {
  SALLYPORT_ASSIGN(const bool told, told_to_any(change, event.organization, event.type));
  if (!told) return {};
  return put(change, event.organization, std::make_shared<const WebhookEventRow>(to_row(change, event)));
}

Result<void> WebhookQueue::tell(Change& change, const AuditRecord& record) {
  SALLYPORT_ASSIGN(const bool told, told_to_any(change, record.organization, record.action));
  if (!told) return {};
  if (!is_about_entry(record.action)) return tell(change, event_of(record));
  if (!entries_) entries_.emplace(change.core().installation);
  const auto event = entries_->add(record, change.watched());
  return event ? put(change, record.organization, event) : Result<void>();
}

Result<bool> WebhookQueue::platform_hears(Change& change, const Organization& organization,
                                          std::string_view type) {
  if (change.core().webhooks == 0) return false;
  SALLYPORT_ASSIGN(const auto* const hearing, hearers(change, organization.name));
  return std::ranges::any_of(*hearing, [&](const Hearer& hearer) {
    if (!hears(hearer.events, type)) return false;
    if (hearer.of == OrganizationId{}) return true;
    return hearer.of != organization.id && !hearer.events.empty();
  });
}

Result<void> WebhookQueue::tell_one(Change& change, std::int64_t webhook, const Event& event) {
  return put_one(change, webhook, std::make_shared<const WebhookEventRow>(to_row(change, event)));
}

Result<void> WebhookQueue::tell_answered(Change& change, const Alert& alert) {
  if (!answered_.insert(alert.id).second) return {};
  return tell(change, event_of("alert.answered", alert));
}

Result<void> WebhookQueue::flush(Change& change) {
  if (entries_) entries_->close();
  for (const auto& [id, events] : std::exchange(queued_, {})) SALLYPORT_TRY(write(change, id, events));
  return {};
}

Result<void> WebhookQueue::write(Change& change, std::int64_t webhook, const Events& events) {
  SALLYPORT_ASSIGN(auto row, change.read().webhooks().webhook(webhook));
  if (!row || row->disabled || silent_.contains(webhook)) return {};
  for (const auto& event : events) {
    WebhookEventRow mine = *event;
    mine.webhook = webhook;
    SALLYPORT_TRY(change.rows().webhooks().add_event(mine));
  }
  row->waiting += events.size();
  if (row->waiting > kMostWaiting) {
    // One place is for the event that stands for them.
    const std::uint64_t over = row->waiting - kMostWaiting + (row->gap == 0 ? 1 : 0);
    WebhookWriter& writer = change.rows().webhooks();
    SALLYPORT_ASSIGN(auto erased, writer.erase_oldest_events(webhook, over, true));
    if (erased.count < over) {
      SALLYPORT_ASSIGN(const auto others, writer.erase_oldest_events(webhook, over - erased.count, false));
      erased = {erased.count + others.count, std::max(erased.last, others.last)};
    }
    SALLYPORT_TRY(stand_for(change, *row, erased));
  }
  return change.rows().webhooks().put_webhook(*row);
}

Result<void> stand_for(Change& change, WebhookRow& row, const ErasedEvents& erased) {
  if (erased.count == 0) return {};
  row.waiting -= erased.count;
  std::int64_t place = erased.last;
  if (row.gap != 0) {
    SALLYPORT_ASSIGN(const auto standing, change.rows().webhooks().erase_standing_event(row.id));
    row.waiting -= standing.count;
    place = std::max(place, standing.last);
  }
  row.gap += erased.count;
  row.dropped += erased.count;
  change.count_dropped(erased.count);
  std::string name;
  if (row.organization != OrganizationId{}) {
    SALLYPORT_ASSIGN(const auto organization, change.read().organization(row.organization));
    if (organization) name = organization->name;
  }
  WebhookEventRow event = to_row(change, gap_event(name, row.id, row.gap, row.dropped));
  event.id = place;
  event.webhook = row.id;
  ++row.waiting;
  return change.rows().webhooks().add_event(event);
}

}  // namespace sallyport::control
