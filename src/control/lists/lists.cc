// Lists: what changes them. What reads them is in lists_read.cc.

#include "control/audit/audit_json.h"
#include "control/lists/entry_change.h"
#include "control/lists/list_change.h"
#include "control/lists/lockout.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;

// R11, in one list.
Result<void> add_covering(Change& change, Scope scope, const net::Prefix& prefix, bool itself,
                          Removal& removal) {
  SALLYPORT_ASSIGN(auto covering, change.read().entries_covering(scope, prefix));
  if (itself) {
    SALLYPORT_ASSIGN(const auto same, change.read().entry(scope, prefix));
    if (same) covering.push_back(same->entry);
  }
  for (const policy::Entry& entry : covering) {
    if (entry.kind == EntryKind::authorized && entry.valid_at(change.now())) {
      removal.still_allowed_by.push_back(entry.prefix);
    }
  }
  return {};
}

// R11, in what ancestors share.
Result<void> add_shared(Change& change, const Organization& organization, const net::Prefix& prefix,
                        Removal& removal) {
  const auto add = [&](const std::vector<policy::Entry>& shared) {
    for (const policy::Entry& entry : shared) {
      if (entry.kind == EntryKind::authorized && entry.valid_at(change.now()) &&
          entry.prefix.contains(prefix))
        removal.still_allowed_by.push_back(entry.prefix);
    }
  };
  SALLYPORT_ASSIGN(const auto own, change.read().organization_policy(organization.id, prefix));
  add(own.received);
  for (OrganizationId parent = own.parent; parent != OrganizationId{};) {
    SALLYPORT_ASSIGN(const auto policy, change.read().organization_policy(parent, prefix));
    add(policy.shared);
    parent = policy.parent;
  }
  return {};
}

Result<std::string> take_off(Change& change, const Actor& actor, Scope scope, const ListedEntry& existing,
                             const std::string& credential) {
  if (existing.entry.kind == EntryKind::denied) {
    SALLYPORT_TRY(change.erase_entry(scope, existing.entry.prefix));
    return std::string();
  }
  ListedEntry removed = existing;
  removed.entry.kind = EntryKind::removed;
  removed.entry.source = policy::Source::manual;
  removed.entry.valid_from = policy::kAlways;
  removed.entry.valid_until = policy::kForever;
  removed.by = actor.name;
  removed.created = change.now();
  SALLYPORT_TRY(change.put_entry(scope, removed));
  return entry_json(removed, credential);
}

}  // namespace

Result<Removal> take_off(Change& change, const Actor& actor, const Place& place, const net::Prefix& prefix,
                         std::optional<EntryKind> kind) {
  SALLYPORT_ASSIGN(const auto existing, need_entry(change.read(), place, prefix, kind));
  SALLYPORT_ASSIGN(auto after, take_off(change, actor, place.scope(), existing, place.credential_name()));
  SALLYPORT_TRY(change.audit(actor, place.organization.name, "entry.removed",
                             entry_json(existing, place.credential_name()), std::move(after)));
  Removal removal;
  SALLYPORT_TRY(add_covering(change, place.scope(), prefix, false, removal));
  if (place.credential)
    SALLYPORT_TRY(add_covering(change, {place.organization.id, {}}, prefix, true, removal));
  SALLYPORT_TRY(add_shared(change, place.organization, prefix, removal));
  return removal;
}

Result<std::vector<ListedEntry>> Lists::authorize(const Actor& actor, const ScopeName& scope,
                                                  const std::vector<NewEntry>& entries) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, scope));
  SALLYPORT_ASSIGN(auto listed, control::authorize(change, actor, place, entries));
  SALLYPORT_TRY(change.commit());
  return listed;
}

Result<ListedEntry> Lists::deny(const Actor& actor, const ScopeName& scope, const NewEntry& entry,
                                bool force) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, scope));
  SALLYPORT_ASSIGN(auto listed, control::deny(change, actor, place, entry, force));
  SALLYPORT_TRY(change.commit());
  return listed;
}

Result<ListedEntry> Lists::change(const Actor& actor, const ScopeName& scope, const net::Prefix& prefix,
                                  EntryKind kind, const EntryChange& wanted, bool force) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, scope));
  SALLYPORT_ASSIGN(const auto reach, reach_of_entry(change.read(), place.scope(), prefix));
  SALLYPORT_ASSIGN(auto changed, change_entry(change, actor, place, prefix, kind, wanted));
  if (!force && (wanted.valid_from || wanted.valid_until))
    SALLYPORT_TRY(refuse_lockout(change, actor, reach));
  SALLYPORT_TRY(change.commit());
  return changed;
}

Result<Preview> Lists::preview_change(const Actor& actor, const ScopeName& scope, const net::Prefix& prefix,
                                      EntryKind kind, const EntryChange& wanted) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, scope));
  SALLYPORT_ASSIGN(const auto reach, reach_of_entry(change.read(), place.scope(), prefix));
  SALLYPORT_TRY(change_entry(change, {.name = actor.name, .from = actor.from}, place, prefix, kind, wanted));
  return would_block(change, reach);
}

Result<Removal> Lists::remove(const Actor& actor, const ScopeName& scope, const net::Prefix& prefix,
                              std::optional<EntryKind> kind, bool force) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, scope));
  SALLYPORT_ASSIGN(const auto reach, reach_of_entry(change.read(), place.scope(), prefix));
  SALLYPORT_ASSIGN(auto removal, take_off(change, actor, place, prefix, kind));
  if (!force) SALLYPORT_TRY(refuse_lockout(change, actor, reach));
  SALLYPORT_TRY(change.commit());
  return removal;
}

Result<Preview> Lists::preview_removal(const Actor& actor, const ScopeName& scope, const net::Prefix& prefix,
                                       std::optional<EntryKind> kind) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, scope));
  SALLYPORT_ASSIGN(const auto reach, reach_of_entry(change.read(), place.scope(), prefix));
  SALLYPORT_TRY(take_off(change, {.name = actor.name, .from = actor.from}, place, prefix, kind));
  return would_block(change, reach);
}

}  // namespace sallyport::control
