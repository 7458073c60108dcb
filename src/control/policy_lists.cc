// PolicyApplier: lists, and who shares what stands on them.

#include <fmt/format.h>

#include <algorithm>

#include "control/audit_json.h"
#include "control/list_change.h"
#include "control/names.h"
#include "control/policy_applier.h"
#include "control/settle.h"
#include "control/sharing.h"

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
  for (const DocumentEntry& entry : wanted) {
    SALLYPORT_TRY(check(entry));
    if (kept.insert(entry.prefix).second) continue;
    return fail(ErrorCode::duplicate, fmt::format("{} stands there twice", entry.prefix.to_string()));
  }
  std::vector<net::Prefix> authorized;
  std::vector<net::Prefix> denied;
  for (const DocumentEntry& entry : wanted) {
    const auto found = existing.find(entry.prefix);
    const ListedEntry* const now = found == existing.end() ? nullptr : found->second;
    if (now != nullptr && is_so(*now, entry)) continue;
    SALLYPORT_TRY(put(place, entry, now));
    const bool counts = entry.valid_from <= change_.now() && change_.now() < entry.valid_until;
    if (counts) (entry.kind == EntryKind::authorized ? authorized : denied).push_back(entry.prefix);
    if (entry.kind == EntryKind::authorized) {
      SALLYPORT_TRY(lift_removals(place, entry.prefix, existing, kept));
    }
  }
  SALLYPORT_TRY(settle(change_, actor_, place.scope(), authorized, AlertState::authorized));
  SALLYPORT_TRY(settle(change_, actor_, place.scope(), denied, AlertState::denied));
  for (const ListedEntry& listed : list) {
    const bool spared = listed.entry.kind == EntryKind::removed ||
                        listed.entry.source == policy::Source::catalog ||
                        (listed.entry.source == policy::Source::learned && !prune_learned);
    if (!prune_ || spared || kept.contains(listed.entry.prefix)) continue;
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

// What goes away. share() only adds: what is to be shared with fewer is shared anew.
Result<void> PolicyApplier::end_shares(const Organization& organization,
                                       const std::vector<DocumentEntry>& wanted) {
  for (const DocumentEntry& entry : wanted) {
    SALLYPORT_ASSIGN(const auto rows, change_.read().family().shares(organization.id, entry.prefix));
    if (rows.empty()) continue;
    SALLYPORT_ASSIGN(const auto now, to_sharing(change_.read(), rows, entry.kind));
    const auto names = shared_by(entry);
    if (names ? takes_away(now.with, *names) : prune_) {
      SALLYPORT_TRY(unshare(change_, actor_, organization, entry.prefix, false));
    }
  }
  return {};
}

Result<void> PolicyApplier::share_all(const Organization& organization, const DocumentOrganization& wanted) {
  if (!wanted.entries) return {};
  for (const DocumentEntry& entry : *wanted.entries) {
    const auto names = shared_by(entry);
    if (!names) continue;
    SALLYPORT_ASSIGN(const auto rows, change_.read().family().shares(organization.id, entry.prefix));
    if (!rows.empty()) {
      SALLYPORT_ASSIGN(const auto now, to_sharing(change_.read(), rows, entry.kind));
      if (now.with == *names) continue;
    }
    SALLYPORT_TRY(share(change_, actor_, organization, entry.prefix, *names));
  }
  return {};
}

}  // namespace sallyport::control
