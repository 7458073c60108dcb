#include "store/sqlite_connection.h"

#include <fmt/format.h>

#include <cerrno>

namespace sallyport::store {
namespace {

constexpr int kBusyMilliseconds = 5000;  // a person may look at the file with another program

bool means_no_space(int system_error) { return system_error == ENOSPC || system_error == EDQUOT; }

}  // namespace

Result<std::unique_ptr<Connection>> Connection::open(const std::string& name, int flags) {
  auto connection = std::make_unique<Connection>();
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(name.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  connection->handle_.reset(handle);
  if (code != SQLITE_OK) return std::unexpected(connection->error(code));
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  // A file that somebody prepared must not make SQLite run what stands in its schema.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  SALLYPORT_TRY(
      connection->script("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA foreign_keys = "
                         "ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;"));
  return connection;
}

Result<void> Connection::script(const char* sql) {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return std::unexpected(error(code));
  return {};
}

Result<Statement> Connection::kept(const char* sql) {
  auto& statement = statements_[sql];
  if (!statement) {
    sqlite3_stmt* prepared = nullptr;
    const int code =
        sqlite3_prepare_v3(handle_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
    statement.reset(prepared);
    if (code != SQLITE_OK) return std::unexpected(error(code));
  }
  return Statement(statement.get());
}

Error Connection::error(int code) {
  const int system_error = handle_ ? sqlite3_system_errno(handle_.get()) : 0;
  std::string detail =
      fmt::format("SQLite {}: {} (errno {})", code,
                  handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code), system_error);
  const bool sync_failed = code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
  switch (code & 0xff) {
    case SQLITE_FULL:
      return {ErrorCode::storage_full, "the disk is full; nothing was changed: free some space",
              std::move(detail)};
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      if (!sync_failed && means_no_space(system_error)) {
        return {ErrorCode::storage_full, "the disk is full; nothing was changed: free some space",
                std::move(detail)};
      }
      // Too many open files, say, leave nothing in doubt.
      broken_ = broken_ || (code & 0xff) == SQLITE_IOERR;
      return {ErrorCode::unavailable,
              "the database cannot be read or written: check the disk, then start again", std::move(detail)};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      broken_ = true;
      return {ErrorCode::corrupted, "the database is damaged, or is none: restore it from a backup",
              std::move(detail)};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::unavailable, "another program keeps the database busy: try again",
              std::move(detail)};
    case SQLITE_NOMEM:
      return {ErrorCode::unavailable, "there is not enough memory: try again", std::move(detail)};
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return {ErrorCode::unavailable, "the database may not be written: check its permissions",
              std::move(detail)};
    case SQLITE_CONSTRAINT:
      return {ErrorCode::duplicate, "it is there already", std::move(detail)};
    default:
      return {ErrorCode::internal, "an internal error in the store", std::move(detail)};
  }
}

Error Connection::misfit() {
  return {
      ErrorCode::corrupted, "the database holds a value that no version wrote: restore it from a backup", {}};
}

}  // namespace sallyport::store
