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

control::VersionRow to_version(const Row& row) {
  return {row.text(0), row.integer(1), row.integer(2), row.count(3)};
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

Result<control::Reader::AuditWalk> SqliteReader::audit(std::string_view organization,
                                                       const control::AuditFilter& filter,
                                                       std::optional<std::int64_t> before, unsigned limit,
                                                       unsigned examined) {
  // All of a thing, or one action: a range in either case ("~" sorts after every letter).
  const bool of_thing = filter.action.ends_with(".*");
  const std::string first = of_thing ? filter.action.substr(0, filter.action.size() - 1) : filter.action;
  const std::string last = filter.action.empty() || of_thing ? first + "~" : first;
  SALLYPORT_ASSIGN(const auto floor,
                   db_.one(
                       organization.empty()
                           ? "SELECT number FROM audit WHERE ?1 = '' AND number < coalesce(?2, 1 << 62) "
                             "ORDER BY number DESC LIMIT 1 OFFSET ?3 - 1"
                           : "SELECT number FROM audit WHERE organization = ?1 "
                             "AND number < coalesce(?2, 1 << 62) ORDER BY number DESC LIMIT 1 OFFSET ?3 - 1",
                       [](const Row& row) { return row.integer(0); }, organization, before, examined));
#define FITS                                                                                      \
  "AND number < coalesce(?2, 1 << 62) AND number >= coalesce(?3, 0) AND (?4 = '' OR actor = ?4) " \
  "AND action BETWEEN ?5 AND ?6 AND (?7 IS NULL OR time >= ?7) AND (?8 IS NULL OR time < ?8) "    \
  "ORDER BY number DESC LIMIT ?9"
  AuditWalk walk;
  SALLYPORT_ASSIGN(walk.rows, db_.rows(organization.empty() ? AUDIT "WHERE ?1 = '' " FITS
                                                            : AUDIT "WHERE organization = ?1 " FITS,
                                       to_audit, organization, before, floor, filter.actor, first, last,
                                       filter.since, filter.until, limit));
  if (!floor || walk.rows.size() >= limit) return walk;
  // Whoever asks from a day on is done where nobody's record of that day or later is left.
  SALLYPORT_ASSIGN(
      const auto more,
      db_.number("SELECT EXISTS (SELECT 1 FROM audit WHERE number < ?1 AND ?2 IS NULL) OR "
                 "EXISTS (SELECT 1 FROM audit INDEXED BY audit_time WHERE time >= ?2 AND number < ?1)",
                 floor, filter.since));
  if (more != 0) walk.next = floor;
  return walk;
}

control::Rows<control::AuditRow> SqliteReader::audit_after(std::optional<std::int64_t> number,
                                                           unsigned limit) {
  // No number is below the lowest one: what begins "after" a number always leaves one out.
  if (!number) return db_.rows(AUDIT "ORDER BY number LIMIT ?", to_audit, limit);
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

control::Rows<control::VersionRow> SqliteReader::versions(std::string_view organization,
                                                          std::optional<std::int64_t> before,
                                                          unsigned limit) {
  return db_.rows(
      "SELECT organization, first, number, entries FROM version "
      "WHERE organization = ? AND number < coalesce(?, 1 << 62) ORDER BY number DESC LIMIT ?",
      to_version, organization, before, limit);
}

control::Maybe<control::VersionRow> SqliteReader::version_from(std::string_view organization,
                                                               std::int64_t number) {
  return db_.one(
      "SELECT organization, first, number, entries FROM version "
      "WHERE organization = ? AND number >= ? ORDER BY number LIMIT 1",
      to_version, organization, number);
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
