// WebhookQueue: what one change tells webhooks. It gathers while the change is made, and is written with it.
//
// Where no webhook hears, telling costs a comparison; otherwise who hears of an organization is looked up
// once in a change, whatever number of events it makes.
//
// Thread safety: as the change's.
// Invariants: at most kMostWaiting events wait for a webhook, in the database and here. Where more come, the
// oldest give way, and one event stands in their place that says how many they were: it is then the oldest.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "control/store_webhooks.h"
#include "control/webhooks.h"

namespace sallyport::control {

class Change;

inline constexpr std::uint64_t kMostWaiting = 10'000;

class WebhookQueue {
 public:
  Result<void> tell(Change& change, const Event& event);
  // Whether any webhook hears of such an event of the organization.
  Result<bool> is_heard(Change& change, const std::string& organization, std::string_view type);
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
    std::vector<std::string> events;
  };
  struct Queued {
    std::deque<std::shared_ptr<const WebhookEventRow>> events;
    std::uint64_t dropped = 0;  // that did not even get here
  };

  Result<const std::vector<Hearer>*> hearers(Change& change, const std::string& organization);
  void put(std::int64_t webhook, const std::shared_ptr<const WebhookEventRow>& event);
  Result<void> write(Change& change, WebhookRow& row, const Queued& queued);

  std::map<std::string, std::vector<Hearer>> hearers_;  // by the organization's name
  std::map<std::int64_t, Queued> queued_;               // by webhook
  std::set<std::int64_t> silent_;
  std::set<AlertId> answered_;
};

// The `count` oldest events give way to one that says so. With them may go others that never were written:
// `unwritten`. REQUIRES: so many wait, and count is above 0. The caller writes the row.
Result<void> replace_oldest(Change& change, WebhookRow& row, std::uint64_t count, std::uint64_t unwritten);

}  // namespace sallyport::control
