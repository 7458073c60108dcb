#include "control/row_bounds.h"

namespace sallyport::control {
namespace {

constexpr std::size_t kOrganizations = 65'536;  // of which bounds are kept

}  // namespace

bool RowBounds::add(policy::OrganizationId organization, Kind kind, std::uint64_t more, std::uint64_t most) {
  const auto found = bounds_.find(organization);
  if (found == bounds_.end()) return false;
  auto& bound = found->second[static_cast<std::size_t>(kind)];
  if (!bound) return false;
  *bound += more;
  return *bound <= most;
}

void RowBounds::set(policy::OrganizationId organization, Kind kind, std::uint64_t rows) {
  if (bounds_.size() >= kOrganizations && !bounds_.contains(organization)) bounds_.clear();
  bounds_[organization][static_cast<std::size_t>(kind)] = rows;
}

}  // namespace sallyport::control
