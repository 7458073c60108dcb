// Policy out of the tables: of one scope, and all of it in one pass.

#include <compare>

#include "store/sqlite_reader.h"

namespace sallyport::store {
namespace {

using control::Scope;
using policy::Channel;

policy::Entry to_entry(const Row& row, int first) {
  return {row.prefix(first), row.word(first + 1, policy::EntryKind::removed),
          row.word(first + 2, policy::Source::learned), row.time_or(first + 3, policy::kAlways),
          row.time_or(first + 4, policy::kForever)};
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
  PolicyPass(Cursor organizations, Cursor credentials, Cursor protections, Cursor entries)
      : organizations_(std::move(organizations)),
        credentials_(std::move(credentials)),
        protections_(std::move(protections)),
        entries_(std::move(entries)) {}

  Result<void> run(const control::PolicyVisitor& visitor) {
    for (; !organizations_.done();) {
      SALLYPORT_TRY(visit_organization(visitor));
      SALLYPORT_TRY(organizations_.next());
    }
    // What is left belongs to no organization or credential.
    if (!credentials_.done() || !protections_.done() || !entries_.done()) {
      return std::unexpected(Connection::misfit());
    }
    return {};
  }

 private:
  Result<void> visit_organization(const control::PolicyVisitor& visitor) {
    const Scope scope = organizations_.scope();
    organization_.id = scope.organization;
    organization_.api = {};
    organization_.smtp = {};
    for (; protections_.at(scope);) {
      const Row row = protections_.row();
      (row.word(2, Channel::smtp) == Channel::api ? organization_.api : organization_.smtp) =
          to_protection(row, 3);
      if (!row.fits()) return std::unexpected(Connection::misfit());
      SALLYPORT_TRY(protections_.next());
    }
    SALLYPORT_TRY(take_entries(scope, organization_.entries));
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
    SALLYPORT_TRY(take_entries(scope, credential_.entries));
    return visitor.credential(credential_);
  }

  Result<void> take_entries(Scope scope, std::vector<policy::Entry>& entries) {
    entries.clear();
    for (; entries_.at(scope);) {
      const Row row = entries_.row();
      entries.push_back(to_entry(row, 2));
      if (!row.fits()) return std::unexpected(Connection::misfit());
      SALLYPORT_TRY(entries_.next());
    }
    return {};
  }

  Cursor organizations_;
  Cursor credentials_;
  Cursor protections_;
  Cursor entries_;
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

Result<policy::OrganizationPolicy> SqliteReader::organization_policy(OrganizationId id) {
  policy::OrganizationPolicy found;
  found.id = id;
  const Scope scope{id, {}};
  for (const Channel channel : {Channel::api, Channel::smtp}) {
    SALLYPORT_ASSIGN(const auto row, protection(scope, channel));
    if (!row) return std::unexpected(Connection::misfit());
    (channel == Channel::api ? found.api : found.smtp) = {row->settings.mode, row->settings.dry_run};
  }
  SALLYPORT_ASSIGN(found.entries, policy_entries(scope));
  return found;
}

Result<policy::CredentialPolicy> SqliteReader::credential_policy(Scope scope) {
  SALLYPORT_ASSIGN(const auto row, credential(scope));
  if (!row) return std::unexpected(Connection::misfit());
  policy::CredentialPolicy found;
  found.id = row->id;
  found.organization = row->organization;
  found.fingerprint = row->fingerprint;
  found.channel = row->channel;
  SALLYPORT_ASSIGN(const auto own, protection(scope, row->channel));
  if (own) found.protection = policy::Protection{own->settings.mode, own->settings.dry_run};
  SALLYPORT_ASSIGN(found.entries, policy_entries(scope));
  return found;
}

Result<void> SqliteReader::visit_policy(const control::PolicyVisitor& visitor) {
  SALLYPORT_ASSIGN(Cursor organizations, Cursor::open(db_, "SELECT id, 0 FROM organization ORDER BY id"));
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
  return PolicyPass(std::move(organizations), std::move(credentials), std::move(protections),
                    std::move(entries))
      .run(visitor);
}

}  // namespace sallyport::store
