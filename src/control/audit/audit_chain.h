// The audit's chain: each record's hash covers the record and the hash of the one before it, so that editing,
// removing or moving one breaks all that follow.
//
// Thread safety: pure functions.
#pragma once

#include <string>

#include "control/ports/store.h"

namespace sallyport::control {

// BLAKE2b-256 over the hash before and all fields of the record but its own hash, each with its length before
// it.
Hash chain(const Hash& before, const AuditRecord& record);

std::string to_hexadecimal(const Hash& hash);

// Walks a chain from its first record.
class ChainWalk {
 public:
  // False where this is not the next record, or not as it was written.
  bool accept(const AuditRow& row);
  // Whether all records were seen: otherwise the end was cut off.
  bool is_at(const AuditHead& head) const { return last_.number == head.number && last_.hash == head.hash; }
  std::int64_t last() const { return last_.number; }

 private:
  AuditHead last_;  // before the first record stand zeros
};

}  // namespace sallyport::control
