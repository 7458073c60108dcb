// ScopeWriter: scope records with their lists, changed in two halves: first what can fail, which changes no
// answer; then what cannot.
//
// Thread safety: one thread at a time.
// Invariants: a list belongs to one record, and is given back with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "policy/types.h"
#include "snapshot/format.h"
#include "snapshot/list.h"
#include "snapshot/pool.h"
#include "snapshot/scope_table.h"

namespace sallyport::snapshot {

// A record that a change is about.
struct Part {
  std::uint32_t place = 0;            // its number; 0 where it has none yet
  std::optional<ScopeRecord> record;  // what shall stand there, as compile() made it; empty: nothing shall
  bool added = false;                 // `place` is new
};

class ScopeWriter {
 public:
  // REQUIRES: both outlive it.
  ScopeWriter(Pool& pool, ScopeTable& table) : pool_(pool), table_(table) {}

  // Writes the entries beside what is in use. Errors: too_many_entries, duplicate, storage_full.
  Result<ScopeRecord> compile(std::uint32_t id, std::span<const policy::Entry> entries);
  // For a record that was compiled and will not be used.
  void discard(const ScopeRecord& record);

  // Gives the part a place that may be changed, if it needs one. Errors: storage_full.
  Result<void> prepare(Part& part);
  // Writes the record, or gives the place back where none shall stand. REQUIRES: prepare()
  void commit(Part& part);
  // Instead of commit(), whether prepare() was called, succeeded or neither.
  void undo(Part& part);

  // What was written since forget_lists(), used or not, for publish() to check.
  std::span<const std::uint32_t> lists() const { return lists_; }
  void forget_lists() { lists_.clear(); }
  std::size_t side_bytes() const { return lists_.capacity() * sizeof(std::uint32_t); }

 private:
  Pool& pool_;
  ScopeTable& table_;
  ListWriter writer_;
  std::vector<std::uint32_t> lists_;
};

}  // namespace sallyport::snapshot
