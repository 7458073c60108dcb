// ScopeTable: the builder's side of the scope records: one for each organization, for each credential that
// has a list of its own, and for each list that an organization shares or received.
//
// Thread safety: one thread at a time.
// Invariants: a page that was published is copied before it changes; record 0 is nobody's and stays zero. A
// number that was given back is given again.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "snapshot/format.h"
#include "snapshot/pool.h"

namespace sallyport::snapshot {

class ScopeTable {
 public:
  // Errors: storage_full.
  static Result<ScopeTable> create(Pool& pool);

  // A record that may be changed and is zero. Errors: storage_full.
  Result<std::uint32_t> allocate();
  // Makes it one that may be changed. Errors: storage_full; nothing was changed.
  Result<void> make_writable(std::uint32_t number);
  ScopeRecord& writable(
      std::uint32_t number);           // REQUIRES: make_writable(), or allocate(), in this generation
  void release(std::uint32_t number);  // REQUIRES: the same

  const ScopeRecord& at(std::uint32_t number) const { return record(number); }
  std::uint32_t size() const { return size_; }
  std::span<const std::uint32_t> directory() const { return directory_; }
  std::span<const std::uint32_t> changed() const { return changed_; }
  void forget_changes() { changed_.clear(); }
  std::size_t side_bytes() const;

 private:
  explicit ScopeTable(Pool& pool) : pool_(&pool) {}

  ScopeRecord& record(std::uint32_t number) const;

  Pool* pool_;
  std::uint32_t size_ = 0;
  std::vector<std::uint32_t> directory_;
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> changed_;
};

}  // namespace sallyport::snapshot
