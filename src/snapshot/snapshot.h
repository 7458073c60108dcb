// Snapshot: all policy compiled to bytes, and the fast decide() that every gate, `explain` and the scenarios
// call.
//
// The bytes are described by FORMAT.md: pages that refer to each other by number and offset, never by
// pointer, so that they can be mapped from a file by another process. Two generations share the pages in
// which they are equal.
//
// Thread safety: immutable; any number of readers. A reader keeps what it reads by its shared_ptr, and may
// drop it last: the builder learns of it, and then uses again what nobody else reaches. Invariants: equal in
// every answer to policy::decide() over the policy it was built from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "policy/types.h"
#include "snapshot/loader.h"
#include "snapshot/view.h"

namespace sallyport::snapshot {

class Arena;

class Snapshot {
 public:
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  // Cost: two dependent memory accesses beyond the cache for a credential without lists of its own and an
  // organization with at most eight IPv4 entries and no parent; one more for each ancestor. Allocates
  // nothing.
  policy::Decision decide(const policy::Request& request, Timestamp now) const noexcept {
    return view_.decide(request, now);
  }

  std::uint64_t generation() const noexcept { return view_.generation(); }
  std::size_t bytes() const noexcept { return bytes_; }  // how much memory the pages of this generation take

  // All pages among which this generation's lie, for whoever copies or measures them. Others may be written
  // meanwhile, so only what root_page() reaches may be read.
  const Image& image() const noexcept { return image_; }
  std::uint32_t root_page() const noexcept { return root_page_; }

 private:
  friend class Builder;
  Snapshot(std::shared_ptr<Arena> arena, Image image, std::uint32_t root_page, std::size_t bytes);

  View view_;
  std::shared_ptr<Arena> arena_;
  Image image_;
  std::uint32_t root_page_;
  std::size_t bytes_;
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

}  // namespace sallyport::snapshot
