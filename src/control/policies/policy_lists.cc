// PolicyApplier: lists, and who shares what stands on them.

#include <fmt/format.h>

#include <algorithm>

#include "control/audit/audit_json.h"
#include "control/lists/list_change.h"
#include "control/lists/settle.h"
#include "control/names.h"
#include "control/organizations/sharing.h"
#include "control/policies/policy_applier.h"
#include "control/policies/policy_state.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;

// Where it came from does not count: what was learned is as it should be where a document authorizes it.
bool is_so(const ListedEntry& now, const DocumentEntry& wanted) {
  return now.entry.kind == wanted.kind && now.note == wanted.note &&
         now.entry.valid_from == wanted.valid_from && now.entry.valid_until == wanted.valid_until;
}

// One that is over by now is taken: files grow old.
Result<void> check(const DocumentEntry& entry) {
  if (auto checked = check_note(entry.note); !checked) {
    return fail(ErrorCode::malformed_request,
                fmt::format("{}: {}", entry.prefix.to_string(), checked.error().message));
  }
  if (entry.valid_from < entry.valid_until) return {};
  return fail(ErrorCode::invalid_setting,
              fmt::format("{} would end before it starts", entry.prefix.to_string()));
}

// What the document says is shared: with these, with all (none are named), or nothing about it.
std::optional<std::vector<std::string>> shared_by(const DocumentEntry& entry) {
  if (entry.shared_with_all) return std::vector<std::string>();
  if (entry.shared_with.empty()) return std::nullopt;
  std::vector<std::string> names = entry.shared_with;
  std::ranges::sort(names);
  const auto same = std::ranges::unique(names);
  names.erase(same.begin(), same.end());
  return names;
}

// Whether sharing it with those comes to less for somebody than how it is shared now.
bool takes_away(const std::vector<std::string>& now, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return false;
  return now.empty() || !std::ranges::includes(wanted, now);
}

}  // namespace

Result<void> PolicyApplier::entries(const Place& place, const std::vector<DocumentEntry>& wanted,
                                    bool prune_learned) {
  SALLYPORT_ASSIGN(const auto list, change_.read().list(place.scope()));
  Existing existing;
  for (const ListedEntry& listed : list) existing.emplace(listed.entry.prefix, &listed);
  std::set<net::Prefix> kept;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    SALLYPORT_TRY(at("entries", i, check(wanted[i])));
    if (kept.insert(wanted[i].prefix).second) continue;
    return at("entries", i,
              fail(ErrorCode::duplicate, fmt::format("{} stands there twice", wanted[i].prefix.to_string())));
  }
  std::vector<net::Prefix> authorized;
  std::vector<net::Prefix> denied;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const DocumentEntry& entry = wanted[i];
    const auto found = existing.find(entry.prefix);
    const ListedEntry* const now = found == existing.end() ? nullptr : found->second;
    if (now != nullptr && is_so(*now, entry)) continue;
    SALLYPORT_TRY(at("entries", i, put(place, entry, now)));
    const bool counts = entry.valid_from <= change_.now() && change_.now() < entry.valid_until;
    if (counts) (entry.kind == EntryKind::authorized ? authorized : denied).push_back(entry.prefix);
    if (entry.kind == EntryKind::authorized) {
      SALLYPORT_TRY(lift_removals(place, entry.prefix, existing, kept));
    }
  }
  SALLYPORT_TRY(settle(change_, actor_, place.scope(), authorized, AlertState::authorized));
  SALLYPORT_TRY(settle(change_, actor_, place.scope(), denied, AlertState::denied));
  for (const ListedEntry& listed : list) {
    if (!prune_ || !is_pruned(listed, prune_learned) || kept.contains(listed.entry.prefix)) continue;
    SALLYPORT_TRY(take_off(change_, actor_, place, listed.entry.prefix, std::nullopt));
  }
  SALLYPORT_TRY(change_.audit_ended_sharings());
  const std::uint64_t most = change_.core().settings.entries_per_list;
  SALLYPORT_ASSIGN(const auto count, change_.read().entry_count(place.scope()));
  if (count <= most || count <= list.size()) return {};
  return fail(ErrorCode::too_many_entries, fmt::format("a list has at most {} entries", most));
}

// How an entry was used so far is kept, where it stays of its kind.
Result<void> PolicyApplier::put(const Place& place, const DocumentEntry& wanted,
                                const ListedEntry* existing) {
  ListedEntry listed;
  if (existing != nullptr && existing->entry.kind == wanted.kind) listed = *existing;
  listed.entry = {wanted.prefix, wanted.kind, policy::Source::manual, wanted.valid_from, wanted.valid_until};
  listed.note = wanted.note;
  listed.by = actor_.name;
  listed.created = change_.now();
  SALLYPORT_TRY(change_.put_entry(place.scope(), listed));
  return change_.audit(actor_, place.organization.name,
                       wanted.kind == EntryKind::authorized ? "entry.authorized" : "entry.denied",
                       existing != nullptr ? entry_json(*existing, place.credential_name()) : std::string(),
                       entry_json(listed, place.credential_name()));
}

// As authorizing does, except what the document names itself. Those that are lifted are named from then on.
Result<void> PolicyApplier::lift_removals(const Place& place, const net::Prefix& inside,
                                          const Existing& existing, std::set<net::Prefix>& named) {
  for (auto at = existing.lower_bound(inside); at != existing.end() && inside.contains(at->first); ++at) {
    const ListedEntry& removed = *at->second;
    if (removed.entry.kind != EntryKind::removed || !named.insert(at->first).second) continue;
    SALLYPORT_TRY(change_.erase_entry(place.scope(), at->first));
    SALLYPORT_TRY(change_.audit(actor_, place.organization.name, "entry.lifted",
                                entry_json(removed, place.credential_name()), {}));
  }
  return {};
}

// What goes away. share() only adds: what is to be shared with fewer is shared anew. Pruning ends what the
// document does not say is shared, on entries that it does not name as well.
Result<void> PolicyApplier::end_shares(const Organization& organization,
                                       const std::vector<DocumentEntry>& wanted) {
  SALLYPORT_ASSIGN(const auto all, shares_of(change_.read(), organization.id));
  if (all.empty()) return {};
  std::set<net::Prefix> named;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const DocumentEntry& entry = wanted[i];
    named.insert(entry.prefix);
    const auto rows = all.find(entry.prefix);
    if (rows == all.end()) continue;
    SALLYPORT_ASSIGN(const auto now, to_sharing(change_.read(), rows->second, entry.kind));
    const auto names = shared_by(entry);
    if (names ? takes_away(now.with, *names) : prune_) {
      SALLYPORT_TRY(at("entries", i, unshare(change_, actor_, organization, entry.prefix, false)));
    }
  }
  if (!prune_) return {};
  for (const auto& [prefix, rows] : all) {
    if (!named.contains(prefix)) SALLYPORT_TRY(unshare(change_, actor_, organization, prefix, false));
  }
  return {};
}

Result<void> PolicyApplier::share_all(const Organization& organization, const DocumentOrganization& wanted) {
  if (!wanted.entries) return {};
  for (std::size_t i = 0; i < wanted.entries->size(); ++i) {
    SALLYPORT_TRY(at("entries", i, share(organization, (*wanted.entries)[i])));
  }
  return {};
}

Result<void> PolicyApplier::share(const Organization& organization, const DocumentEntry& wanted) {
  const auto names = shared_by(wanted);
  if (!names) return {};
  SALLYPORT_ASSIGN(const auto rows, change_.read().family().shares(organization.id, wanted.prefix));
  if (!rows.empty()) {
    SALLYPORT_ASSIGN(const auto now, to_sharing(change_.read(), rows, wanted.kind));
    if (now.with == *names) return {};
  }
  auto shared = control::share(change_, actor_, organization, wanted.prefix, *names);
  if (!shared) return at("share", std::unexpected(std::move(shared).error()));
  return {};
}

}  // namespace sallyport::control
