#include <algorithm>

#include "store/sqlite_reader.h"

namespace sallyport::store {
namespace {

#define AUDIT "SELECT number, time, actor, source, organization, action, before, after, hash FROM audit "

control::Hash to_hash(const Row& row, int column) {
  control::Hash hash{};
  const auto bytes = row.blob(column);
  if (bytes.size() == hash.size()) {
    std::ranges::copy(bytes, hash.begin());
  } else {
    row.refuse();
  }
  return hash;
}

control::AuditRow to_audit(const Row& row) {
  control::AuditRow audit;
  control::AuditRecord& record = audit.record;
  record.number = row.integer(0);
  record.time = row.time(1);
  record.actor.name = row.text(2);
  if (!row.is_null(3)) record.actor.from = row.address(3);
  record.organization = row.text(4);
  record.action = row.text(5);
  record.before = row.text(6);
  record.after = row.text(7);
  audit.hash = to_hash(row, 8);
  return audit;
}

}  // namespace

const char* meta_name(control::Number name) {
  switch (name) {
    case control::Number::watched:
      return "watched";
  }
  return "";
}

const char* meta_name(control::Bytes name) {
  switch (name) {
    case control::Bytes::administrator_hash:
      return "administrator_hash";
    case control::Bytes::installation:
      return "installation";
  }
  return "";
}

control::Rows<control::AuditRow> SqliteReader::audit(std::string_view organization,
                                                     std::optional<std::int64_t> before, unsigned limit) {
  if (organization.empty()) {
    return db_.rows(AUDIT "WHERE number < coalesce(?, 1 << 62) ORDER BY number DESC LIMIT ?", to_audit,
                    before, limit);
  }
  return db_.rows(AUDIT
                  "WHERE organization = ? AND number < coalesce(?, 1 << 62) ORDER BY number DESC LIMIT ?",
                  to_audit, organization, before, limit);
}

control::Rows<control::AuditRow> SqliteReader::audit_after(std::int64_t number, unsigned limit) {
  return db_.rows(AUDIT "WHERE number > ? ORDER BY number LIMIT ?", to_audit, number, limit);
}

control::Rows<control::AuditRow> SqliteReader::audit_after(std::string_view organization, std::int64_t number,
                                                           unsigned limit) {
  return db_.rows(AUDIT "WHERE organization = ? AND number > ? ORDER BY number LIMIT ?", to_audit,
                  organization, number, limit);
}

Result<std::uint64_t> SqliteReader::audit_count(std::string_view organization) {
  if (organization.empty()) return db_.number("SELECT count(*) FROM audit");
  return db_.number("SELECT count(*) FROM audit WHERE organization = ?", organization);
}

Result<control::AuditHead> SqliteReader::audit_head() {
  SALLYPORT_ASSIGN(const auto head, db_.one("SELECT n.value, h.value FROM meta AS n, meta AS h "
                                            "WHERE n.name = 'audit_number' AND h.name = 'audit_hash'",
                                            [](const Row& row) {
                                              return control::AuditHead{row.integer(0), to_hash(row, 1)};
                                            }));
  if (!head) return std::unexpected(Connection::misfit());
  return *head;
}

control::Maybe<std::int64_t> SqliteReader::number(control::Number name) {
  return db_.one(
      "SELECT value FROM meta WHERE name = ?", [](const Row& row) { return row.integer(0); },
      meta_name(name));
}

control::Maybe<std::vector<std::byte>> SqliteReader::bytes(control::Bytes name) {
  return db_.one(
      "SELECT value FROM meta WHERE name = ?",
      [](const Row& row) {
        const auto blob = row.blob(0);
        return std::vector<std::byte>(blob.begin(), blob.end());
      },
      meta_name(name));
}

}  // namespace sallyport::store
