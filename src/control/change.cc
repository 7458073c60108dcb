#include "control/change.h"

#include "control/audit_chain.h"

namespace sallyport::control {
namespace {

void add(std::uint64_t& total, std::int64_t difference) { total += static_cast<std::uint64_t>(difference); }

}  // namespace

Change::Change(Core& core, std::unique_lock<std::mutex> lock, std::unique_ptr<Transaction> transaction)
    : core_(&core),
      lock_(std::move(lock)),
      transaction_(std::move(transaction)),
      now_(core.clock.now()),
      watched_(core.watched.look()) {}

Result<Change> Change::begin(Core& core) {
  std::unique_lock lock(core.mutex);
  if (core.out_of_step) {
    return fail(ErrorCode::internal, "a change could not be published: restart the daemon, and report this");
  }
  SALLYPORT_ASSIGN(auto transaction, core.store.begin());
  return Change(core, std::move(lock), std::move(transaction));
}

Result<OrganizationId> Change::add_organization(const std::string& name, OrganizationId parent) {
  SALLYPORT_ASSIGN(const auto id, rows().add_organization(name, parent, now_));
  ++organizations_;
  touch({id, {}});
  return id;
}

Result<CredentialId> Change::add_credential(const Credential& credential) {
  SALLYPORT_ASSIGN(const auto id, rows().add_credential(credential));
  ++credentials_;
  touch({credential.organization, id});
  return id;
}

Result<void> Change::erase_credential(Scope scope) {
  SALLYPORT_ASSIGN(const auto with_it, rows().erase_credential(scope));
  --credentials_;
  entries_ -= static_cast<std::int64_t>(with_it);
  touched_.erase(scope);
  erased_.insert(scope);
  return {};
}

Result<void> Change::put_protection(const ProtectionRow& row) {
  touch(row.scope);
  return rows().put_protection(row);
}

Result<void> Change::erase_protection(Scope scope, Channel channel) {
  touch(scope);
  return rows().erase_protection(scope, channel);
}

Result<void> Change::put_entry(Scope scope, const ListedEntry& entry) {
  touch(scope);
  SALLYPORT_ASSIGN(const bool is_new, rows().put_entry(scope, entry));
  if (is_new) ++entries_;
  return {};
}

Result<void> Change::erase_entry(Scope scope, const net::Prefix& prefix) {
  touch(scope);
  SALLYPORT_ASSIGN(const bool erased, rows().erase_entry(scope, prefix));
  if (erased) --entries_;
  return {};
}

Result<void> Change::audit(const Actor& actor, std::string_view organization, std::string_view action,
                           std::string before, std::string after) {
  SALLYPORT_ASSIGN(const auto head, read().audit_head());
  AuditRow row;
  row.record = {
      head.number + 1,  now_, actor, std::string(organization), std::string(action), std::move(before),
      std::move(after), {}};
  row.hash = chain(head.hash, row.record);
  return rows().append_audit(row);
}

Result<void> Change::commit() {
  SALLYPORT_TRY(rows().put_number(Number::watched, watched_.count()));
  std::vector<policy::OrganizationPolicy> organizations;
  std::vector<policy::CredentialPolicy> credentials;
  for (const Scope scope : touched_) {
    if (scope.of_credential()) {
      SALLYPORT_ASSIGN(auto credential, read().credential_policy(scope));
      credentials.push_back(std::move(credential));
    } else {
      SALLYPORT_ASSIGN(auto organization, read().organization_policy(scope.organization));
      organizations.push_back(std::move(organization));
    }
  }
  SALLYPORT_TRY(rows().commit());
  core_->written = watched_;
  add(core_->organizations, organizations_);
  add(core_->credentials, credentials_);
  add(core_->entries, entries_);
  auto compiled = compile(organizations, credentials);
  core_->out_of_step = !compiled;
  return compiled;
}

Result<void> Change::compile(const std::vector<policy::OrganizationPolicy>& organizations,
                             const std::vector<policy::CredentialPolicy>& credentials) {
  if (touched_.empty() && erased_.empty()) return {};
  for (const Scope scope : erased_) core_->builder.erase(scope.credential);
  for (const auto& organization : organizations) SALLYPORT_TRY(core_->builder.put(organization));
  for (const auto& credential : credentials) SALLYPORT_TRY(core_->builder.put(credential));
  SALLYPORT_ASSIGN(auto next, core_->builder.publish());
  core_->slot.publish(std::move(next));
  return {};
}

}  // namespace sallyport::control
