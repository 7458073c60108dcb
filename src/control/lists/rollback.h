// Rollback: an organization's lists, and those of its credentials, become what they once were.
//
// Thread safety: as the change's.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "control/change.h"
#include "control/lists/list_history.h"
#include "control/lists/versions.h"

namespace sallyport::control {

// What makes `after` of `before`, in order of credential and address.
std::vector<EntryDifference> differences(const ListState& before, const ListState& after);

class Rollback {
 public:
  // REQUIRES: all outlive it.
  Rollback(Change& change, const Actor& actor, const Organization& organization)
      : change_(change), actor_(actor), organization_(organization) {}

  // As the lists were after that audit record; lists of credentials that are gone are left out. One audit
  // record for each entry that changes. Returns what it changed. Errors: too_many_entries; lockout_risk,
  // unless forced.
  Result<std::vector<EntryDifference>> run(std::int64_t version, bool force);

 private:
  Result<void> read_lists();
  Result<ListState> target(std::int64_t version);
  void leave_to_follows(ListState& wanted) const;
  Result<void> restore(const ListKey& key, const RecordedEntry* wanted);
  Result<void> settle();
  Result<void> check_room();

  Change& change_;
  const Actor& actor_;
  const Organization& organization_;
  std::map<std::string, Scope> scopes_;  // by credential's name; the organization's has none
  std::map<ListKey, ListedEntry> there_;
  std::map<std::string, std::vector<net::Prefix>> authorized_, denied_;  // by now, of what was restored
};

}  // namespace sallyport::control
