// Policy out of the tables: of one scope, and all of it in one pass.

#include <compare>

#include "store/sqlite_reader.h"

namespace sallyport::store {
namespace {

using control::Scope;
using policy::Channel;

policy::Entry to_entry(const Row& row, int first) {
  return {row.prefix(first), row.word(first + 1, policy::EntryKind::removed),
          row.word(first + 2, policy::Source::catalog), row.time_or(first + 3, policy::kAlways),
          row.time_or(first + 4, policy::kForever)};
}

policy::Enforcement to_enforcement(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.word(column, policy::Mode::off);
}

policy::Protection to_protection(const Row& row, int first) {
  return {row.word(first, policy::Mode::off), row.flag(first + 1)};
}

// Goes once through rows that are sorted by scope: organization and credential stand in the first two
// columns.
class Cursor {
 public:
  static Result<Cursor> open(Connection& connection, const char* sql) {
    SALLYPORT_ASSIGN(Statement statement, connection.prepare(sql));
    Cursor cursor(connection, std::move(statement));
    SALLYPORT_TRY(cursor.next());
    return cursor;
  }

  bool at(Scope scope) const { return !done_ && scope_ == scope; }
  bool done() const { return done_; }
  Scope scope() const { return scope_; }
  Row row() const { return statement_.row(); }

  Result<void> next() {
    const int code = statement_.step();
    if (code == SQLITE_DONE) {
      done_ = true;
      return {};
    }
    if (code != SQLITE_ROW) return std::unexpected(connection_->error(code));
    const Row found = statement_.row();
    scope_ = {found.word(0, control::OrganizationId{0xffff'ffff}),
              found.word(1, control::CredentialId{0xffff'ffff})};
    if (!found.fits()) return std::unexpected(Connection::misfit());
    return {};
  }

 private:
  Cursor(Connection& connection, Statement statement)
      : connection_(&connection), statement_(std::move(statement)) {}

  Connection* connection_;
  Statement statement_;
  Scope scope_;
  bool done_ = false;
};

class PolicyPass {
 public:
  PolicyPass(Cursor organizations, Cursor credentials, Cursor protections, Cursor entries, Cursor shared,
             Cursor received)
      : organizations_(std::move(organizations)),
        credentials_(std::move(credentials)),
        protections_(std::move(protections)),
        entries_(std::move(entries)),
        shared_(std::move(shared)),
        received_(std::move(received)) {}

  Result<void> run(const control::PolicyVisitor& visitor) {
    for (; !organizations_.done();) {
      SALLYPORT_TRY(visit_organization(visitor));
      SALLYPORT_TRY(organizations_.next());
    }
    // What is left belongs to no organization or credential.
    if (!credentials_.done() || !protections_.done() || !entries_.done() || !shared_.done() ||
        !received_.done()) {
      return std::unexpected(Connection::misfit());
    }
    return {};
  }

 private:
  Result<void> visit_organization(const control::PolicyVisitor& visitor) {
    const Scope scope = organizations_.scope();
    const Row own = organizations_.row();
    organization_.id = scope.organization;
    organization_.parent = own.word(2, policy::OrganizationId{0xffff'ffff});
    organization_.enforced_api = to_enforcement(own, 3);
    organization_.enforced_smtp = to_enforcement(own, 4);
    if (!own.fits()) return std::unexpected(Connection::misfit());
    organization_.api = {};
    organization_.smtp = {};
    for (; protections_.at(scope);) {
      const Row row = protections_.row();
      (row.word(2, Channel::smtp) == Channel::api ? organization_.api : organization_.smtp) =
          to_protection(row, 3);
      if (!row.fits()) return std::unexpected(Connection::misfit());
      SALLYPORT_TRY(protections_.next());
    }
    SALLYPORT_TRY(take_entries(entries_, scope, organization_.entries));
    SALLYPORT_TRY(take_entries(shared_, scope, organization_.shared));
    SALLYPORT_TRY(take_entries(received_, scope, organization_.received));
    SALLYPORT_TRY(visitor.organization(organization_));
    for (; !credentials_.done() && credentials_.scope().organization == scope.organization;) {
      SALLYPORT_TRY(visit_credential(visitor));
      SALLYPORT_TRY(credentials_.next());
    }
    return {};
  }

  Result<void> visit_credential(const control::PolicyVisitor& visitor) {
    const Scope scope = credentials_.scope();
    const Row row = credentials_.row();
    credential_.id = scope.credential;
    credential_.organization = scope.organization;
    credential_.channel = row.word(2, Channel::smtp);
    credential_.fingerprint = row.fingerprint(3);
    credential_.protection.reset();
    if (!row.fits()) return std::unexpected(Connection::misfit());
    for (; protections_.at(scope);) {
      const Row own = protections_.row();
      credential_.protection = to_protection(own, 3);
      if (own.word(2, Channel::smtp) != credential_.channel || !own.fits()) {
        return std::unexpected(Connection::misfit());
      }
      SALLYPORT_TRY(protections_.next());
    }
    SALLYPORT_TRY(take_entries(entries_, scope, credential_.entries));
    return visitor.credential(credential_);
  }

  static Result<void> take_entries(Cursor& from, Scope scope, std::vector<policy::Entry>& entries) {
    entries.clear();
    for (; from.at(scope);) {
      const Row row = from.row();
      entries.push_back(to_entry(row, 2));
      if (!row.fits()) return std::unexpected(Connection::misfit());
      SALLYPORT_TRY(from.next());
    }
    return {};
  }

  Cursor organizations_;
  Cursor credentials_;
  Cursor protections_;
  Cursor entries_;
  Cursor shared_;
  Cursor received_;
  policy::OrganizationPolicy organization_;
  policy::CredentialPolicy credential_;
};

}  // namespace

Result<std::vector<policy::Entry>> SqliteReader::policy_entries(Scope scope) {
  return db_.rows(
      "SELECT prefix, kind, source, valid_from, valid_until FROM entry WHERE organization = ? AND credential "
      "= ? "
      "ORDER BY prefix",
      [](const Row& row) { return to_entry(row, 0); }, scope.organization, scope.credential);
}

#define SHARED_ENTRY                                                         \
  "e.prefix, e.kind, e.source, e.valid_from, e.valid_until FROM share AS s " \
  "JOIN entry AS e ON e.organization = s.organization AND e.credential = 0 AND e.prefix = s.prefix "

Result<policy::OrganizationPolicy> SqliteReader::policy_frame(OrganizationId id) {
  policy::OrganizationPolicy found;
  SALLYPORT_ASSIGN(const auto row, organization(id));
  if (!row) return std::unexpected(Connection::misfit());
  found.id = id;
  found.parent = row->parent;
  const Scope scope{id, {}};
  for (const Channel channel : {Channel::api, Channel::smtp}) {
    SALLYPORT_ASSIGN(const auto own, protection(scope, channel));
    if (!own) return std::unexpected(Connection::misfit());
    SALLYPORT_ASSIGN(const auto enforced, family_.enforced(id, channel));
    (channel == Channel::api ? found.api : found.smtp) = {own->settings.mode, own->settings.dry_run};
    (channel == Channel::api ? found.enforced_api : found.enforced_smtp) = enforced;
  }
  return found;
}

Result<policy::OrganizationPolicy> SqliteReader::organization_policy(OrganizationId id) {
  SALLYPORT_ASSIGN(auto found, policy_frame(id));
  SALLYPORT_ASSIGN(found.entries, policy_entries({id, {}}));
  const auto decode = [](const Row& entry) { return to_entry(entry, 0); };
  SALLYPORT_ASSIGN(found.shared, db_.rows("SELECT " SHARED_ENTRY
                                          "WHERE s.organization = ? AND s.recipient = 0 ORDER BY s.prefix",
                                          decode, id));
  SALLYPORT_ASSIGN(found.received,
                   db_.rows("SELECT " SHARED_ENTRY "WHERE s.recipient = ? AND s.recipient <> 0", decode, id));
  return found;
}

Result<SqliteReader::CredentialFrame> SqliteReader::policy_frame(Scope scope) {
  SALLYPORT_ASSIGN(auto row, credential(scope));
  policy::CredentialPolicy found;
  if (row) {
    found.fingerprint = row->fingerprint;
  } else {
    SALLYPORT_ASSIGN(const auto former, rotation_.former_secret(scope.credential));
    if (!former) return std::unexpected(Connection::misfit());
    found.fingerprint = former->fingerprint;
    SALLYPORT_ASSIGN(row, credential(former->scope));
    if (!row) return std::unexpected(Connection::misfit());
  }
  const Scope own_scope{row->organization, row->id};
  found.id = scope.credential;
  found.organization = row->organization;
  found.channel = row->channel;
  SALLYPORT_ASSIGN(const auto own, protection(own_scope, row->channel));
  if (own) found.protection = policy::Protection{own->settings.mode, own->settings.dry_run};
  return CredentialFrame{std::move(found), own_scope};
}

Result<policy::CredentialPolicy> SqliteReader::credential_policy(Scope scope) {
  SALLYPORT_ASSIGN(auto found, policy_frame(scope));
  SALLYPORT_ASSIGN(found.policy.entries, policy_entries(found.list));
  return std::move(found.policy);
}

Result<void> SqliteReader::visit_policy(const control::PolicyVisitor& visitor) {
  SALLYPORT_ASSIGN(
      Cursor organizations,
      Cursor::open(db_, "SELECT id, 0, parent, enforced_api, enforced_smtp FROM organization ORDER BY id"));
  SALLYPORT_ASSIGN(Cursor credentials,
                   Cursor::open(db_,
                                "SELECT organization, id, channel, fingerprint FROM credential "
                                "ORDER BY organization, id"));
  SALLYPORT_ASSIGN(Cursor protections,
                   Cursor::open(db_,
                                "SELECT organization, credential, channel, mode, dry_run FROM protection "
                                "ORDER BY organization, credential, channel"));
  SALLYPORT_ASSIGN(
      Cursor entries,
      Cursor::open(db_,
                   "SELECT organization, credential, prefix, kind, source, valid_from, valid_until "
                   "FROM entry ORDER BY organization, credential, prefix"));
  SALLYPORT_ASSIGN(Cursor shared,
                   Cursor::open(db_, "SELECT s.organization, 0, " SHARED_ENTRY
                                     "WHERE s.recipient = 0 ORDER BY s.organization, s.prefix"));
  SALLYPORT_ASSIGN(Cursor received,
                   Cursor::open(db_, "SELECT s.recipient, 0, " SHARED_ENTRY
                                     "WHERE s.recipient <> 0 ORDER BY s.recipient, s.prefix"));
  SALLYPORT_TRY(PolicyPass(std::move(organizations), std::move(credentials), std::move(protections),
                           std::move(entries), std::move(shared), std::move(received))
                    .run(visitor));
  // Former secrets are few: one by one, each with the policy of the credential it belongs to.
  if (!visitor.former_secret) return {};
  SALLYPORT_ASSIGN(
      const auto former,
      db_.rows("SELECT organization, alias, until FROM former_secret ORDER BY organization, alias",
               [](const Row& row) {
                 return std::pair(Scope{row.word(0, OrganizationId{0xffff'ffff}),
                                        row.word(1, control::CredentialId{0xffff'ffff})},
                                  row.time(2));
               }));
  for (const auto& [alias, until] : former) {
    SALLYPORT_ASSIGN(const auto policy, credential_policy(alias));
    SALLYPORT_TRY(visitor.former_secret(policy, until));
  }
  return {};
}

}  // namespace sallyport::store
