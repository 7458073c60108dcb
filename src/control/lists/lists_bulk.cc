// Lists: what puts many entries into one.

#include "control/lists/list_change.h"
#include "control/lists/lockout.h"

namespace sallyport::control {
namespace {

// Of entries that are put on this list. To be asked before that is done.
Result<Reach> reach_of_entries(Reader& reader, Scope scope, const std::vector<NewEntry>& entries) {
  if (entries.size() == 1) return reach_of_entry(reader, scope, entries.front().prefix);
  Reach reach{scope, std::nullopt, false};
  if (scope.of_credential()) return reach;
  SALLYPORT_ASSIGN(const auto shares, reader.family().shares(scope.organization));
  SALLYPORT_ASSIGN(const auto api, reader.family().enforced(scope.organization, Channel::api));
  SALLYPORT_ASSIGN(const auto smtp, reader.family().enforced(scope.organization, Channel::smtp));
  reach.below = !shares.empty() || api || smtp;
  return reach;
}

}  // namespace

Result<Imported> Lists::put(const Actor& actor, const ScopeName& scope, policy::EntryKind kind,
                            const std::vector<NewEntry>& entries, Existing existing, bool force) {
  if (kind == policy::EntryKind::removed) {
    return fail(ErrorCode::malformed_request,
                "entries are authorized or denied: take them off to remove them");
  }
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, scope));
  Reach reach{place.scope(), std::nullopt, false};
  if (kind == policy::EntryKind::denied) {
    SALLYPORT_ASSIGN(reach, reach_of_entries(change.read(), place.scope(), entries));
  }
  SALLYPORT_ASSIGN(auto imported, put_entries(change, actor, place, kind, entries, existing));
  if (kind == policy::EntryKind::denied && !force) SALLYPORT_TRY(refuse_lockout(change, actor, reach));
  SALLYPORT_TRY(change.commit());
  return imported;
}

Result<Preview> Lists::preview_denial(const Actor& actor, const ScopeName& scope,
                                      const std::vector<NewEntry>& entries, Existing existing) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, scope));
  SALLYPORT_ASSIGN(const auto reach, reach_of_entries(change.read(), place.scope(), entries));
  SALLYPORT_TRY(put_entries(change, {.name = actor.name, .from = actor.from}, place,
                            policy::EntryKind::denied, entries, existing));
  return would_block(change, reach);
}

}  // namespace sallyport::control
