#include <limits>

#include "store/covering.h"
#include "store/row_types.h"
#include "store/sqlite_reader.h"

namespace sallyport::store {
namespace {

#define ENTRY                                                                                                \
  "SELECT prefix, kind, source, valid_from, valid_until, created, actor, note, first_seen, last_seen, hits " \
  "FROM entry "

control::ListedEntry to_listed_entry(const Row& row) {
  control::ListedEntry listed;
  listed.entry = to_entry(row);
  listed.created = row.time(5);
  listed.by = row.text(6);
  listed.note = row.text(7);
  listed.first_seen = row.maybe_time(8);
  listed.last_seen = row.maybe_time(9);
  listed.hits = row.count(10);
  return listed;
}

std::vector<std::byte> to_bytes(const Blob& blob) { return {blob.bytes().begin(), blob.bytes().end()}; }

// Sorts after all that is before the prefix, and before it.
std::vector<std::byte> just_before(const net::Prefix& prefix) {
  std::vector<std::byte> bytes = to_bytes(encode(prefix));
  if (prefix.length() == 0) {
    bytes.pop_back();
  } else {
    bytes.back() = static_cast<std::byte>(prefix.length() - 1);
  }
  return bytes;
}

// As blobs, addresses sort by family; these are the least and the greatest.
struct AddressRange {
  net::Address first = net::Address::ipv4(0);
  net::Address last = net::Address::ipv6(~0ULL, ~0ULL);
};

AddressRange range_of(const std::optional<net::Prefix>& inside) {
  return inside ? AddressRange{inside->address(), inside->last()} : AddressRange{};
}

std::int64_t milliseconds_or(std::optional<Timestamp> time, std::int64_t otherwise) {
  return time ? time->time_since_epoch().count() : otherwise;
}

control::UnauthorizedAddress to_unauthorized(const Row& row) {
  return {row.address(0), row.text(1), row.word(2, control::Channel::smtp),
          row.time(3),    row.time(4), row.count(5)};
}

control::Reader::ActivityRow to_activity(const Row& row) {
  control::Reader::ActivityRow activity;
  activity.key.credential = row.word(0, control::CredentialId{0xffff'ffff});
  activity.activity = {row.address(1),
                       row.text(2),
                       row.word(3, policy::Verdict::allow),
                       row.word(4, policy::Reason::catalog),
                       row.time(5),
                       row.time(6),
                       row.count(7)};
  activity.key.last_seen = activity.activity.last_seen;
  activity.key.address = activity.activity.address;
  return activity;
}

}  // namespace

control::Maybe<control::ListedEntry> SqliteReader::entry(Scope scope, const net::Prefix& prefix) {
  return db_.one(ENTRY "WHERE organization = ? AND credential = ? AND prefix = ?", to_listed_entry,
                 scope.organization, scope.credential, prefix);
}

control::Rows<control::ListedEntry> SqliteReader::entries(Scope scope, const EntrySelection& selection,
                                                          std::optional<net::Prefix> after, unsigned limit) {
  const bool inside_only = selection.inside && (!after || *after < *selection.inside);
  const std::vector<std::byte> key = inside_only ? just_before(*selection.inside)
                                     : after     ? to_bytes(encode(*after))
                                                 : std::vector<std::byte>();  // sorts before every prefix
  const std::vector<std::byte> last = selection.inside
                                          ? to_bytes(encode(net::Prefix(selection.inside->last())))
                                          : std::vector{std::byte{0xff}};  // after every one
  return db_.rows(ENTRY
                  "WHERE organization = ?1 AND credential = ?2 AND prefix > ?3 AND prefix <= ?4 "
                  "AND kind = ?5 AND (?6 IS NULL OR source = ?6) "
                  "AND (?7 = '' OR instr(lower(note), lower(?7)) > 0) "
                  "AND (?8 IS NULL OR coalesce(last_seen, created) <= ?8) ORDER BY prefix LIMIT ?9",
                  to_listed_entry, scope.organization, scope.credential, std::span(key), std::span(last),
                  selection.kind, selection.source, std::string(selection.note), selection.unseen_since,
                  limit);
}

control::Rows<control::ListedEntry> SqliteReader::list(Scope scope) {
  return db_.rows(ENTRY "WHERE organization = ? AND credential = ? ORDER BY prefix", to_listed_entry,
                  scope.organization, scope.credential);
}

control::Rows<control::ListedEntry> SqliteReader::replaced_by(Scope scope, const net::Prefix& prefix) {
  const net::Prefix last(prefix.last());
  return db_.rows(ENTRY
                  "WHERE organization = ?1 AND credential = ?2 AND prefix BETWEEN ?3 AND ?4 "
                  "AND (kind = ?5 OR prefix = ?3) ORDER BY prefix",
                  to_listed_entry, scope.organization, scope.credential, prefix, last,
                  policy::EntryKind::removed);
}

control::Rows<policy::Entry> SqliteReader::entries_inside(Scope scope, const net::Prefix& prefix) {
  const net::Prefix last(prefix.last());
  return db_.rows(ENTRY
                  "WHERE organization = ? AND credential = ? AND prefix BETWEEN ? AND ? ORDER BY prefix",
                  to_entry, scope.organization, scope.credential, prefix, last);
}

control::Rows<policy::Entry> SqliteReader::entries_covering(Scope scope, const net::Prefix& prefix) {
  return covering(prefix, [&](const net::Prefix& key) {
    return db_.one(ENTRY
                   "WHERE organization = ? AND credential = ? AND prefix <= ? ORDER BY prefix DESC LIMIT 1",
                   to_entry, scope.organization, scope.credential, key);
  });
}

Result<std::uint64_t> SqliteReader::entry_count(Scope scope) {
  return db_.number("SELECT count(*) FROM entry WHERE organization = ? AND credential = ?",
                    scope.organization, scope.credential);
}

Result<std::uint64_t> SqliteReader::authorized_count(Scope scope, Timestamp now) {
  return db_.number(
      "SELECT count(*) FROM entry WHERE organization = ?1 AND credential = ?2 AND kind = ?3 "
      "AND (valid_from IS NULL OR valid_from <= ?4) AND (valid_until IS NULL OR ?4 < valid_until)",
      scope.organization, scope.credential, policy::EntryKind::authorized, now);
}

control::Rows<control::UnauthorizedAddress> SqliteReader::unauthorized(OrganizationId organization,
                                                                       std::optional<net::Address> after,
                                                                       unsigned limit,
                                                                       const UseSelection& selection) {
  const Blob key = after ? encode(*after) : Blob();
  const AddressRange inside = range_of(selection.inside);
  return db_.rows(
      "SELECT u.address, c.name, u.channel, u.first_seen, u.last_seen, u.count FROM unauthorized AS u "
      "LEFT JOIN credential AS c ON c.organization = u.organization AND c.id = u.credential "
      "WHERE u.organization = ?1 AND u.address > ?2 AND u.address BETWEEN ?4 AND ?5 "
      "AND (?6 IS NULL OR u.credential = ?6) ORDER BY u.address LIMIT ?3",
      to_unauthorized, organization, key.bytes(), limit, inside.first, inside.last, selection.credential);
}

Result<std::uint64_t> SqliteReader::unauthorized_count(OrganizationId organization) {
  return db_.number("SELECT count(*) FROM unauthorized WHERE organization = ?", organization);
}

control::Rows<control::Reader::ActivityRow> SqliteReader::activity(OrganizationId organization,
                                                                   std::optional<ActivityKey> after,
                                                                   unsigned limit,
                                                                   const UseSelection& selection) {
  const AddressRange inside = range_of(selection.inside);
#define ACTIVITY                                                                                          \
  "SELECT a.credential, a.address, c.name, a.verdict, a.reason, a.first_seen, a.last_seen, a.count FROM " \
  "activity "                                                                                             \
  "AS a INDEXED BY activity_age LEFT JOIN credential AS c ON c.organization = a.organization AND c.id = " \
  "a.credential "                                                                                         \
  "WHERE a.organization = ?1 AND (?3 IS NULL OR a.credential = ?3) "                                      \
  "AND a.address BETWEEN ?4 AND ?5 AND (?6 IS NULL OR a.verdict = ?6) AND (?7 IS NULL OR a.reason = ?7) " \
  "AND a.last_seen >= ?8 AND a.last_seen < ?9 "
#define NEWEST_FIRST "ORDER BY a.last_seen DESC, a.credential DESC, a.address DESC LIMIT ?2"
  const std::int64_t since = milliseconds_or(selection.since, std::numeric_limits<std::int64_t>::min());
  const std::int64_t until = milliseconds_or(selection.until, std::numeric_limits<std::int64_t>::max());
  if (!after) {
    return db_.rows(ACTIVITY NEWEST_FIRST, to_activity, organization, limit, selection.credential,
                    inside.first, inside.last, selection.verdict, selection.reason, since, until);
  }
  return db_.rows(ACTIVITY "AND (a.last_seen, a.credential, a.address) < (?10, ?11, ?12) " NEWEST_FIRST,
                  to_activity, organization, limit, selection.credential, inside.first, inside.last,
                  selection.verdict, selection.reason, since, until, after->last_seen, after->credential,
                  after->address);
}

Result<std::uint64_t> SqliteReader::activity_count(OrganizationId organization) {
  return db_.number("SELECT count(*) FROM activity WHERE organization = ?", organization);
}

}  // namespace sallyport::store
