// WebhookQueue: what one change tells webhooks. It gathers while the change is made, and is written with it.
//
// Where no webhook hears, telling costs a comparison; otherwise who hears of an organization is looked up
// once in a change, whatever number of events it makes.
//
// Thread safety: as the change's.
// Invariants: at most kMostWaiting events wait for a webhook. Where more come, the oldest that are about
// entries give way, and others only where none of those is left; one event says how many they were, where the
// last of them stood.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "control/ports/store_webhooks.h"
#include "control/webhooks/entry_events.h"
#include "control/webhooks/webhooks.h"

namespace sallyport::control {

class Change;

inline constexpr std::uint64_t kMostWaiting = 10'000;

class WebhookQueue {
 public:
  Result<void> tell(Change& change, const Event& event);
  // What the audit tells.
  Result<void> tell(Change& change, const AuditRecord& record);
  // Whether the platform hears of such an event of the organization: by a webhook for all organizations, or
  // by one of an organization above that chose it by name. The organization's own webhooks are its
  // customer's.
  Result<bool> platform_hears(Change& change, const Organization& organization, std::string_view type);
  // Whatever it chose to hear of.
  Result<void> tell_one(Change& change, std::int64_t webhook, const Event& event);
  // It hears nothing in this change: what is told is about itself.
  void silence(std::int64_t webhook) { silent_.insert(webhook); }

  // Once for each alert that this change answers, though several steps of it answer the same one.
  Result<void> tell_answered(Change& change, const Alert& alert);

  // Writes all of it. Called by commit().
  Result<void> flush(Change& change);

 private:
  struct Hearer {
    std::int64_t id = 0;
    OrganizationId of{};  // 0: of all
    std::vector<std::string> events;
  };
  using Events = std::vector<std::shared_ptr<const WebhookEventRow>>;

  Result<const std::vector<Hearer>*> hearers(Change& change, const std::string& organization);
  Result<bool> told_to_any(Change& change, const std::string& organization, const std::string& type);
  Result<void> put(Change& change, const std::string& organization,
                   const std::shared_ptr<const WebhookEventRow>& event);
  Result<void> put_one(Change& change, std::int64_t webhook, std::shared_ptr<const WebhookEventRow> event);
  Result<void> write(Change& change, std::int64_t webhook, const Events& events);

  std::map<std::string, std::vector<Hearer>> hearers_;  // by the organization's name
  std::map<std::int64_t, Events> queued_;               // by webhook
  std::optional<EntryEvents> entries_;
  std::set<std::int64_t> silent_;
  std::set<AlertId> answered_;
};

// One event stands for those that were erased, and for those for which one stands already. The caller writes
// the row.
Result<void> stand_for(Change& change, WebhookRow& row, const ErasedEvents& erased);

}  // namespace sallyport::control
