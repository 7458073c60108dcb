#include "app/cli/render/render_allowed.h"

#include <algorithm>
#include <map>

namespace sallyport::cli {
namespace {

struct OfOneLength {
  std::vector<net::Prefix> authorized, denied;
};

// The addresses whose strongest entry is of that kind: longer prefixes are laid over shorter ones, and at one
// length the denials over the rest.
net::PrefixSet addresses_under(policy::EntryKind kind, std::span<const policy::Entry> entries,
                               Timestamp now) {
  std::map<unsigned, OfOneLength> lengths;
  for (const policy::Entry& entry : entries) {
    if (entry.kind == policy::EntryKind::removed || !entry.valid_at(now)) continue;
    auto& of_length = lengths[entry.prefix.length()];
    (entry.kind == policy::EntryKind::denied ? of_length.denied : of_length.authorized)
        .push_back(entry.prefix);
  }
  net::PrefixSet under;
  for (auto& [length, of_length] : lengths) {
    const auto authorized = net::PrefixSet::of(std::move(of_length.authorized));
    const auto denied = net::PrefixSet::of(std::move(of_length.denied));
    under = kind == policy::EntryKind::denied ? under.without(authorized).united(denied)
                                              : under.united(authorized).without(denied);
  }
  return under;
}

void look_for_change(std::span<const policy::Entry> entries, Timestamp now, std::optional<Timestamp>& next) {
  for (const policy::Entry& entry : entries) {
    if (entry.kind == policy::EntryKind::removed) continue;
    for (const Timestamp time : {entry.valid_from, entry.valid_until}) {
      if (time > now && time != policy::kForever && (!next || time < *next)) next = time;
    }
  }
}

}  // namespace

net::PrefixSet allowed_addresses(const ListsThatCount& lists, Timestamp now) {
  auto allowed = addresses_under(policy::EntryKind::authorized, lists.entries, now);
  for (const auto& ancestor : lists.enforcing) {
    allowed = allowed.without(addresses_under(policy::EntryKind::denied, ancestor, now));
  }
  return allowed;
}

std::optional<Timestamp> next_start_or_end(const ListsThatCount& lists, Timestamp now) {
  std::optional<Timestamp> next;
  look_for_change(lists.entries, now, next);
  for (const auto& ancestor : lists.enforcing) look_for_change(ancestor, now, next);
  return next;
}

}  // namespace sallyport::cli
