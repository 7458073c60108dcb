// The tables, and how a database of an older version gets them.
//
// Thread safety: functions over one connection.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "store/sqlite_connection.h"

namespace sallyport::store {

// What stands in the header of every file of ours: "SlPt".
inline constexpr std::int64_t kApplicationId = 0x536c5074;

// The SQL that makes this version of the one before; the first of nothing. REQUIRES: there is that version.
const char* migration_to(std::uint64_t version);

// Makes sure that the database is ours and has the newest schema: creates or migrates it, in one transaction.
// Errors: newer_version; corrupted where it is another program's.
Result<void> prepare_schema(Connection& connection);

}  // namespace sallyport::store
