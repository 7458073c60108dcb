// Snapshot: all policy compiled to bytes, and the fast decide() that every gate, `explain` and the scenarios call.
//
// The bytes are described by FORMAT.md: pages that refer to each other by number and offset, never by pointer, so
// that they can be mapped from a file by another process. Two generations share the pages in which they are equal.
//
// Thread safety: immutable; any number of readers. A reader keeps what it reads by its shared_ptr.
// Invariants: equal in every answer to policy::decide() over the policy it was built from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "policy/types.h"

namespace sallyport::snapshot {

class Arena;

class Snapshot {
 public:
  // Cost: two dependent memory accesses beyond the cache for a credential without lists of its own and an
  // organization with at most eight IPv4 entries. Allocates nothing.
  policy::Decision decide(const policy::Request& request, Timestamp now) const noexcept;

  std::uint64_t generation() const noexcept { return generation_; }
  std::size_t bytes() const noexcept;  // how much memory the pages of this generation take

 private:
  friend class Builder;
  // ... to be completed by the implementation
  std::uint64_t generation_ = 0;
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

}  // namespace sallyport::snapshot
