#include "control/policies/policy_state.h"

namespace sallyport::control {

Result<Shares> shares_of(Reader& reader, OrganizationId organization) {
  SALLYPORT_ASSIGN(const auto rows, reader.family().shares(organization));
  Shares shares;
  for (const ShareRow& row : rows) shares[row.prefix].push_back(row);
  return shares;
}

bool is_policy(const ListedEntry& listed, bool shared) {
  return listed.entry.kind != policy::EntryKind::removed && (shared || is_pruned(listed, false));
}

bool is_pruned(const ListedEntry& listed, bool prune_learned) {
  if (listed.entry.kind == policy::EntryKind::removed) return false;
  if (listed.entry.source == policy::Source::learned) return prune_learned;
  return listed.entry.source != policy::Source::catalog;
}

}  // namespace sallyport::control
