// What an organization's place in the tree does to it: whose demands, members and shared entries count there
// (R15).
//
// Thread safety: as the reader's. Cost of each, unless it says more: a few reads for every ancestor, of which
// there are fewer than policy::kMostLevels.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "control/ports/store.h"

namespace sallyport::control {

// Nearest first.
Result<std::vector<Organization>> ancestors_of(Reader& reader, const Organization& organization);

// At any depth, level by level. Cost: a read for each of them.
Result<std::vector<OrganizationId>> descendants_of(Reader& reader, OrganizationId organization);

// What ancestors enforce on one channel: the strictest, and who does; of equal ones, the nearest.
struct Demand {
  policy::Enforcement mode;
  std::string by;  // empty: nobody
};
Result<Demand> demand_on(Reader& reader, const Organization& organization, Channel channel);

// What is in force under the demand.
policy::Protection in_force(const ProtectionSettings& own, policy::Enforcement enforced);

// What a person may do there, as a member of it or of ancestors; empty where they are a member of none.
Result<std::optional<Permissions>> permissions_in(Reader& reader, const Organization& organization,
                                                  std::string_view email);

// The ancestor whose shared entry authorizes exactly this prefix now; the nearest, and before all the one
// that shares it with exactly this organization. Empty where none does.
Result<std::optional<OrganizationId>> sharer_of(Reader& reader, const Organization& organization,
                                                const net::Prefix& prefix, Timestamp now);

// How many entries authorize something in it now, by being shared with it. Cost: O(those shared).
Result<std::uint64_t> shared_authorized_count(Reader& reader, const Organization& organization,
                                              Timestamp now);

}  // namespace sallyport::control
