#include "render/group_fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>

#include "render/prefixes.h"

namespace sallyport::render {
namespace {

// The prefixes of one family, and what each of them costs.
struct Slice {
  std::vector<net::Prefix> prefixes;
  std::size_t cost = 0;
};

std::size_t entries_of(const std::vector<Slice>& slices) {
  return std::accumulate(
      slices.begin(), slices.end(), std::size_t{0},
      [](std::size_t sum, const Slice& slice) { return sum + slice.prefixes.size() * slice.cost; });
}

struct FittedFamily {
  std::vector<net::PrefixSet> sets;  // one a slice
  net::PrefixSet besides;
};

// Sets one prefix of each slice aside, and shares the rest of the room out by how many prefixes there are:
// what they cost is at most the room. None where there is not room for one of each.
std::optional<FittedFamily> fit_family(std::vector<Slice> slices, std::size_t room) {
  const std::size_t needed = entries_of(slices);
  std::size_t least = 0;
  for (const auto& slice : slices) least += slice.prefixes.empty() ? 0 : slice.cost;
  if (least > room) return std::nullopt;
  FittedFamily fitted;
  for (auto& slice : slices) {
    const std::size_t count = slice.prefixes.size();
    net::PrefixSet set = net::PrefixSet::of(std::move(slice.prefixes));
    if (count > 0 && needed > room) {
      net::Summary summary = net::summarise(set, std::min(count, 1 + (room - least) * count / needed));
      set = std::move(summary.set);
      fitted.besides = fitted.besides.united(summary.besides);
    }
    fitted.sets.push_back(std::move(set));
  }
  return fitted;
}

std::vector<Slice> slices_of(const std::vector<PrefixGroup>& groups, EntriesOfPrefix entries,
                             net::Family family) {
  std::vector<Slice> slices;
  for (const auto& group : groups) {
    const auto [ipv4, ipv6] = by_family(group.prefixes);
    const auto part = family == net::Family::ipv4 ? ipv4 : ipv6;
    slices.push_back({{part.begin(), part.end()}, entries(group)});
  }
  return slices;
}

}  // namespace

Room room_needed(const std::vector<PrefixGroup>& groups, EntriesOfPrefix entries) {
  return {entries_of(slices_of(groups, entries, net::Family::ipv4)),
          entries_of(slices_of(groups, entries, net::Family::ipv6))};
}

Result<std::vector<PrefixGroup>> fit_groups(std::string_view target, std::vector<PrefixGroup> groups,
                                            EntriesOfPrefix entries, Room room, const Options& options,
                                            std::vector<std::string>& notes) {
  const Room needed = room_needed(groups, entries);
  if (needed.ipv4 <= room.ipv4 && needed.ipv6 <= room.ipv6) return groups;
  const std::string too_many =
      fmt::format("{} has room for {} IPv4 and {} IPv6 entries here, and there are {} and {}", target,
                  room.ipv4, room.ipv6, needed.ipv4, needed.ipv6);
  auto ipv4 = fit_family(slices_of(groups, entries, net::Family::ipv4), room.ipv4);
  auto ipv6 = fit_family(slices_of(groups, entries, net::Family::ipv6), room.ipv6);
  if (!ipv4 || !ipv6) return fail(ErrorCode::too_many_entries, too_many + ": make the list shorter");
  const std::string besides = count_of_addresses(ipv4->besides.united(ipv6->besides));
  if (!options.summarise) {
    return fail(ErrorCode::too_many_entries,
                fmt::format("{}; --summarise makes them fit, and lets in {} besides", too_many, besides));
  }
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i].prefixes = ipv4->sets[i].united(ipv6->sets[i]);
  notes.push_back(fmt::format("{}: summarised, which lets in {} besides", too_many, besides));
  return groups;
}

}  // namespace sallyport::render
