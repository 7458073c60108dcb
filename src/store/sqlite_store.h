// SqliteStore: the Store port on SQLite.
//
// One connection writes and checkpoints (journal_mode=WAL, synchronous=FULL); another one reads what is
// committed.
//
// Thread safety: as control/store.h says.
// Invariants: at most one process has the data open; what was committed survives kill -9 and power loss.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"

namespace sallyport::control {
class Store;
}

namespace sallyport::store {

// Opens or creates the database, brings its schema up to date. Errors: newer_version, already_running,
// corrupted, storage_full, unavailable.
Result<std::unique_ptr<control::Store>> open_sqlite(const std::filesystem::path& file);

// A database in memory, for scenarios and tests.
Result<std::unique_ptr<control::Store>> open_sqlite_in_memory();

}  // namespace sallyport::store
