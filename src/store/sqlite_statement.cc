#include "store/sqlite_statement.h"

namespace sallyport::store {

std::uint64_t Row::count(int column) const {
  const std::int64_t value = integer(column);
  if (value < 0) fits_ = false;
  return fits_ ? static_cast<std::uint64_t>(value) : 0;
}

std::string Row::text(int column) const {
  const auto* const bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (bytes == nullptr) return {};
  return std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

std::span<const std::byte> Row::blob(int column) const {
  const auto* const bytes = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

net::Address Row::address(int column) const {
  const auto address = decode_address(blob(column));
  if (!address) fits_ = false;
  return address.value_or(net::Address());
}

net::Prefix Row::prefix(int column) const {
  const auto prefix = decode_prefix(blob(column));
  if (!prefix) fits_ = false;
  return prefix.value_or(net::Prefix());
}

policy::Fingerprint Row::fingerprint(int column) const {
  const auto fingerprint = decode_fingerprint(blob(column));
  if (!fingerprint) fits_ = false;
  return fingerprint.value_or(policy::Fingerprint());
}

std::optional<Timestamp> Row::maybe_time(int column) const {
  if (is_null(column)) return std::nullopt;
  return time(column);
}

std::optional<Milliseconds> Row::maybe_duration(int column) const {
  if (is_null(column)) return std::nullopt;
  return Milliseconds(integer(column));
}

void Statement::bind_value(int index, Timestamp value) {
  if (value == policy::kAlways || value == policy::kForever) return bind_null(index);
  sqlite3_bind_int64(statement_, index, value.time_since_epoch().count());
}

void Statement::bind_value(int index, std::span<const std::byte> value) {
  if (value.empty()) {  // a null pointer would be NULL
    sqlite3_bind_zeroblob(statement_, index, 0);
    return;
  }
  sqlite3_bind_blob64(statement_, index, value.data(), value.size(), SQLITE_TRANSIENT);
}

}  // namespace sallyport::store
