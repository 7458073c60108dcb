#include "control/lists/list_history.h"

#include <algorithm>
#include <array>

namespace sallyport::control {
namespace {

constexpr std::array<std::string_view, 8> kActions = {"entry.authorized", "entry.changed",    "entry.denied",
                                                      "entry.followed",   "entry.learned",    "entry.lifted",
                                                      "entry.removed",    "entry.rolled_back"};

}  // namespace

bool changes_one_entry(std::string_view action) {
  return std::ranges::find(kActions, action) != kActions.end();
}

bool changes_lists(std::string_view action) {
  return changes_one_entry(action) || action == "credential.removed";
}

Result<void> ListHistory::replay_to(std::int64_t number) {
  while (at_ < number) {
    SALLYPORT_ASSIGN(const auto rows, reader_.audit_after(organization_, at_, kRowsAtOnce));
    for (const AuditRow& row : rows) {
      if (row.record.number > number) break;
      SALLYPORT_TRY(apply(row.record));
      at_ = row.record.number;
    }
    if (rows.size() < kRowsAtOnce || rows.back().record.number > number) at_ = number;
  }
  return {};
}

Result<void> ListHistory::apply(const AuditRecord& record) {
  if (!changes_lists(record.action)) return {};
  if (record.action == "credential.removed") {
    SALLYPORT_ASSIGN(const std::string name, parse_name_json(record.before));
    std::erase_if(state_, [&](const auto& item) { return item.first.first == name; });
    return {};
  }
  const bool stays = !record.after.empty();
  SALLYPORT_ASSIGN(auto entry, parse_entry_json(stays ? record.after : record.before));
  ListKey key{entry.credential, entry.entry.prefix};
  if (stays) {
    state_.insert_or_assign(std::move(key), std::move(entry));
  } else {
    state_.erase(key);
  }
  return {};
}

std::string to_json(const RecordedEntry& entry) {
  ListedEntry listed;
  listed.entry = entry.entry;
  listed.note = entry.note;
  return entry_json(listed, entry.credential);
}

}  // namespace sallyport::control
