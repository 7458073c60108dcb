#include "control/lists/entry_change.h"

#include <fmt/format.h>

#include "control/audit/audit_json.h"
#include "control/lists/settle.h"
#include "control/names.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;

std::unexpected<Error> fail_not_listed(const net::Prefix& prefix,
                                       const std::vector<policy::Entry>& covering) {
  std::string message = fmt::format("{} is not on this list", prefix.to_string());
  for (const policy::Entry& entry : covering) {
    if (entry.kind == EntryKind::removed) continue;
    message += fmt::format("; {} {}, and it is within that", entry.prefix.to_string(),
                           entry.kind == EntryKind::authorized ? "is authorized" : "is denied");
    break;
  }
  return fail(ErrorCode::not_found, std::move(message));
}

Result<void> check_order(const net::Prefix& prefix, Timestamp from, Timestamp until) {
  if (from < until) return {};
  return fail(ErrorCode::invalid_setting, fmt::format("{} would end before it starts", prefix.to_string()));
}

}  // namespace

Result<ListedEntry> need_entry(Reader& reader, const Place& place, const net::Prefix& prefix,
                               std::optional<EntryKind> kind) {
  SALLYPORT_ASSIGN(auto existing, reader.entry(place.scope(), prefix));
  if (!existing || existing->entry.kind == EntryKind::removed) {
    SALLYPORT_ASSIGN(const auto covering, reader.entries_covering(place.scope(), prefix));
    return fail_not_listed(prefix, covering);
  }
  if (kind && existing->entry.kind != *kind) {
    return fail(
        ErrorCode::not_found,
        fmt::format("{} is not on the list of {} addresses: it is on that of the {} ones", prefix.to_string(),
                    policy::to_string(*kind), policy::to_string(existing->entry.kind)));
  }
  return *std::move(existing);
}

Result<void> check_new_entry(const NewEntry& entry, Existing existing, Timestamp now) {
  SALLYPORT_TRY(check_note(entry.note));
  SALLYPORT_TRY(check_order(entry.prefix, entry.valid_from, entry.valid_until));
  if (entry.valid_until > now || existing == Existing::skip) return {};
  return fail(ErrorCode::invalid_setting,
              fmt::format("{} would be over already: give a later end", entry.prefix.to_string()));
}

bool stands_already(const policy::Entry& found, EntryKind kind, Existing existing, Timestamp now) {
  // What a vendor gave up ends soon: a person who authorizes it wants to keep it.
  const bool leaving = found.source == policy::Source::catalog && found.valid_until != policy::kForever;
  // What begins later is on the list; but whoever asks for it alone wants it now.
  const bool counts = existing == Existing::skip ? found.valid_until > now : found.valid_at(now);
  return found.kind == kind && counts && !leaving;
}

Result<ListedEntry> change_entry(Change& change, const Actor& actor, const Place& place,
                                 const net::Prefix& prefix, EntryKind kind, const EntryChange& wanted) {
  if (!wanted.note && !wanted.valid_from && !wanted.valid_until) {
    return fail(ErrorCode::malformed_request, "there is nothing to change: give a note, a start or an end");
  }
  SALLYPORT_ASSIGN(const auto existing, need_entry(change.read(), place, prefix, kind));
  ListedEntry changed = existing;
  changed.note = wanted.note.value_or(existing.note);
  changed.entry.valid_from = wanted.valid_from.value_or(existing.entry.valid_from);
  changed.entry.valid_until = wanted.valid_until.value_or(existing.entry.valid_until);
  SALLYPORT_TRY(check_note(changed.note));
  const std::string credential = place.credential_name();
  if (recorded(changed, credential) == recorded(existing, credential)) return existing;
  if (wanted.valid_from || wanted.valid_until) {
    SALLYPORT_TRY(check_order(prefix, changed.entry.valid_from, changed.entry.valid_until));
  }
  if (wanted.valid_until && *wanted.valid_until <= change.now()) {
    return fail(
        ErrorCode::invalid_setting,
        fmt::format("{} would be over already: give a later end, or take it off", prefix.to_string()));
  }
  // A follow gives its entries their note and their end again at every look. So whoever changes one takes it
  // over, as with a policy document.
  if (existing.entry.source == policy::Source::catalog) {
    changed.entry.source = policy::Source::manual;
    changed.by = actor.name;
  }
  SALLYPORT_TRY(change.put_entry(place.scope(), changed));
  SALLYPORT_TRY(change.audit(actor, place.organization.name, "entry.changed",
                             entry_json(existing, credential), entry_json(changed, credential)));
  if (changed.entry.valid_at(change.now()) && !existing.entry.valid_at(change.now())) {
    const auto state = kind == EntryKind::authorized ? AlertState::authorized : AlertState::denied;
    SALLYPORT_TRY(settle(change, actor, place.scope(), {prefix}, state));
  }
  return changed;
}

}  // namespace sallyport::control
