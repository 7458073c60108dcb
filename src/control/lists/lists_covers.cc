// Lists: which entry covers an address.

#include <algorithm>
#include <array>
#include <tuple>

#include "control/core.h"
#include "control/organizations/effective.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;

constexpr std::array kChannels{Channel::api, Channel::smtp};

struct Found {
  Covering covering;
  // On which channels it is what an ancestor enforces (R2): that one's own list, by itself, denies by it.
  std::vector<Channel> enforced_on = {};
  std::size_t nearness = 0;  // of its list: 0 is the nearest

  bool counts(Timestamp now) const {
    const policy::Entry& entry = covering.listed.entry;
    return entry.valid_at(now) && entry.kind != EntryKind::removed;
  }
};

// Collects what covers a prefix, list by list, the nearest first.
class Coverage {
 public:
  Coverage(Reader& reader, const Place& place, const net::Prefix& prefix, Timestamp now)
      : reader_(reader), place_(place), prefix_(prefix), now_(now) {}

  Result<std::vector<Found>> find() {
    const Organization& organization = place_.organization;
    if (place_.credential) SALLYPORT_TRY(add_own(place_.scope(), place_.credential->name));
    SALLYPORT_TRY(add_own({organization.id, {}}, {}));
    SALLYPORT_ASSIGN(const auto ancestors, ancestors_of(reader_, organization));
    for (const Organization& ancestor : ancestors) SALLYPORT_TRY(add_of_ancestor(ancestor));
    return std::move(found_);
  }

 private:
  // Widest first.
  Result<std::vector<ListedEntry>> covering(Scope scope) {
    SALLYPORT_ASSIGN(const auto wider, reader_.entries_covering(scope, prefix_));
    std::vector<ListedEntry> listed;
    for (const policy::Entry& entry : wider) {
      SALLYPORT_ASSIGN(const auto one, reader_.entry(scope, entry.prefix));
      if (one) listed.push_back(*one);
    }
    SALLYPORT_ASSIGN(const auto same, reader_.entry(scope, prefix_));
    if (same) listed.push_back(*same);
    return listed;
  }

  Result<void> add_own(Scope scope, const std::string& credential) {
    SALLYPORT_ASSIGN(auto listed, covering(scope));
    for (ListedEntry& one : listed) {
      found_.push_back({{std::move(one), place_.organization.name, credential, Covering::By::own}});
    }
    return {};
  }

  Result<void> add_of_ancestor(const Organization& ancestor) {
    SALLYPORT_ASSIGN(auto listed, covering({ancestor.id, {}}));
    if (listed.empty()) return {};
    SALLYPORT_ASSIGN(const auto enforced_on, this->enforced_on(ancestor.id));
    const auto counts = [&](const ListedEntry& one) {
      return one.entry.valid_at(now_) && one.entry.kind != EntryKind::removed;
    };
    const auto strongest = std::ranges::find_if(listed.rbegin(), listed.rend(), counts);
    for (ListedEntry& one : listed) {
      const bool denied = one.entry.kind == EntryKind::denied;
      if (one.entry.kind == EntryKind::removed) continue;
      SALLYPORT_ASSIGN(const bool shared, is_shared(ancestor.id, one.entry.prefix));
      if (!shared && (enforced_on.empty() || !denied)) continue;
      const bool is_strongest = strongest != listed.rend() && &one == &*strongest;
      Found found{{one, ancestor.name, {}, shared ? Covering::By::shared : Covering::By::enforced}};
      if (denied && is_strongest) found.enforced_on = enforced_on;
      found_.push_back(std::move(found));
    }
    return {};
  }

  // Of the credential's channel, or of both where none is named.
  Result<std::vector<Channel>> enforced_on(OrganizationId ancestor) {
    std::vector<Channel> channels;
    for (const Channel channel : kChannels) {
      if (place_.credential && place_.credential->channel != channel) continue;
      SALLYPORT_ASSIGN(const auto mode, reader_.family().enforced(ancestor, channel));
      if (mode) channels.push_back(channel);
    }
    return channels;
  }

  Result<bool> is_shared(OrganizationId ancestor, const net::Prefix& prefix) {
    SALLYPORT_ASSIGN(const auto shares, reader_.family().shares(ancestor, prefix));
    return std::ranges::any_of(shares, [&](const ShareRow& share) {
      return share.recipient == OrganizationId{} || share.recipient == place_.organization.id;
    });
  }

  Reader& reader_;
  const Place& place_;
  const net::Prefix prefix_;
  const Timestamp now_;
  std::vector<Found> found_;
};

// R2 without what is enforced: the most specific first, at equal length a denial, then the nearer list. Then
// what a person removed, which decides nothing, and what is not valid now.
void sort_by_strength(std::vector<Found>& found, Timestamp now) {
  for (std::size_t i = 0; i < found.size(); ++i) found[i].nearness = i;
  std::ranges::sort(found, {}, [now](const Found& one) {
    const policy::Entry& entry = one.covering.listed.entry;
    return std::tuple(!entry.valid_at(now), entry.kind == EntryKind::removed, 128 - entry.prefix.length(),
                      entry.kind != EntryKind::denied, one.nearness);
  });
}

// What decides on that channel. REQUIRES: sorted by strength.
std::vector<Found>::iterator deciding(std::vector<Found>& found, Channel channel, Timestamp now) {
  const auto enforced = std::ranges::find_if(
      found, [&](const Found& one) { return std::ranges::count(one.enforced_on, channel) > 0; });
  if (enforced != found.end()) return enforced;
  return std::ranges::find_if(found, [now](const Found& one) {
    return one.covering.by != Covering::By::enforced && one.counts(now);
  });
}

// Whether anything decides: where protection is off, nothing does.
Result<bool> is_on(Reader& reader, const Place& place, Channel channel) {
  SALLYPORT_ASSIGN(auto row, reader.protection(place.scope(), channel));
  if (!row) {
    SALLYPORT_ASSIGN(row, reader.protection({place.organization.id, {}}, channel));
  }
  SALLYPORT_ASSIGN(const auto demand, demand_on(reader, place.organization, channel));
  const ProtectionSettings own = row ? row->settings : ProtectionSettings();
  return in_force(own, demand.mode).mode != policy::Mode::off;
}

// Without a gate's word: by the rules, for each channel that was asked about.
Result<void> mark_by_rules(Reader& reader, const Place& place, std::vector<Found>& found, Timestamp now) {
  std::vector<std::vector<Found>::iterator> deciders;
  for (const Channel channel : kChannels) {
    if (place.credential && place.credential->channel != channel) continue;
    SALLYPORT_ASSIGN(const bool on, is_on(reader, place, channel));
    const auto decider = on ? deciding(found, channel, now) : found.end();
    if (decider != found.end()) decider->covering.decides_on = channel;
    deciders.push_back(decider);
  }
  const auto first = deciders.front();
  if (first == found.end() || first != deciders.back()) return {};
  first->covering.decides = true;
  first->covering.decides_on.reset();
  return {};
}

// One credential from one address: the gate's own word.
void mark_by_decision(const policy::Decision& decision, std::vector<Found>& found, Timestamp now) {
  const auto named = std::ranges::find_if(found, [&](const Found& one) {
    const Covering& covering = one.covering;
    const auto holder = covering.by != Covering::By::own ? policy::Holder::ancestor
                        : covering.credential.empty()    ? policy::Holder::organization
                                                         : policy::Holder::credential;
    return decision.entry == covering.listed.entry.prefix && decision.holder == holder && one.counts(now);
  });
  if (named != found.end()) named->covering.decides = true;
}

}  // namespace

Result<std::vector<Covering>> Lists::covers(const ScopeName& scope, const net::Prefix& prefix) {
  const Timestamp now = core_.clock.now();
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto place, need_place(*reader, scope));
  SALLYPORT_ASSIGN(auto found, Coverage(*reader, place, prefix, now).find());
  sort_by_strength(found, now);
  if (place.credential && prefix.is_single_address()) {
    const policy::Request request{place.credential->fingerprint, prefix.address()};
    mark_by_decision(core_.slot.current()->decide(request, now), found, now);
  } else {
    SALLYPORT_TRY(mark_by_rules(*reader, place, found, now));
  }
  std::vector<Covering> coverings;
  coverings.reserve(found.size());
  for (const bool enforced : {true, false}) {
    for (Found& one : found) {
      if (one.enforced_on.empty() != enforced) coverings.push_back(std::move(one.covering));
    }
  }
  return coverings;
}

}  // namespace sallyport::control
