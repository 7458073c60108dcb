#include "control/lists/rollback.h"

#include <fmt/format.h>

#include "control/following/follow_run.h"
#include "control/lists/lockout.h"
#include "control/lists/settle.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;

Result<bool> reaches_below(Reader& reader, OrganizationId organization) {
  SALLYPORT_ASSIGN(const auto shares, reader.family().shares(organization));
  SALLYPORT_ASSIGN(const auto api, reader.family().enforced(organization, Channel::api));
  SALLYPORT_ASSIGN(const auto smtp, reader.family().enforced(organization, Channel::smtp));
  return !shares.empty() || api || smtp;
}

}  // namespace

std::vector<EntryDifference> differences(const ListState& before, const ListState& after) {
  std::vector<EntryDifference> found;
  auto was = before.begin();
  auto is = after.begin();
  while (was != before.end() || is != after.end()) {
    const bool goes = is == after.end() || (was != before.end() && was->first < is->first);
    const bool comes = was == before.end() || (is != after.end() && is->first < was->first);
    const ListKey& key = goes ? was->first : is->first;
    if (goes || comes || was->second != is->second) {
      found.push_back({key.first, key.second, comes ? std::string() : to_json(was->second),
                       goes ? std::string() : to_json(is->second)});
    }
    if (!comes) ++was;
    if (!goes) ++is;
  }
  return found;
}

Result<void> Rollback::read_lists() {
  scopes_[{}] = {organization_.id, {}};
  std::string after;
  while (true) {
    SALLYPORT_ASSIGN(const auto credentials,
                     change_.read().credentials(organization_.id, after, kRowsAtOnce));
    for (const Credential& credential : credentials)
      scopes_[credential.name] = {organization_.id, credential.id};
    if (credentials.size() < kRowsAtOnce) break;
    after = credentials.back().name;
  }
  for (const auto& [name, scope] : scopes_) {
    SALLYPORT_ASSIGN(auto list, change_.read().list(scope));
    for (ListedEntry& listed : list) {
      ListKey key{name, listed.entry.prefix};
      there_.emplace(std::move(key), std::move(listed));
    }
  }
  return {};
}

Result<ListState> Rollback::target(std::int64_t version) {
  ListHistory history(change_.read(), organization_.name);
  SALLYPORT_TRY(history.replay_to(version));
  ListState state = history.state();
  std::erase_if(state, [&](const auto& item) { return !scopes_.contains(item.first.first); });
  return state;
}

Result<std::vector<EntryDifference>> Rollback::run(std::int64_t version, bool force) {
  SALLYPORT_TRY(read_lists());
  SALLYPORT_ASSIGN(ListState wanted, target(version));
  leave_to_follows(wanted);
  ListState now;
  for (const auto& [key, listed] : there_) now.emplace(key, recorded(listed, key.first));
  auto made = differences(now, wanted);
  if (made.empty()) return made;
  Reach reach{{organization_.id, {}}, std::nullopt, false};
  SALLYPORT_ASSIGN(reach.below, reaches_below(change_.read(), organization_.id));
  for (const EntryDifference& difference : made) {
    const ListKey key{difference.credential, difference.prefix};
    const auto found = wanted.find(key);
    SALLYPORT_TRY(restore(key, found == wanted.end() ? nullptr : &found->second));
    SALLYPORT_TRY(
        change_.audit(actor_, organization_.name, "entry.rolled_back", difference.before, difference.after));
  }
  SALLYPORT_TRY(run_follows(change_, organization_, catalogs_of(change_.core()).get()));
  SALLYPORT_TRY(check_room());
  SALLYPORT_TRY(settle());
  if (!force) SALLYPORT_TRY(refuse_lockout(change_, actor_, reach));
  return made;
}

// What is followed is not of the version: an entry that a follow gives now stays as it is, unless the version
// has a person's own entry there, and one that a follow gave then does not come back by the version: whether
// a follow gives it now is seen when they are run. What people authorized in its place since stays, too.
void Rollback::leave_to_follows(ListState& wanted) const {
  const auto by_catalog = [](const policy::Entry& entry) {
    return entry.kind == EntryKind::authorized && entry.source == policy::Source::catalog;
  };
  for (auto item = wanted.begin(); item != wanted.end();) {
    if (!by_catalog(item->second.entry)) {
      ++item;
      continue;
    }
    const auto there = there_.find(item->first);
    if (there != there_.end() && there->second.entry.kind == EntryKind::authorized) {
      item->second = recorded(there->second, item->first.first);
      ++item;
    } else {
      item = wanted.erase(item);
    }
  }
  for (const auto& [key, listed] : there_) {
    if (by_catalog(listed.entry)) wanted.emplace(key, recorded(listed, key.first));
  }
}

// How an entry that stays was used is kept.
Result<void> Rollback::restore(const ListKey& key, const RecordedEntry* wanted) {
  const Scope scope = scopes_.at(key.first);
  if (wanted == nullptr) return change_.erase_entry(scope, key.second);
  ListedEntry listed;
  if (const auto found = there_.find(key); found != there_.end()) listed = found->second;
  listed.entry = wanted->entry;
  listed.note = wanted->note;
  listed.by = actor_.name;
  listed.created = change_.now();
  if (listed.entry.valid_at(change_.now())) {
    if (listed.entry.kind == EntryKind::authorized) authorized_[key.first].push_back(key.second);
    if (listed.entry.kind == EntryKind::denied) denied_[key.first].push_back(key.second);
  }
  return change_.put_entry(scope, listed);
}

Result<void> Rollback::settle() {
  for (const auto& [name, prefixes] : denied_) {
    SALLYPORT_TRY(control::settle(change_, actor_, scopes_.at(name), prefixes, AlertState::denied));
  }
  for (const auto& [name, prefixes] : authorized_) {
    SALLYPORT_TRY(control::settle(change_, actor_, scopes_.at(name), prefixes, AlertState::authorized));
  }
  return {};
}

// The limit may be lower than it was.
Result<void> Rollback::check_room() {
  const std::uint64_t most = change_.core().settings.entries_per_list;
  for (const auto& [name, scope] : scopes_) {
    SALLYPORT_ASSIGN(const auto count, change_.read().entry_count(scope));
    if (count <= most) continue;
    return fail(ErrorCode::too_many_entries,
                fmt::format("a list has at most {} entries, and had more at that version", most));
  }
  return {};
}

}  // namespace sallyport::control
