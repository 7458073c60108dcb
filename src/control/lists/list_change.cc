#include "control/lists/list_change.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "control/audit/audit_json.h"
#include "control/lists/entry_change.h"
#include "control/lists/lockout.h"
#include "control/lists/settle.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;

constexpr std::size_t kNamedInMessage = 5;

// Many entries on their way into one list. They are put in address order, as the list lies in the store.
class Batch {
 public:
  Batch(Change& change, const Actor& actor, const Place& place, EntryKind kind)
      : change_(change),
        actor_(actor),
        scope_(place.scope()),
        organization_(place.organization.name),
        credential_(place.credential_name()),
        kind_(kind) {}

  Result<Imported> run(const std::vector<NewEntry>& entries, Existing existing) {
    SALLYPORT_TRY(sort(entries, existing));
    SALLYPORT_TRY(read_what_is_there());
    compare(existing);
    if (!standing_.empty() && existing == Existing::refuse) return fail_standing();
    SALLYPORT_TRY(check_room());
    Imported imported;
    imported.skipped = standing_.size();
    imported.entries.resize(entries.size() - standing_.size());
    const auto places = places_in(entries);
    for (const Item& item : items_) {
      if (item.standing) continue;
      SALLYPORT_ASSIGN(imported.entries[places[index_in(entries, item)]], put(item));
      if (kind_ == EntryKind::authorized) SALLYPORT_TRY(lift_removals(item));
    }
    SALLYPORT_TRY(settle());
    return imported;
  }

 private:
  struct Item {
    const NewEntry* entry = nullptr;
    std::size_t there = 0;  // in there_: the first that is not before it
    bool replaces = false;  // there_[there] is for the same prefix
    bool standing = false;  // and it is what is asked for
  };

  Result<void> sort(const std::vector<NewEntry>& entries, Existing existing) {
    items_.reserve(entries.size());
    for (const NewEntry& entry : entries) {
      SALLYPORT_TRY(check_new_entry(entry, existing, change_.now()));
      items_.push_back({&entry});
    }
    std::ranges::sort(items_, {}, &Batch::prefix_of);
    const auto twice = std::ranges::adjacent_find(items_, {}, &Batch::prefix_of);
    if (twice == items_.end()) return {};
    return fail(ErrorCode::duplicate, fmt::format("{} is given twice", prefix_of(*twice).to_string()));
  }

  // Either one read of the whole list, or one for each entry.
  Result<void> read_what_is_there() {
    SALLYPORT_ASSIGN(count_, change_.read().entry_count(scope_));
    if (items_.size() * 8 > count_) {
      SALLYPORT_ASSIGN(there_, change_.read().list(scope_));
      return {};
    }
    for (const Item& item : items_) {
      SALLYPORT_ASSIGN(auto found, change_.read().replaced_by(scope_, prefix_of(item)));
      std::ranges::move(found, std::back_inserter(there_));
    }
    std::ranges::sort(there_, {}, &Batch::prefix_there);
    const auto same = std::ranges::unique(there_, {}, &Batch::prefix_there);
    there_.erase(same.begin(), same.end());
    return {};
  }

  // What is over already was not refused only where it is to be skipped: a list that is brought again has
  // such.
  void compare(Existing existing) {
    std::size_t at = 0;
    for (Item& item : items_) {
      while (at < there_.size() && prefix_there(there_[at]) < prefix_of(item)) ++at;
      item.there = at;
      item.replaces = at < there_.size() && prefix_there(there_[at]) == prefix_of(item);
      item.standing = item.entry->valid_until <= change_.now() ||
                      (item.replaces && stands_already(there_[at].entry, kind_, existing, change_.now()));
      if (item.standing) standing_.push_back(&item);
    }
  }

  std::unexpected<Error> fail_standing() const {
    std::string message =
        fmt::format("{} is {} already", prefix_of(*standing_.front()).to_string(), policy::to_string(kind_));
    const std::size_t named = std::min(standing_.size(), kNamedInMessage);
    for (std::size_t i = 1; i < named; ++i)
      message += fmt::format(", and {}", prefix_of(*standing_[i]).to_string());
    if (standing_.size() > named) message += fmt::format(", and {} more", standing_.size() - named);
    if (items_.size() > 1) message += ": leave out what is there, or ask for it to be skipped";
    return fail(ErrorCode::duplicate, std::move(message));
  }

  Result<void> check_room() const {
    const std::uint64_t most = change_.core().settings.entries_per_list;
    const auto more =
        std::ranges::count_if(items_, [](const Item& item) { return !item.replaces && !item.standing; });
    if (count_ + static_cast<std::uint64_t>(more) <= most) return {};
    return fail(ErrorCode::too_many_entries,
                fmt::format("a list has at most {} entries: remove some first", most));
  }

  // By place in the request: the place in the answer.
  std::vector<std::size_t> places_in(const std::vector<NewEntry>& entries) const {
    std::vector<bool> left_out(entries.size());
    for (const Item* const item : standing_) left_out[index_in(entries, *item)] = true;
    std::vector<std::size_t> places(entries.size());
    std::size_t place = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      places[i] = place;
      if (!left_out[i]) ++place;
    }
    return places;
  }

  Result<ListedEntry> put(const Item& item) {
    ListedEntry listed;
    listed.entry = {item.entry->prefix, kind_, policy::Source::manual, item.entry->valid_from,
                    item.entry->valid_until};
    listed.note = item.entry->note;
    listed.by = actor_.name;
    listed.created = change_.now();
    SALLYPORT_TRY(change_.put_entry(scope_, listed));
    if (listed.entry.valid_at(change_.now())) settled_.push_back(listed.entry.prefix);
    SALLYPORT_TRY(change_.audit(actor_, organization_,
                                kind_ == EntryKind::authorized ? "entry.authorized" : "entry.denied",
                                item.replaces ? entry_json(there_[item.there], credential_) : std::string(),
                                entry_json(listed, credential_)));
    return listed;
  }

  // A removal inside an authorized network would still keep its addresses from being learned after the entry
  // ended.
  Result<void> lift_removals(const Item& item) {
    for (std::size_t at = item.there;
         at < there_.size() && item.entry->prefix.contains(prefix_there(there_[at])); ++at) {
      ListedEntry& removed = there_[at];
      if (removed.entry.kind != EntryKind::removed || is_given(prefix_there(removed))) continue;
      SALLYPORT_TRY(change_.erase_entry(scope_, prefix_there(removed)));
      SALLYPORT_TRY(
          change_.audit(actor_, organization_, "entry.lifted", entry_json(removed, credential_), {}));
      removed.entry.kind = EntryKind::authorized;  // so that a network inside this one does not lift it again
    }
    return {};
  }

  bool is_given(const net::Prefix& prefix) const {
    return std::ranges::binary_search(items_, prefix, {}, &Batch::prefix_of);
  }

  Result<void> settle() {
    const auto state = kind_ == EntryKind::authorized ? AlertState::authorized : AlertState::denied;
    return control::settle(change_, actor_, scope_, settled_, state);
  }

  static std::size_t index_in(const std::vector<NewEntry>& entries, const Item& item) {
    return static_cast<std::size_t>(item.entry - entries.data());
  }
  static const net::Prefix& prefix_of(const Item& item) { return item.entry->prefix; }
  static const net::Prefix& prefix_there(const ListedEntry& listed) { return listed.entry.prefix; }

  Change& change_;
  const Actor& actor_;
  const Scope scope_;
  const std::string organization_;
  const std::string credential_;
  const EntryKind kind_;
  std::vector<Item> items_;         // by prefix
  std::vector<ListedEntry> there_;  // by prefix: at least what the items replace or lift
  std::vector<const Item*> standing_;
  std::vector<net::Prefix> settled_;  // by prefix: valid now
  std::uint64_t count_ = 0;           // of the list, before
};

}  // namespace

Result<Imported> put_entries(Change& change, const Actor& actor, const Place& place, EntryKind kind,
                             const std::vector<NewEntry>& entries, Existing existing) {
  if (entries.empty()) {
    return fail(ErrorCode::malformed_request,
                fmt::format("there is nothing to {}: give an address",
                            kind == EntryKind::authorized ? "authorize" : "deny"));
  }
  if (entries.size() > change.core().settings.entries_per_list) {
    return fail(ErrorCode::too_many_entries, fmt::format("a list has at most {} entries: give fewer",
                                                         change.core().settings.entries_per_list));
  }
  return Batch(change, actor, place, kind).run(entries, existing);
}

Result<std::vector<ListedEntry>> authorize(Change& change, const Actor& actor, const Place& place,
                                           const std::vector<NewEntry>& entries) {
  SALLYPORT_ASSIGN(auto imported,
                   put_entries(change, actor, place, EntryKind::authorized, entries, Existing::refuse));
  return std::move(imported.entries);
}

Result<ListedEntry> deny(Change& change, const Actor& actor, const Place& place, const NewEntry& entry,
                         bool force) {
  SALLYPORT_ASSIGN(const auto reach, reach_of_entry(change.read(), place.scope(), entry.prefix));
  SALLYPORT_ASSIGN(auto imported,
                   put_entries(change, actor, place, EntryKind::denied, {entry}, Existing::refuse));
  if (!force) SALLYPORT_TRY(refuse_lockout(change, actor, reach));
  return std::move(imported.entries.front());
}

}  // namespace sallyport::control
