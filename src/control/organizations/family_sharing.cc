// Family: sharing of entries, one or many.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "control/audit/audit_json.h"
#include "control/change.h"
#include "control/lists/lockout.h"
#include "control/lists/settle.h"
#include "control/organizations/effective.h"
#include "control/organizations/sharing.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;

bool is_all(const ShareRow& row) { return row.recipient == OrganizationId{}; }

std::unexpected<Error> fail_not_shared(const std::string& organization, const net::Prefix& prefix) {
  return fail(ErrorCode::not_found,
              fmt::format("{} does not share {}: ask what it shares", organization, prefix.to_string()));
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

// What was shared in one change, by with whom: what they were waiting for, they have then.
class Given {
 public:
  void add(const std::vector<ShareRow>& rows, const policy::Entry& entry, Timestamp now) {
    if (!entry.valid_at(now)) return;
    for (const ShareRow& row : rows) prefixes_[{row.recipient, entry.kind}].push_back(entry.prefix);
  }

  Result<void> settle(Change& change, const Actor& actor, OrganizationId owner) {
    for (auto& [group, prefixes] : prefixes_) {
      const auto& [recipient, kind] = group;
      std::vector<OrganizationId> holders{recipient};
      if (recipient == OrganizationId{}) {
        SALLYPORT_ASSIGN(holders, descendants_of(change.read(), owner));
      }
      const auto state = kind == EntryKind::authorized ? AlertState::authorized : AlertState::denied;
      std::ranges::sort(prefixes);
      for (const OrganizationId holder : holders) {
        SALLYPORT_TRY(control::settle(change, actor, {holder, {}}, prefixes, state));
      }
    }
    return {};
  }

 private:
  std::map<std::pair<OrganizationId, EntryKind>, std::vector<net::Prefix>> prefixes_;
};

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

// All of share() but what waited for it.
Result<Sharing> share_one(Change& change, const Actor& actor, const Organization& owner,
                          const net::Prefix& prefix, const std::vector<std::string>& with, Given& given) {
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
  given.add(rows, listed.entry, change.now());
  SALLYPORT_ASSIGN(const auto after, change.read().family().shares(owner.id, prefix));
  SALLYPORT_ASSIGN(auto sharing, to_sharing(change.read(), after, listed.entry.kind));
  SALLYPORT_TRY(change.audit(actor, owner.name, "entry.shared", std::move(before), sharing_json(sharing)));
  return sharing;
}

Result<void> check_many(const ControlSettings& settings, const std::vector<net::Prefix>& prefixes) {
  if (prefixes.empty())
    return fail(ErrorCode::malformed_request, "the list is empty: name at least one prefix");
  const std::uint64_t most = settings.entries_per_list;
  if (prefixes.size() > most) {
    return fail(ErrorCode::too_many_entries, fmt::format("a list has at most {} entries: give fewer", most));
  }
  auto sorted = prefixes;
  std::ranges::sort(sorted);
  const auto twice = std::ranges::adjacent_find(sorted);
  if (twice == sorted.end()) return {};
  return fail(ErrorCode::malformed_request,
              fmt::format("{} is given twice: say it once", twice->to_string()));
}

// What is wrong with one of many prefixes, and leaves the others to be looked at.
bool is_about_one(ErrorCode code) {
  return code == ErrorCode::not_found || code == ErrorCode::duplicate || code == ErrorCode::too_many_entries;
}

}  // namespace

Result<Sharing> share(Change& change, const Actor& actor, const Organization& owner,
                      const net::Prefix& prefix, const std::vector<std::string>& with) {
  Given given;
  SALLYPORT_ASSIGN(auto sharing, share_one(change, actor, owner, prefix, with, given));
  SALLYPORT_TRY(given.settle(change, actor, owner.id));
  return sharing;
}

Result<SharedMany> share_many(Change& change, const Actor& actor, const Organization& owner,
                              const std::vector<net::Prefix>& prefixes,
                              const std::vector<std::string>& with) {
  SALLYPORT_TRY(check_many(change.core().settings, prefixes));
  Given given;
  SharedMany many;
  for (std::size_t index = 0; index < prefixes.size(); ++index) {
    auto sharing = share_one(change, actor, owner, prefixes[index], with, given);
    if (sharing) {
      many.sharings.push_back(*std::move(sharing));
    } else if (is_about_one(sharing.error().code)) {
      many.refused.push_back({index, std::move(sharing).error()});
    } else {
      return std::unexpected(std::move(sharing).error());
    }
  }
  if (many.refused.empty()) SALLYPORT_TRY(given.settle(change, actor, owner.id));
  return many;
}

Result<SharedMany> Family::share_many(const Actor& actor, const std::string& organization,
                                      const std::vector<net::Prefix>& prefixes,
                                      const std::vector<std::string>& with) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, {organization, {}}));
  SALLYPORT_ASSIGN(auto many, control::share_many(change, actor, place.organization, prefixes, with));
  if (!many.refused.empty()) return many;
  SALLYPORT_TRY(change.commit());
  return many;
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

Result<SharedMany> Family::unshare_many(const Actor& actor, const std::string& organization,
                                        const std::vector<net::Prefix>& prefixes, bool keep, bool force) {
  SALLYPORT_TRY(check_many(core_.settings, prefixes));
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, {organization, {}}));
  SharedMany many;
  for (std::size_t index = 0; index < prefixes.size(); ++index) {
    auto ended = control::unshare(change, actor, place.organization, prefixes[index], keep);
    if (ended) continue;
    if (ended.error().code != ErrorCode::not_found) return std::unexpected(std::move(ended).error());
    many.refused.push_back({index, std::move(ended).error()});
  }
  if (!many.refused.empty()) return many;
  const Reach reach{place.scope(), std::nullopt, true};
  if (!force) SALLYPORT_TRY(refuse_lockout(change, actor, reach));
  SALLYPORT_TRY(change.commit());
  return many;
}

}  // namespace sallyport::control
