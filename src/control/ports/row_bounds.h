// RowBounds: how many rows there are at most, of what strangers can make grow. Rows are counted anew only
// where the bound says that there may be too many, and not in each batch of observations.
//
// Thread safety: one thread at a time.
// Invariants: a bound is never lower than what the store holds, as long as all rows are added here first:
// rows that go, and transactions that are rolled back, only make it too high.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <unordered_map>

#include "control/ports/store_rows.h"

namespace sallyport::control {

class RowBounds {
 public:
  // Entries are those of one list; the others are the organization's.
  enum class Kind : std::uint8_t { activity, unauthorized, open_alerts, entries };

  void note(Scope scope, Kind kind, std::uint64_t more);  // that rows are added
  // Whether there would surely be no more than `most`. Where it does not know, the caller counts what the
  // store holds, and tells it by set().
  bool fits(Scope scope, Kind kind, std::uint64_t more, std::uint64_t most) const;
  void set(Scope scope, Kind kind, std::uint64_t rows);

 private:
  using Bounds = std::array<std::optional<std::uint64_t>, 4>;  // by Kind
  struct Hash {
    std::size_t operator()(const Scope& scope) const noexcept;
  };
  std::unordered_map<Scope, Bounds, Hash> bounds_;
};

}  // namespace sallyport::control
