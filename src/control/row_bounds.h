// RowBounds: how many rows organizations hold at most, of what strangers can make grow. Rows are counted anew
// only where the bound says that there may be too many, and not in each batch of observations.
//
// Thread safety: one thread at a time.
// Invariants: a bound is never lower than what the store holds, as long as all rows are added here first:
// rows that go, and transactions that are rolled back, only make it too high.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <unordered_map>

#include "policy/types.h"

namespace sallyport::control {

class RowBounds {
 public:
  enum class Kind : std::uint8_t { activity, unauthorized, open_alerts };

  // Counts `more` rows and says whether there are surely no more than `most`. Where it does not know, the
  // caller counts what the store holds, and tells it by set().
  bool add(policy::OrganizationId organization, Kind kind, std::uint64_t more, std::uint64_t most);
  void set(policy::OrganizationId organization, Kind kind, std::uint64_t rows);

 private:
  using Bounds = std::array<std::optional<std::uint64_t>, 3>;  // by Kind
  std::unordered_map<policy::OrganizationId, Bounds> bounds_;
};

}  // namespace sallyport::control
