// Lists: which entry covers an address.

#include <algorithm>
#include <numeric>
#include <tuple>

#include "control/core.h"
#include "control/effective.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;

// Collects what covers a prefix, list by list, the nearest first.
class Coverage {
 public:
  Coverage(Reader& reader, const Place& place, const net::Prefix& prefix)
      : reader_(reader), place_(place), prefix_(prefix) {}

  Result<std::vector<Covering>> find() {
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
      found_.push_back({std::move(one), place_.organization.name, credential, Covering::By::own, false});
    }
    return {};
  }

  Result<void> add_of_ancestor(const Organization& ancestor) {
    SALLYPORT_ASSIGN(auto listed, covering({ancestor.id, {}}));
    if (listed.empty()) return {};
    SALLYPORT_ASSIGN(const bool enforces, this->enforces(ancestor.id));
    for (ListedEntry& one : listed) {
      if (one.entry.kind == EntryKind::removed) continue;
      SALLYPORT_ASSIGN(const bool shared, is_shared(ancestor.id, one.entry.prefix));
      if (!shared && !(enforces && one.entry.kind == EntryKind::denied)) continue;
      found_.push_back(
          {std::move(one), ancestor.name, {}, shared ? Covering::By::shared : Covering::By::enforced, false});
    }
    return {};
  }

  // On the credential's channel, or on any where none is named.
  Result<bool> enforces(OrganizationId ancestor) {
    for (const Channel channel : {Channel::api, Channel::smtp}) {
      if (place_.credential && place_.credential->channel != channel) continue;
      SALLYPORT_ASSIGN(const auto mode, reader_.family().enforced(ancestor, channel));
      if (mode) return true;
    }
    return false;
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
  std::vector<Covering> found_;
};

// R2: the most specific first, at equal length a denial, then the nearer list. Then what a person removed,
// which decides nothing, and what is not valid now.
void sort(std::vector<Covering>& found, Timestamp now) {
  const auto rank = [&](std::size_t index) {
    const policy::Entry& entry = found[index].listed.entry;
    return std::tuple(!entry.valid_at(now), entry.kind == EntryKind::removed, 128 - entry.prefix.length(),
                      entry.kind != EntryKind::denied, index);
  };
  std::vector<std::size_t> order(found.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, rank);
  std::vector<Covering> sorted;
  sorted.reserve(found.size());
  for (const std::size_t index : order) sorted.push_back(std::move(found[index]));
  found = std::move(sorted);
}

}  // namespace

Result<std::vector<Covering>> Lists::covers(const ScopeName& scope, const net::Prefix& prefix) {
  std::vector<Covering> found;
  std::optional<policy::Decision> decision;
  const Timestamp now = core_.clock.now();
  {
    SALLYPORT_ASSIGN(const auto reader, core_.store.view());
    SALLYPORT_ASSIGN(const auto place, need_place(*reader, scope));
    SALLYPORT_ASSIGN(found, Coverage(*reader, place, prefix).find());
    if (place.credential) {
      decision = core_.slot.current()->decide({place.credential->fingerprint, prefix.address()}, now);
    }
  }
  sort(found, now);
  if (!decision || !prefix.is_single_address()) {
    const auto first = std::ranges::find_if(found, [now](const Covering& covering) {
      return covering.by != Covering::By::enforced && covering.listed.entry.valid_at(now) &&
             covering.listed.entry.kind != EntryKind::removed;
    });
    if (first != found.end()) first->decides = true;
    return found;
  }
  // One credential from one address: the gate's own word.
  const auto is_it = [&](const Covering& covering) {
    const bool of_ancestor = covering.by != Covering::By::own;
    const auto holder = of_ancestor                   ? policy::Holder::ancestor
                        : covering.credential.empty() ? policy::Holder::organization
                                                      : policy::Holder::credential;
    return decision->entry == covering.listed.entry.prefix && decision->holder == holder &&
           covering.listed.entry.valid_at(now);
  };
  const auto named = std::ranges::find_if(found, is_it);
  if (named != found.end()) named->decides = true;
  return found;
}

}  // namespace sallyport::control
