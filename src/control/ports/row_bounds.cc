#include "control/ports/row_bounds.h"

namespace sallyport::control {
namespace {

constexpr std::size_t kScopes = 65'536;  // of which bounds are kept

}  // namespace

std::size_t RowBounds::Hash::operator()(const Scope& scope) const noexcept {
  constexpr std::uint64_t kOdd = 0x9e37'79b9'7f4a'7c15;  // 2^64 over the golden ratio: spreads neighbours
  const auto organization = static_cast<std::uint64_t>(scope.organization);
  return (organization << 32 | static_cast<std::uint64_t>(scope.credential)) * kOdd >> 16;
}

void RowBounds::note(Scope scope, Kind kind, std::uint64_t more) {
  const auto found = bounds_.find(scope);
  if (found == bounds_.end()) return;
  if (auto& bound = found->second[static_cast<std::size_t>(kind)]) *bound += more;
}

bool RowBounds::fits(Scope scope, Kind kind, std::uint64_t more, std::uint64_t most) const {
  const auto found = bounds_.find(scope);
  if (found == bounds_.end()) return false;
  const auto& bound = found->second[static_cast<std::size_t>(kind)];
  return bound && *bound + more <= most;
}

void RowBounds::set(Scope scope, Kind kind, std::uint64_t rows) {
  if (bounds_.size() >= kScopes && !bounds_.contains(scope)) bounds_.clear();
  bounds_[scope][static_cast<std::size_t>(kind)] = rows;
}

}  // namespace sallyport::control
