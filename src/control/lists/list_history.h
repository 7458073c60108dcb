// ListHistory: an organization's lists as they once were, replayed from the audit's records.
//
// Thread safety: one thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "control/audit/audit_json.h"
#include "control/ports/store.h"

namespace sallyport::control {

// Whose own list (a credential's name; empty: the organization's), and the prefix.
using ListKey = std::pair<std::string, net::Prefix>;
using ListState = std::map<ListKey, RecordedEntry>;

// Whether records of this kind put entries on lists or take them off; and whether each is about one entry (a
// credential goes with its whole list).
bool changes_lists(std::string_view action);
bool changes_one_entry(std::string_view action);

class ListHistory {
 public:
  ListHistory(Reader& reader, std::string organization)
      : reader_(reader), organization_(std::move(organization)) {}

  // Goes on from where it stands up to and with the record of that number. Cost: O(records in between).
  // Errors: corrupted.
  Result<void> replay_to(std::int64_t number);
  const ListState& state() const { return state_; }

 private:
  Result<void> apply(const AuditRecord& record);

  Reader& reader_;
  const std::string organization_;
  std::int64_t at_ = 0;
  ListState state_;
};

// RecordedEntry as the audit has it.
std::string to_json(const RecordedEntry& entry);

}  // namespace sallyport::control
