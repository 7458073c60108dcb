// Family: sharing of entries, and what it looks like from above and from below.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "control/audit_json.h"
#include "control/change.h"
#include "control/effective.h"
#include "control/lockout.h"
#include "control/resolve.h"
#include "control/settle.h"
#include "control/sharing.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;

bool is_all(const ShareRow& row) { return row.recipient == OrganizationId{}; }

std::unexpected<Error> fail_not_shared(const std::string& organization, const net::Prefix& prefix) {
  return fail(ErrorCode::not_found,
              fmt::format("{} does not share {}: ask what it shares", organization, prefix.to_string()));
}

Result<ListedEntry> need_entry_to_share(Reader& reader, const Organization& organization,
                                        const net::Prefix& prefix) {
  SALLYPORT_ASSIGN(auto listed, reader.entry({organization.id, {}}, prefix));
  if (listed && listed->entry.kind != EntryKind::removed) return *std::move(listed);
  return fail(ErrorCode::not_found,
              fmt::format("{} is neither authorized nor denied by {}: put it there first", prefix.to_string(),
                          organization.name));
}

// One that is elsewhere is answered as one that does not exist.
Result<Organization> need_descendant(Reader& reader, const Organization& organization,
                                     const std::string& name) {
  SALLYPORT_ASSIGN(auto found, reader.organization(name));
  if (found) {
    SALLYPORT_ASSIGN(const auto ancestors, ancestors_of(reader, *found));
    if (std::ranges::find(ancestors, organization.id, &Organization::id) != ancestors.end())
      return *std::move(found);
  }
  return fail(ErrorCode::unknown_organization,
              fmt::format("there is no organization '{}' below {}", name.substr(0, 100), organization.name));
}

// What it has by name comes from one ancestor only, and is no more than a list may hold.
Result<void> check_recipient(Change& change, const Organization& recipient, const net::Prefix& prefix) {
  SALLYPORT_ASSIGN(const auto other, change.read().family().share_with(recipient.id, prefix));
  if (other) {
    return fail(ErrorCode::duplicate, fmt::format("another organization shares {} with {} already",
                                                  prefix.to_string(), recipient.name));
  }
  const std::uint64_t most = change.core().settings.entries_per_list;
  SALLYPORT_ASSIGN(const auto count, change.read().family().share_count(recipient.id));
  if (count < most) return {};
  return fail(ErrorCode::too_many_entries,
              fmt::format("at most {} entries are shared with {} by name: share with all, or unshare some",
                          most, recipient.name));
}

// The rows that sharing adds to those that are there.
Result<std::vector<ShareRow>> new_rows(Change& change, const Actor& actor, const Organization& organization,
                                       const net::Prefix& prefix, const std::vector<std::string>& with,
                                       const std::vector<ShareRow>& existing) {
  const bool with_all = !existing.empty() && is_all(existing.front());
  std::vector<ShareRow> rows;
  if (with.empty() && !with_all) {
    rows.push_back({organization.id, prefix, OrganizationId{}, actor.name, change.now()});
  }
  const std::set<std::string> names(with.begin(), with.end());
  for (const std::string& name : names) {
    SALLYPORT_ASSIGN(const auto recipient, need_descendant(change.read(), organization, name));
    if (with_all || std::ranges::find(existing, recipient.id, &ShareRow::recipient) != existing.end())
      continue;
    SALLYPORT_TRY(check_recipient(change, recipient, prefix));
    rows.push_back({organization.id, prefix, recipient.id, actor.name, change.now()});
  }
  if (!rows.empty()) return rows;
  return fail(ErrorCode::duplicate, fmt::format("{} is shared with all of them already", prefix.to_string()));
}

// What they were waiting for, they have now.
Result<void> settle_for(Change& change, const Actor& actor, const std::vector<ShareRow>& rows,
                        const policy::Entry& entry) {
  if (!entry.valid_at(change.now())) return {};
  const auto state = entry.kind == EntryKind::authorized ? AlertState::authorized : AlertState::denied;
  SALLYPORT_ASSIGN(const auto holders, holders_of(change.read(), rows));
  for (const OrganizationId holder : holders) {
    SALLYPORT_TRY(settle(change, actor, {holder, {}}, {entry.prefix}, state));
  }
  return {};
}

// Whether the organization is to get an entry of its own where it had the shared one: it has none for this
// prefix, or one that a person took off, or that is over.
bool is_free(const std::optional<ListedEntry>& own, Timestamp now) {
  return !own || own->entry.kind == EntryKind::removed || own->entry.valid_until <= now;
}

Result<void> keep_for(Change& change, const Actor& actor, OrganizationId id, const ListedEntry& shared) {
  const Scope scope{id, {}};
  SALLYPORT_ASSIGN(const auto own, change.read().entry(scope, shared.entry.prefix));
  if (!is_free(own, change.now())) return {};
  SALLYPORT_ASSIGN(const auto organization, change.read().organization(id));
  if (!organization) return fail(ErrorCode::corrupted, "an entry is shared with an unknown organization");
  ListedEntry kept;
  kept.entry = shared.entry;
  kept.entry.source = policy::Source::shared;
  kept.note = shared.note;
  kept.by = actor.name;
  kept.created = change.now();
  SALLYPORT_TRY(change.put_entry(scope, kept));
  const std::uint64_t most = change.core().settings.entries_per_list;
  SALLYPORT_ASSIGN(const auto count, change.read().entry_count(scope));
  if (count > most) {
    return fail(ErrorCode::too_many_entries,
                fmt::format("{} has {} entries already, and cannot keep one more", organization->name, most));
  }
  const char* const action = kept.entry.kind == EntryKind::authorized ? "entry.authorized" : "entry.denied";
  return change.audit(actor, organization->name, action, own ? entry_json(*own, {}) : std::string(),
                      entry_json(kept, {}));
}

// One list of shared entries, from where a page starts. Those before the cursor's own are passed over.
struct Position {
  net::Prefix prefix;
  OrganizationId from{};
  friend auto operator<=>(const Position&, const Position&) = default;
};

// "7.192.0.2.0/24": who shares, and what.
std::string to_cursor(const Position& position) {
  return fmt::format("{}.{}", static_cast<std::uint32_t>(position.from), position.prefix.to_string());
}

std::optional<Position> parse_position(std::string_view cursor) {
  const std::size_t dot = cursor.find('.');
  if (dot == std::string_view::npos || dot == 0) return std::nullopt;
  const auto from = parse_number(cursor.substr(0, dot));
  const auto prefix = net::Prefix::parse(cursor.substr(dot + 1));
  if (!from || *from > 0xffff'ffff || !prefix) return std::nullopt;
  return Position{*prefix, OrganizationId{static_cast<std::uint32_t>(*from)}};
}

// What ancestors share with it, the first of them in order, after the position.
Result<std::vector<Position>> received_after(Reader& reader, const Organization& organization,
                                             const std::optional<Position>& after, unsigned limit) {
  const auto from = after ? std::optional(after->prefix) : std::nullopt;
  const unsigned enough = limit + 1;  // one may be at the position itself
  std::vector<Position> found;
  const auto take = [&](const std::vector<ShareRow>& rows) {
    for (const ShareRow& row : rows) found.push_back({row.prefix, row.organization});
  };
  SALLYPORT_ASSIGN(const auto by_name, reader.family().shares_with(organization.id, from, enough));
  take(by_name);
  SALLYPORT_ASSIGN(const auto ancestors, ancestors_of(reader, organization));
  for (const Organization& ancestor : ancestors) {
    SALLYPORT_ASSIGN(const auto rows, reader.family().shares_with_all(ancestor.id, from, enough));
    take(rows);
  }
  std::erase_if(found, [&](const Position& position) { return after && position <= *after; });
  std::ranges::sort(found);
  if (found.size() > limit) found.resize(limit);
  return found;
}

}  // namespace

Result<Sharing> share(Change& change, const Actor& actor, const Organization& owner,
                      const net::Prefix& prefix, const std::vector<std::string>& with) {
  SALLYPORT_ASSIGN(const auto listed, need_entry_to_share(change.read(), owner, prefix));
  SALLYPORT_ASSIGN(const auto existing, change.read().family().shares(owner.id, prefix));
  SALLYPORT_ASSIGN(const auto rows, new_rows(change, actor, owner, prefix, with, existing));
  std::string before;
  if (!existing.empty()) {
    SALLYPORT_ASSIGN(const auto sharing, to_sharing(change.read(), existing, listed.entry.kind));
    before = sharing_json(sharing);
  }
  // With all: those that had it by name have it with them from now on.
  if (is_all(rows.front())) SALLYPORT_TRY(change.erase_shares(owner.id, prefix));
  for (const ShareRow& row : rows) SALLYPORT_TRY(change.put_share(row));
  SALLYPORT_TRY(settle_for(change, actor, rows, listed.entry));
  SALLYPORT_ASSIGN(const auto after, change.read().family().shares(owner.id, prefix));
  SALLYPORT_ASSIGN(auto sharing, to_sharing(change.read(), after, listed.entry.kind));
  SALLYPORT_TRY(change.audit(actor, owner.name, "entry.shared", std::move(before), sharing_json(sharing)));
  return sharing;
}

Result<Sharing> Family::share(const Actor& actor, const std::string& organization, const net::Prefix& prefix,
                              const std::vector<std::string>& with) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, {organization, {}}));
  SALLYPORT_ASSIGN(auto sharing, control::share(change, actor, place.organization, prefix, with));
  SALLYPORT_TRY(change.commit());
  return sharing;
}

Result<void> unshare(Change& change, const Actor& actor, const Organization& owner, const net::Prefix& prefix,
                     bool keep) {
  SALLYPORT_ASSIGN(const auto rows, change.read().family().shares(owner.id, prefix));
  if (rows.empty()) return fail_not_shared(owner.name, prefix);
  SALLYPORT_ASSIGN(const auto listed, need_entry_to_share(change.read(), owner, prefix));
  SALLYPORT_ASSIGN(const auto sharing, to_sharing(change.read(), rows, listed.entry.kind));
  SALLYPORT_TRY(change.erase_shares(owner.id, prefix));
  if (keep) {
    SALLYPORT_ASSIGN(const auto holders, holders_of(change.read(), rows));
    for (const OrganizationId holder : holders) SALLYPORT_TRY(keep_for(change, actor, holder, listed));
  }
  return change.audit(actor, owner.name, "entry.unshared", sharing_json(sharing), {});
}

Result<void> Family::unshare(const Actor& actor, const std::string& organization, const net::Prefix& prefix,
                             bool keep, bool force) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, {organization, {}}));
  SALLYPORT_ASSIGN(const auto reach, reach_of_entry(change.read(), place.scope(), prefix));
  SALLYPORT_TRY(control::unshare(change, actor, place.organization, prefix, keep));
  if (!force) SALLYPORT_TRY(refuse_lockout(change, actor, reach));
  return change.commit();
}

Result<std::vector<Sharing>> Family::shared(const std::string& organization) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto owner, need_organization(*reader, organization));
  SALLYPORT_ASSIGN(const auto rows, reader->family().shares(owner.id));
  std::vector<Sharing> sharings;
  for (auto first = rows.begin(); first != rows.end();) {
    const auto last =
        std::find_if(first, rows.end(), [&](const ShareRow& row) { return row.prefix != first->prefix; });
    SALLYPORT_ASSIGN(const auto listed, need_entry_to_share(*reader, owner, first->prefix));
    SALLYPORT_ASSIGN(auto sharing, to_sharing(*reader, {first, last}, listed.entry.kind));
    sharings.push_back(std::move(sharing));
    first = last;
  }
  return sharings;
}

Result<Page<Received>> Family::received(const std::string& organization, const PageRequest& page) {
  SALLYPORT_TRY(check_page(page));
  std::optional<Position> after;
  if (!page.cursor.empty()) {
    after = parse_position(page.cursor);
    if (!after) return fail_cursor();
  }
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto recipient, need_organization(*reader, organization));
  SALLYPORT_ASSIGN(auto positions, received_after(*reader, recipient, after, page.limit + 1));
  auto places =
      to_page<Position>(std::move(positions), page, [](Position position) { return position; }, to_cursor);
  std::map<OrganizationId, Organization> sharers;
  Page<Received> received{{}, std::move(places.next)};
  for (const Position& position : places.items) {
    const auto [sharer, is_new] = sharers.try_emplace(position.from);
    if (is_new) {
      SALLYPORT_ASSIGN(const auto found, reader->organization(position.from));
      if (!found) return fail(ErrorCode::corrupted, "an unknown organization shares an entry");
      sharer->second = *found;
    }
    SALLYPORT_ASSIGN(auto listed, need_entry_to_share(*reader, sharer->second, position.prefix));
    received.items.push_back({std::move(listed), sharer->second.name});
  }
  return received;
}

}  // namespace sallyport::control
