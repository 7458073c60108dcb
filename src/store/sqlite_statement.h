// Statement and Row: a prepared statement while it is used, and what it found.
//
// Thread safety: as its connection's: one thread at a time.
// Invariants: values reach SQL as bound parameters only. What a row holds is checked as it is read: a value
// that no version ever wrote makes fits() false, and the caller answers `corrupted`.
#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "policy/types.h"
#include "store/sqlite_codec.h"

namespace sallyport::store {

class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}

  bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  std::uint64_t count(int column) const;
  bool flag(int column) const { return integer(column) != 0; }
  std::string text(int column) const;
  std::span<const std::byte> blob(int column) const;
  net::Address address(int column) const;
  net::Prefix prefix(int column) const;
  policy::Fingerprint fingerprint(int column) const;
  Timestamp time(int column) const { return Timestamp(Milliseconds(integer(column))); }
  Timestamp time_or(int column, Timestamp otherwise) const {
    return is_null(column) ? otherwise : time(column);
  }
  std::optional<Timestamp> maybe_time(int column) const;
  std::optional<Milliseconds> maybe_duration(int column) const;
  // An enumerator from 0 to `last`.
  template <class Enum>
  Enum word(int column, Enum last) const {
    const std::int64_t value = integer(column);
    if (value < 0 || value > static_cast<std::int64_t>(last)) fits_ = false;
    return fits_ ? static_cast<Enum>(value) : Enum{};
  }

  bool fits() const { return fits_; }
  void refuse() const { fits_ = false; }

 private:
  sqlite3_stmt* statement_;
  mutable bool fits_ = true;
};

class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  Statement(Statement&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
  Statement& operator=(Statement&&) = delete;
  ~Statement() {
    if (statement_ == nullptr) return;
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

  int step() { return sqlite3_step(statement_); }
  Row row() const { return Row(statement_); }

  template <class... Values>
  void bind(const Values&... values) {
    int index = 0;
    (bind_one(++index, values), ...);
  }

 private:
  template <class Value>
  void bind_one(int index, const Value& value) {
    if constexpr (std::is_enum_v<Value>) {
      sqlite3_bind_int64(statement_, index, static_cast<std::int64_t>(value));
    } else if constexpr (std::is_integral_v<Value>) {
      sqlite3_bind_int64(statement_, index, static_cast<std::int64_t>(value));
    } else if constexpr (std::is_convertible_v<Value, std::string_view>) {
      const std::string_view text = value;
      // A text without data would be bound as NULL, which equals nothing.
      sqlite3_bind_text64(statement_, index, text.data() == nullptr ? "" : text.data(), text.size(),
                          SQLITE_TRANSIENT, SQLITE_UTF8);
    } else {
      bind_value(index, value);
    }
  }
  template <class Value>
  void bind_value(int index, const std::optional<Value>& value) {
    value ? bind_one(index, *value) : bind_null(index);
  }
  void bind_null(int index) { sqlite3_bind_null(statement_, index); }
  // Always and forever are NULL.
  void bind_value(int index, Timestamp value);
  void bind_value(int index, Milliseconds value) { sqlite3_bind_int64(statement_, index, value.count()); }
  void bind_value(int index, std::chrono::seconds value) {
    sqlite3_bind_int64(statement_, index, value.count());
  }
  void bind_value(int index, std::span<const std::byte> value);
  void bind_value(int index, const net::Address& value) { bind_value(index, encode(value).bytes()); }
  void bind_value(int index, const net::Prefix& value) { bind_value(index, encode(value).bytes()); }
  void bind_value(int index, const policy::Fingerprint& value) { bind_value(index, encode(value).bytes()); }

  sqlite3_stmt* statement_;
};

}  // namespace sallyport::store
