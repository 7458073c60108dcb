// Lists that do not fit into their record: how they are written, and how they are searched.
//
// An address's longest match is the last entry at or before the address, or one of that entry's parents; so a
// search finds that entry, by a PrefixMap where there is one and by bisection otherwise, and climbs until an
// entry contains the address and is in force.
//
// Thread safety: a ListView reads only; a ListWriter belongs to one thread.
// Invariants: ListView's answers do not depend on the map being right: an entry is only answered if it
// contains the address.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "net/prefix_map.h"
#include "policy/types.h"
#include "snapshot/format.h"

namespace sallyport::snapshot {

// Where the parts of a list begin, in bytes from its header.
struct ListLayout {
  std::uint64_t validity;
  std::uint64_t map;
  std::uint64_t end;
};
constexpr ListLayout layout_of(const ListHeader& header) {
  const std::uint64_t entries = std::uint64_t{header.known} + header.removed;
  const std::uint64_t validity = sizeof(ListHeader) + entries * sizeof(ListEntry);
  const std::uint64_t map = validity + ((header.flags & kTimed) != 0 ? entries * sizeof(Validity) : 0);
  return {validity, map, map + header.map_bytes};
}

// REQUIRES: entry and address are of one family.
constexpr bool contains(const ListEntry& entry, const net::Address& address) {
  if (entry.length > 64) {
    return entry.high == address.high() && (entry.low ^ address.low()) >> (128 - entry.length) == 0;
  }
  return entry.length == 0 || (entry.high ^ address.high()) >> (64 - entry.length) == 0;
}

class ListView {
 public:
  // REQUIRES: the loader accepts it.
  explicit ListView(const ListHeader* header) noexcept;

  // The longest authorized or denied prefix in force that contains the address, or null.
  const ListEntry* find_known(const net::Address& address, std::int64_t now) const noexcept;
  // Whether a removed prefix in force contains the address.
  bool was_removed(const net::Address& address, std::int64_t now) const noexcept;

 private:
  const ListHeader* header_;
  const ListEntry* entries_;
  const Validity* validity_;  // null where all are always in force
  const std::byte* map_;
};

// Sorts and checks the entries of one list, then writes them where they fit. Kept and used again, it keeps
// its memory.
class ListWriter {
 public:
  // Errors: too_many_entries; duplicate, where a prefix stands twice.
  Result<void> take(std::span<const policy::Entry> entries);

  bool fits_record() const { return fits_record_; }
  // The eight or fewer entries. REQUIRES: fits_record(); the record is zero.
  void write_record(ScopeRecord& record) const;

  std::uint32_t granules() const { return header_.granules; }
  // REQUIRES: !fits_record(); granules() granules at `to`.
  void write_list(std::byte* to) const;

 private:
  void measure();

  std::vector<policy::Entry> known_;  // sorted by prefix
  std::vector<policy::Entry> removed_;
  bool fits_record_ = true;
  ListHeader header_{};
  net::PrefixMap map_;
};

}  // namespace sallyport::snapshot
