#include "control/list_change.h"

#include <fmt/format.h>

#include <set>

#include "control/audit_json.h"
#include "control/names.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;

Result<void> check(const NewEntry& entry, Timestamp now) {
  SALLYPORT_TRY(check_note(entry.note));
  if (entry.valid_from >= entry.valid_until) {
    return fail(ErrorCode::invalid_setting,
                fmt::format("{} would end before it starts", entry.prefix.to_string()));
  }
  if (entry.valid_until <= now) {
    return fail(ErrorCode::invalid_setting,
                fmt::format("{} would be over already: give a later end", entry.prefix.to_string()));
  }
  return {};
}

Result<void> check_room(Change& change, const Place& place) {
  const std::uint64_t most = change.core().settings.entries_per_list;
  SALLYPORT_ASSIGN(const auto count, change.read().entry_count(place.scope()));
  if (count <= most) return {};
  return fail(ErrorCode::too_many_entries,
              fmt::format("a list has at most {} entries: remove some first", most));
}

ListedEntry to_listed(const NewEntry& entry, EntryKind kind, const Actor& actor, Timestamp now) {
  ListedEntry listed;
  listed.entry = {entry.prefix, kind, policy::Source::manual, entry.valid_from, entry.valid_until};
  listed.note = entry.note;
  listed.by = actor.name;
  listed.created = now;
  return listed;
}

// Puts it in place of what stood there, which must not be the same already. Addresses that were waiting for
// this answer have it.
Result<ListedEntry> put(Change& change, const Actor& actor, const Place& place, const NewEntry& entry,
                        EntryKind kind) {
  const Scope scope = place.scope();
  const bool authorizes = kind == EntryKind::authorized;
  SALLYPORT_TRY(check(entry, change.now()));
  SALLYPORT_ASSIGN(const auto existing, change.read().entry(scope, entry.prefix));
  if (existing && existing->entry.kind == kind && existing->entry.valid_at(change.now())) {
    return fail(ErrorCode::duplicate,
                fmt::format("{} is {} already", entry.prefix.to_string(), policy::to_string(kind)));
  }
  const ListedEntry listed = to_listed(entry, kind, actor, change.now());
  SALLYPORT_TRY(change.put_entry(scope, listed));
  if (listed.entry.valid_at(change.now())) {
    const auto state = authorizes ? AlertState::authorized : AlertState::denied;
    SALLYPORT_TRY(change.rows().erase_unauthorized(scope, entry.prefix));
    SALLYPORT_TRY(change.rows().answer_alerts(scope, entry.prefix, state, actor.name, change.now()));
  }
  SALLYPORT_TRY(change.audit(actor, place.organization.name, authorizes ? "entry.authorized" : "entry.denied",
                             existing ? entry_json(*existing, place.credential_name()) : std::string(),
                             entry_json(listed, place.credential_name())));
  return listed;
}

// A removal inside an authorized network would still keep its addresses from being learned after the entry
// ended.
Result<void> lift_removals(Change& change, Scope scope, const net::Prefix& prefix) {
  SALLYPORT_ASSIGN(const auto inside, change.read().entries_inside(scope, prefix));
  for (const policy::Entry& entry : inside) {
    if (entry.kind == EntryKind::removed) SALLYPORT_TRY(change.erase_entry(scope, entry.prefix));
  }
  return {};
}

}  // namespace

Result<std::vector<ListedEntry>> authorize(Change& change, const Actor& actor, const Place& place,
                                           const std::vector<NewEntry>& entries) {
  if (entries.empty())
    return fail(ErrorCode::malformed_request, "there is nothing to authorize: give an address");
  if (entries.size() > change.core().settings.entries_per_list) {
    return fail(ErrorCode::too_many_entries, fmt::format("a list has at most {} entries: give fewer",
                                                         change.core().settings.entries_per_list));
  }
  std::set<net::Prefix> given;
  std::vector<ListedEntry> listed;
  for (const NewEntry& entry : entries) {
    if (!given.insert(entry.prefix).second) {
      return fail(ErrorCode::duplicate, fmt::format("{} is given twice", entry.prefix.to_string()));
    }
    SALLYPORT_ASSIGN(auto one, put(change, actor, place, entry, EntryKind::authorized));
    listed.push_back(std::move(one));
    SALLYPORT_TRY(lift_removals(change, place.scope(), entry.prefix));
  }
  SALLYPORT_TRY(check_room(change, place));
  return listed;
}

Result<ListedEntry> deny(Change& change, const Actor& actor, const Place& place, const NewEntry& entry) {
  SALLYPORT_ASSIGN(auto listed, put(change, actor, place, entry, EntryKind::denied));
  SALLYPORT_TRY(check_room(change, place));
  return listed;
}

}  // namespace sallyport::control
