// EntryEvents: what a change does to entries, told in few events. What one actor did alike to entries of one
// list goes into one event, up to kMostInEvent of them, so that a list of 100,000 addresses is a thousand
// events. Where the change comes back to a prefix, what was gathered is told first: the order of what happens
// to one prefix is always kept.
//
// Thread safety: as the change's.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "control/ports/store_webhooks.h"

namespace sallyport::control {

// Entries that share an event.
struct EntriesTold {
  AuditRecord first;  // of the audit
  std::int64_t last = 0;
  std::string credential;  // whose list it is; empty: the organization's
  std::vector<std::string> prefixes;
};

bool is_about_entry(std::string_view type);

class EntryEvents {
 public:
  static constexpr std::size_t kMostInEvent = 100;

  explicit EntryEvents(std::string installation) : installation_(std::move(installation)) {}

  // Returns the event where it is a new one, and nothing where another has taken the record in. Its body is
  // written by close() at the latest. REQUIRES: is_about_entry(record.action).
  std::shared_ptr<const WebhookEventRow> add(const AuditRecord& record, Milliseconds watched);
  void close();

 private:
  struct Open {
    EntriesTold told;
    std::shared_ptr<WebhookEventRow> row;
  };
  using List = std::pair<std::string, std::string>;  // organization, credential
  using Key = std::pair<List, std::string>;          // and the type with its actor, or the prefix

  void write(const Open& open) const;

  std::string installation_;
  std::map<Key, Open> open_;
  std::set<Key> prefixes_;  // that were added since close()
};

}  // namespace sallyport::control
