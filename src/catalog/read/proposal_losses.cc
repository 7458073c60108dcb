// What went since the last good one.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>

#include "catalog/read/proposal_holds.h"
#include "net/prefix_set.h"

namespace sallyport::catalog {
namespace {

void hold_for_age(const Feed& before, const Feed& found, std::vector<Hold>& holds) {
  const bool by_order = before.order && found.order;
  if (by_order && *found.order < *before.order) {
    holds.push_back(
        {HoldReason::older, fmt::format("its serial {} is older than {}, that of the last good one",
                                        found.serial, before.serial)});
  } else if (!by_order && before.made && found.made && *found.made < *before.made) {
    holds.push_back({HoldReason::older,
                     fmt::format("it was made on {}, the last good one on {}",
                                 sallyport::to_string(*found.made), sallyport::to_string(*before.made))});
  }
}

void hold_for_kind(const Feed& before, const Feed& found, std::vector<Hold>& holds) {
  if (found.format != before.format) {
    holds.push_back({HoldReason::other_kind, fmt::format("its format is {}, that of the last good one {}",
                                                         to_string(found.format), to_string(before.format))});
  } else if (found.kind != before.kind) {
    holds.push_back({HoldReason::other_kind,
                     fmt::format("this is \"{}\", the last good one \"{}\"", found.kind, before.kind)});
  }
}

// Prefixes of which some address went. Those that were only cut differently are none.
std::vector<net::Prefix> lost_prefixes(std::span<const net::Prefix> before, const net::PrefixSet& now) {
  std::vector<net::Prefix> gone;
  std::ranges::copy_if(before, std::back_inserter(gone),
                       [&](const auto& prefix) { return !now.contains(prefix); });
  return gone;
}

// REQUIRES: all of `before` are of that family.
void hold_for_lost_addresses(net::Family family, std::span<const net::Prefix> before,
                             const net::PrefixSet& now, std::vector<Hold>& holds) {
  const bool ipv4 = family == net::Family::ipv4;
  const auto gone = lost_prefixes(before, now);
  if (gone.empty()) return;
  const std::string first = gone.front().to_string();
  hold_for_share(static_cast<double>(gone.size()), static_cast<double>(before.size()),
                 ipv4 ? "IPv4 prefixes" : "IPv6 prefixes", first, holds);
  const auto old_set = net::PrefixSet::of({before.begin(), before.end()});
  const auto lost = old_set.without(now);
  if (ipv4) {
    hold_for_share(static_cast<double>(lost.ipv4_addresses()), static_cast<double>(old_set.ipv4_addresses()),
                   "IPv4 addresses", first, holds);
  } else {
    hold_for_share(lost.ipv6_addresses(), old_set.ipv6_addresses(), "IPv6 addresses", first, holds);
  }
}

void hold_for_lost_prefixes(const Feed& before, const Feed& found, std::vector<Hold>& holds) {
  const auto old_prefixes = distinct_prefixes(before);
  const auto now = net::PrefixSet::of(distinct_prefixes(found));
  const auto first_ipv6 =
      std::ranges::find(old_prefixes, net::Family::ipv6, [](const auto& prefix) { return prefix.family(); });
  hold_for_lost_addresses(net::Family::ipv4, {old_prefixes.begin(), first_ipv6}, now, holds);
  hold_for_lost_addresses(net::Family::ipv6, {first_ipv6, old_prefixes.end()}, now, holds);
}

}  // namespace

void hold_for_share(double gone, double total, std::string_view what, const std::string& first,
                    std::vector<Hold>& holds) {
  if (gone * 10 <= total) return;
  constexpr double kReadable = 1e15;
  const std::string counts =
      total < kReadable ? fmt::format(" ({:.0f} of {:.0f})", gone, total) : std::string();
  holds.push_back({HoldReason::shrunk, fmt::format("{:.1f} % of the {} went{}, {} among them",
                                                   gone / total * 100, what, counts, first)});
}

void hold_for_changes(const Feed& before, const Feed& found, const CommonNames& names, Proposal& proposal) {
  hold_for_kind(before, found, proposal.holds);
  hold_for_age(before, found, proposal.holds);
  if (found.ends_open && !before.ends_open) {
    proposal.holds.push_back(
        {HoldReason::truncated, "its last line has no end, unlike that of the last good one"});
  }
  hold_for_lost_prefixes(before, found, proposal.holds);
  hold_for_cells(before, found, names, proposal);
}

}  // namespace sallyport::catalog
