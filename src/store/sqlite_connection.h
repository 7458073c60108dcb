// Connection: one connection to SQLite, its prepared statements, and what its errors mean.
//
// Thread safety: one thread at a time.
// Invariants: after an error that leaves open what is on the disk, broken() is true for good: an fsync that
// failed is never tried again, since the kernel may have dropped the pages.
#pragma once

#include <sqlite3.h>

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "store/sqlite_statement.h"

namespace sallyport::store {

class Connection {
 public:
  // `name` is a file or ":memory:"; `flags` as for sqlite3_open_v2. Sets all that makes a connection careful.
  static Result<std::unique_ptr<Connection>> open(const std::string& name, int flags);

  // Several statements without parameters.
  Result<void> script(const char* sql);

  // `sql` is a string literal: statements are kept by its address.
  template <class... Values>
  Result<Statement> prepare(const char* sql, const Values&... values) {
    SALLYPORT_ASSIGN(Statement statement, kept(sql));
    statement.bind(values...);
    return statement;
  }

  // Returns how many rows it changed.
  template <class... Values>
  Result<std::uint64_t> run(const char* sql, const Values&... values) {
    SALLYPORT_ASSIGN(Statement statement, prepare(sql, values...));
    const int code = statement.step();
    if (code != SQLITE_DONE && code != SQLITE_ROW) return std::unexpected(error(code));
    return static_cast<std::uint64_t>(sqlite3_changes64(handle_.get()));
  }

  template <class Decode, class... Values>
  auto rows(const char* sql, const Decode& decode, const Values&... values)
      -> Result<std::vector<std::invoke_result_t<Decode, const Row&>>> {
    SALLYPORT_ASSIGN(Statement statement, prepare(sql, values...));
    std::vector<std::invoke_result_t<Decode, const Row&>> found;
    int code = SQLITE_OK;
    while ((code = statement.step()) == SQLITE_ROW) {
      const Row row = statement.row();
      found.push_back(decode(row));
      if (!row.fits()) return std::unexpected(misfit());
    }
    if (code != SQLITE_DONE) return std::unexpected(error(code));
    return found;
  }

  template <class Decode, class... Values>
  auto one(const char* sql, const Decode& decode, const Values&... values)
      -> Result<std::optional<std::invoke_result_t<Decode, const Row&>>> {
    SALLYPORT_ASSIGN(auto found, rows(sql, decode, values...));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  }

  // The only column of the only row.
  template <class... Values>
  Result<std::uint64_t> number(const char* sql, const Values&... values) {
    SALLYPORT_ASSIGN(const auto found, one(sql, [](const Row& row) { return row.count(0); }, values...));
    return found.value_or(0);
  }

  std::int64_t last_id() const { return sqlite3_last_insert_rowid(handle_.get()); }
  sqlite3* handle() const { return handle_.get(); }
  bool broken() const { return broken_; }

  // What a result code of this connection means for the caller.
  Error error(int code);
  static Error misfit();  // a row holds what no version wrote

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  Result<Statement> kept(const char* sql);

  std::unique_ptr<sqlite3, Close> handle_;
  std::unordered_map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
  bool broken_ = false;
};

}  // namespace sallyport::store
