#include "store/sqlite_requests.h"

#include <algorithm>

namespace sallyport::store {
namespace {

control::RequestRow to_request(const Row& row) {
  control::RequestRow request;
  request.claim.sender = row.text(0);
  request.claim.key = row.text(1);
  const auto hash = row.blob(2);
  if (hash.size() == request.claim.request.size()) {
    std::ranges::copy(hash, request.claim.request.begin());
  } else {
    row.refuse();
  }
  request.made = Milliseconds(row.integer(3));
  if (!row.is_null(4)) request.status = static_cast<unsigned>(row.count(4));
  request.body = row.text(5);
  return request;
}

}  // namespace

control::Maybe<control::RequestRow> SqliteRequestReader::request(std::string_view sender,
                                                                 std::string_view key) {
  return db_.one("SELECT sender, key, request, time, status, body FROM request WHERE sender = ? AND key = ?",
                 to_request, sender, key);
}

Result<std::uint64_t> SqliteRequestReader::request_count(std::string_view sender) {
  return db_.number("SELECT count(*) FROM request WHERE sender = ?", sender);
}

Result<std::int64_t> SqliteRequestReader::version(std::string_view organization) {
  SALLYPORT_ASSIGN(const auto newest, db_.one(
                                          "SELECT max(number) FROM audit WHERE organization = ?",
                                          [](const Row& row) { return row.integer(0); }, organization));
  return newest.value_or(0);
}

Result<void> SqliteRequestWriter::put_request(const control::RequestRow& row) {
  SALLYPORT_TRY(db_.run(
      "INSERT OR REPLACE INTO request (sender, key, request, time, status, body) VALUES (?, ?, ?, ?, ?, ?)",
      row.claim.sender, row.claim.key, std::span<const std::byte>(row.claim.request), row.made, row.status,
      row.body));
  return {};
}

Result<void> SqliteRequestWriter::erase_requests_before(Milliseconds made, unsigned limit) {
  SALLYPORT_TRY(
      db_.run("DELETE FROM request WHERE (sender, key) IN "
              "(SELECT sender, key FROM request WHERE time < ? ORDER BY time LIMIT ?)",
              made, limit));
  return {};
}

Result<void> SqliteRequestWriter::erase_oldest_requests(std::string_view sender, std::uint64_t count) {
  SALLYPORT_TRY(
      db_.run("DELETE FROM request WHERE sender = ?1 AND key IN "
              "(SELECT key FROM request WHERE sender = ?1 ORDER BY time LIMIT ?2)",
              sender, count));
  return {};
}

}  // namespace sallyport::store
