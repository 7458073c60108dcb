// Review: what in an organization's lists looks wrong today.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "control/core.h"
#include "control/lists/provider.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;

constexpr std::size_t kMostOfAKind = 1000;
constexpr unsigned kWideIpv4 = 16;
constexpr unsigned kWideIpv6 = 32;
constexpr auto kNarrowAfter = std::chrono::days(7);
constexpr auto kStaleAfter = std::chrono::days(90);

// How an address was used that was let in last.
struct Used {
  net::Address address;
  Timestamp first;
  Timestamp last;
  std::uint64_t count = 0;
};

// By address, each once: of each credential, and of all of them.
struct Seen {
  std::map<std::string, std::vector<Used>> by_credential;
  std::vector<Used> all;
};

void put_together(std::vector<Used>& uses) {
  std::ranges::sort(uses, {}, &Used::address);
  std::vector<Used> together;
  for (const Used& use : uses) {
    if (together.empty() || together.back().address != use.address) {
      together.push_back(use);
      continue;
    }
    Used& same = together.back();
    same.first = std::min(same.first, use.first);
    same.last = std::max(same.last, use.last);
    same.count += use.count;
  }
  uses = std::move(together);
}

Result<Seen> read_seen(Reader& reader, OrganizationId organization) {
  Seen seen;
  std::optional<Reader::ActivityKey> after;
  while (true) {
    SALLYPORT_ASSIGN(const auto rows, reader.activity(organization, after, kRowsAtOnce));
    for (const Reader::ActivityRow& row : rows) {
      const Activity& activity = row.activity;
      if (activity.verdict != policy::Verdict::allow) continue;
      const Used use{activity.address, activity.first_seen, activity.last_seen, activity.count};
      seen.by_credential[activity.credential].push_back(use);
      seen.all.push_back(use);
    }
    if (rows.size() < kRowsAtOnce) break;
    after = rows.back().key;
  }
  for (auto& [name, uses] : seen.by_credential) put_together(uses);
  put_together(seen.all);
  return seen;
}

// Whether all use of the entry, as far back as it counts (also by organizations below that share it, and of
// activity that is not kept any more), can have come from this address. Its uses before the entry do not
// count for the entry; so where it has some, nobody knows.
bool has_all_hits(const Used& use, const ListedEntry& listed) {
  return use.first == listed.first_seen && use.last >= listed.last_seen && use.count >= listed.hits;
}

std::string days_since(Timestamp then, Timestamp now) {
  return fmt::format("{} days", std::chrono::floor<std::chrono::days>(now - then).count());
}

// Looks at one list.
class Look {
 public:
  Look(Timestamp now, const NetworkNames* names, std::string credential, const std::vector<Used>& seen,
       std::map<Hint::Kind, std::vector<Hint>>& hints)
      : now_(now), names_(names), credential_(std::move(credential)), seen_(seen), hints_(hints) {}

  void at(const ListedEntry& listed) {
    if (listed.entry.kind != EntryKind::authorized || !listed.entry.valid_at(now_)) return;
    look_for_wide(listed);
    look_for_one_address(listed);
    look_for_stale(listed);
    if (names_ != nullptr && !by_catalog(listed)) look_for_provider(listed);
  }

 private:
  // How wide these are, and whose machines they are on, the vendor knows, and gives them up in time.
  static bool by_catalog(const ListedEntry& listed) { return listed.entry.source == policy::Source::catalog; }

  void add(Hint::Kind kind, const ListedEntry& listed, std::string text,
           std::optional<net::Prefix> replacement = std::nullopt) {
    auto& of_kind = hints_[kind];
    if (of_kind.size() < kMostOfAKind) {
      of_kind.push_back({kind, credential_, listed.entry.prefix, std::move(text), replacement});
    }
  }

  void look_for_wide(const ListedEntry& listed) {
    const net::Prefix& prefix = listed.entry.prefix;
    const unsigned widest = prefix.address().is_ipv4() ? kWideIpv4 : kWideIpv6;
    if (listed.entry.source == policy::Source::learned || by_catalog(listed) || prefix.length() >= widest)
      return;
    add(Hint::Kind::wide, listed,
        fmt::format("wider than /{}: authorize the networks that are meant instead", widest));
  }

  void look_for_one_address(const ListedEntry& listed) {
    const net::Prefix& prefix = listed.entry.prefix;
    if (listed.entry.source != policy::Source::learned || prefix.is_single_address()) return;
    if (now_ - listed.created < kNarrowAfter) return;
    const auto first = std::ranges::lower_bound(seen_, prefix.address(), {}, &Used::address);
    if (first == seen_.end() || !prefix.contains(first->address)) return;
    if (const auto second = first + 1; second != seen_.end() && prefix.contains(second->address)) return;
    if (!has_all_hits(*first, listed)) return;
    add(Hint::Kind::one_address, listed,
        fmt::format("learned {} ago, and of all its addresses only {} was used",
                    days_since(listed.created, now_), first->address.to_string()),
        net::Prefix(first->address));
  }

  void look_for_stale(const ListedEntry& listed) {
    const Timestamp since =
        std::max(listed.last_seen.value_or(listed.created),
                 listed.entry.valid_from == policy::kAlways ? listed.created : listed.entry.valid_from);
    if (now_ - since < kStaleAfter) return;
    add(Hint::Kind::stale, listed,
        listed.last_seen
            ? fmt::format("not used for {}", days_since(*listed.last_seen, now_))
            : fmt::format("never used in the {} since it was put here", days_since(since, now_)));
  }

  // A network of one owner at both its ends is taken to be that owner's in between.
  void look_for_provider(const ListedEntry& listed) {
    const NetworkName name = names_->name_of(listed.entry.prefix.address());
    const auto provider = provider_of(name);
    if (!provider) return;
    if (!listed.entry.prefix.is_single_address()) {
      const NetworkName last = names_->name_of(listed.entry.prefix.last());
      if (last.as_number != name.as_number || last.owner != name.owner) return;
    }
    const std::string owner =
        name.owner.empty() ? fmt::format("AS{}", name.as_number.value_or(0)) : name.owner;
    add(Hint::Kind::provider, listed,
        *provider == Provider::hosting
            ? fmt::format("{} rents machines out: others may come from these addresses later", owner)
            : fmt::format("{} connects subscribers: their addresses change hands", owner));
  }

  const Timestamp now_;
  const NetworkNames* const names_;
  const std::string credential_;
  const std::vector<Used>& seen_;  // by address
  std::map<Hint::Kind, std::vector<Hint>>& hints_;
};

Result<void> look_at_list(Reader& reader, Scope scope, Look look) {
  std::optional<net::Prefix> after;
  while (true) {
    SALLYPORT_ASSIGN(const auto rows, reader.entries(scope, {}, after, kRowsAtOnce));
    for (const ListedEntry& listed : rows) look.at(listed);
    if (rows.size() < kRowsAtOnce) return {};
    after = rows.back().entry.prefix;
  }
}

}  // namespace

std::string_view to_string(Hint::Kind kind) {
  switch (kind) {
    case Hint::Kind::wide:
      return "wide";
    case Hint::Kind::one_address:
      return "one_address";
    case Hint::Kind::stale:
      return "stale";
    case Hint::Kind::provider:
      return "provider";
  }
  return "wide";
}

Result<std::vector<Hint>> Review::hints(const std::string& organization) {
  const Timestamp now = core_.clock.now();
  const NetworkNames* const names = core_.settings.network_names.get();
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto owner, need_organization(*reader, organization));
  SALLYPORT_ASSIGN(const Seen seen, read_seen(*reader, owner.id));
  std::map<Hint::Kind, std::vector<Hint>> by_kind;
  SALLYPORT_TRY(look_at_list(*reader, {owner.id, {}}, {now, names, {}, seen.all, by_kind}));
  // A credential that has no list of its own costs one read.
  const std::vector<Used> none;
  std::string after;
  while (true) {
    SALLYPORT_ASSIGN(const auto credentials, reader->credentials(owner.id, after, kRowsAtOnce));
    for (const Credential& credential : credentials) {
      const auto own = seen.by_credential.find(credential.name);
      SALLYPORT_TRY(look_at_list(
          *reader, {owner.id, credential.id},
          {now, names, credential.name, own == seen.by_credential.end() ? none : own->second, by_kind}));
    }
    if (credentials.size() < kRowsAtOnce) break;
    after = credentials.back().name;
  }
  std::vector<Hint> hints;
  for (auto& [kind, of_kind] : by_kind) std::ranges::move(of_kind, std::back_inserter(hints));
  return hints;
}

}  // namespace sallyport::control
