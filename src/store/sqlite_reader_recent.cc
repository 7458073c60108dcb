// What a change has to be held against before it is made: who was let in lately, and the part of the policy
// that decides about those addresses.

#include "store/row_types.h"
#include "store/sqlite_reader.h"

namespace sallyport::store {
namespace {

control::Reader::RecentUse to_recent_use(const Row& row) {
  return {row.word(0, control::CredentialId{0xffff'ffff}),
          row.text(1),
          row.fingerprint(2),
          row.address(3),
          row.time(4),
          row.count(5)};
}

// The entries of one list that contain the prefix or lie inside it. `ask(first, last)` reads a range of the
// list; `any` says whether there is anything in it, since most lists are empty.
template <class Ask>
control::Rows<policy::Entry> overlapping(const net::Prefix& prefix, std::uint64_t any, const Ask& ask) {
  std::vector<policy::Entry> found;
  if (any == 0) return found;
  for (unsigned length = 0; length < prefix.length(); ++length) {
    const auto wider = net::Prefix::enclosing(prefix.address(), length);
    SALLYPORT_ASSIGN(const auto rows, ask(wider, wider));
    found.insert(found.end(), rows.begin(), rows.end());
  }
  SALLYPORT_ASSIGN(const auto inside, ask(prefix, net::Prefix(prefix.last())));
  found.insert(found.end(), inside.begin(), inside.end());
  return found;
}

control::Rows<policy::Entry> listed_around(Connection& db, control::Scope scope, const net::Prefix& prefix) {
  SALLYPORT_ASSIGN(const auto any,
                   db.number("SELECT EXISTS (SELECT 1 FROM entry WHERE organization = ? AND credential = ?)",
                             scope.organization, scope.credential));
  return overlapping(prefix, any, [&](const net::Prefix& first, const net::Prefix& last) {
    return db.rows(
        "SELECT prefix, kind, source, valid_from, valid_until FROM entry "
        "WHERE organization = ? AND credential = ? AND prefix BETWEEN ? AND ?",
        to_entry, scope.organization, scope.credential, first, last);
  });
}

#define RECENT_SHARED_ENTRY                                                         \
  "SELECT e.prefix, e.kind, e.source, e.valid_from, e.valid_until FROM share AS s " \
  "JOIN entry AS e ON e.organization = s.organization AND e.credential = 0 AND e.prefix = s.prefix "

control::Rows<policy::Entry> shared_around(Connection& db, control::OrganizationId id,
                                           const net::Prefix& prefix) {
  SALLYPORT_ASSIGN(const auto any,
                   db.number("SELECT EXISTS (SELECT 1 FROM share WHERE organization = ?)", id));
  return overlapping(prefix, any, [&](const net::Prefix& first, const net::Prefix& last) {
    return db.rows(RECENT_SHARED_ENTRY
                   "WHERE s.organization = ? AND s.recipient = 0 AND s.prefix BETWEEN ? AND ?",
                   to_entry, id, first, last);
  });
}

control::Rows<policy::Entry> received_around(Connection& db, control::OrganizationId id,
                                             const net::Prefix& prefix) {
  SALLYPORT_ASSIGN(
      const auto any,
      db.number("SELECT EXISTS (SELECT 1 FROM share WHERE recipient = ? AND recipient <> 0)", id));
  return overlapping(prefix, any, [&](const net::Prefix& first, const net::Prefix& last) {
    return db.rows(RECENT_SHARED_ENTRY
                   "WHERE s.recipient = ? AND s.recipient <> 0 AND s.prefix BETWEEN ? AND ?",
                   to_entry, id, first, last);
  });
}

}  // namespace

control::Rows<control::Reader::RecentUse> SqliteReader::let_in_after(Scope scope, Timestamp time,
                                                                     std::optional<net::Prefix> inside,
                                                                     std::uint64_t limit) {
  // As blobs, addresses sort by family; these are the least and the greatest.
  const net::Address first = inside ? inside->address() : net::Address::ipv4(0);
  const net::Address last = inside ? inside->last() : net::Address::ipv6(~0ULL, ~0ULL);
  return db_.rows(
      "SELECT a.credential, c.name, c.fingerprint, a.address, a.last_allowed, a.count "
      "FROM activity AS a INDEXED BY activity_age "
      "CROSS JOIN credential AS c ON c.organization = a.organization AND c.id = a.credential "
      "WHERE a.organization = ?1 AND a.last_seen > ?2 AND a.address BETWEEN ?3 AND ?4 "
      "AND (?5 = 0 OR a.credential = ?5) AND a.last_allowed > ?2 ORDER BY a.last_seen DESC LIMIT ?6",
      to_recent_use, scope.organization, time, first, last, scope.credential, limit);
}

Result<policy::OrganizationPolicy> SqliteReader::organization_policy(OrganizationId id,
                                                                     const net::Prefix& around) {
  SALLYPORT_ASSIGN(auto found, policy_frame(id));
  SALLYPORT_ASSIGN(found.entries, listed_around(db_, {id, {}}, around));
  SALLYPORT_ASSIGN(found.shared, shared_around(db_, id, around));
  SALLYPORT_ASSIGN(found.received, received_around(db_, id, around));
  return found;
}

Result<policy::CredentialPolicy> SqliteReader::credential_policy(Scope scope, const net::Prefix& around) {
  SALLYPORT_ASSIGN(auto found, policy_frame(scope));
  SALLYPORT_ASSIGN(found.policy.entries, listed_around(db_, found.list, around));
  return std::move(found.policy);
}

}  // namespace sallyport::store
