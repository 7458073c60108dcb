#include "control/change.h"

#include <utility>

#include "control/audit/audit_chain.h"
#include "control/lists/list_history.h"
#include "control/organizations/sharing.h"
#include "control/requests.h"

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
  SALLYPORT_ASSIGN(const auto former, read().rotation().former_secrets(scope));
  for (const FormerSecretRow& row : former) SALLYPORT_TRY(erase_former_secret(row));
  SALLYPORT_ASSIGN(const auto with_it, rows().erase_credential(scope));
  --credentials_;
  entries_ -= static_cast<std::int64_t>(with_it);
  touched_.erase(scope);
  erased_.insert(scope);
  return {};
}

Result<void> Change::put_fingerprint(Scope credential, const policy::Fingerprint& fingerprint) {
  touch(credential);
  return rows().rotation().put_fingerprint(credential, fingerprint, now_);
}

Result<void> Change::add_former_secret(const FormerSecretRow& row) {
  SALLYPORT_ASSIGN(const auto alias, rows().rotation().add_former_secret(row));
  touch({row.scope.organization, alias});
  return {};
}

Result<void> Change::erase_former_secret(const FormerSecretRow& row) {
  const Scope alias{row.scope.organization, row.alias};
  touched_.erase(alias);
  erased_.insert(alias);
  return rows().rotation().erase_former_secret(row.alias);
}

// A former secret has the policy of the credential it belongs to. Its number is the higher one, so that the
// builder gets it after the credential has given its fingerprint up.
Result<void> Change::touch_former_secrets() {
  std::vector<Scope> aliases;
  for (const Scope scope : touched_) {
    if (!scope.of_credential()) continue;
    SALLYPORT_ASSIGN(const auto former, read().rotation().former_secrets(scope));
    for (const FormerSecretRow& row : former) {
      if (row.until > now_) aliases.push_back({row.scope.organization, row.alias});
    }
  }
  touched_.insert(aliases.begin(), aliases.end());
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

// Those with whom the entry is shared by name hold a copy of it in the snapshot. REQUIRES: the entry still
// stands as it was; `after`: of which kind it will be, or empty where it goes.
Result<void> Change::before_entry_changes(Scope scope, const net::Prefix& prefix,
                                          std::optional<policy::EntryKind> after) {
  touch(scope);
  if (scope.of_credential()) return {};
  SALLYPORT_ASSIGN(const auto shares, read().family().shares(scope.organization, prefix));
  if (shares.empty()) return {};
  for (const ShareRow& row : shares) {
    if (row.recipient != OrganizationId{}) touch({row.recipient, {}});
  }
  SALLYPORT_ASSIGN(const auto existing, read().entry(scope, prefix));
  SALLYPORT_ASSIGN(const auto organization, read().organization(scope.organization));
  if (!existing || !organization) return fail(ErrorCode::corrupted, "an entry is shared that does not exist");
  if (after == existing->entry.kind) return {};
  SALLYPORT_ASSIGN(const auto sharing, to_sharing(read(), shares, existing->entry.kind));
  ended_sharings_.push_back({organization->name, sharing_json(sharing)});
  return rows().family().erase_shares(scope.organization, prefix);
}

Result<void> Change::put_entry(Scope scope, const ListedEntry& entry) {
  SALLYPORT_TRY(before_entry_changes(scope, entry.entry.prefix, entry.entry.kind));
  if (entry.entry.kind == policy::EntryKind::denied && !scope.of_credential())
    denied_in_.insert(scope.organization);
  SALLYPORT_ASSIGN(const bool is_new, rows().put_entry(scope, entry));
  if (!is_new) return {};
  ++entries_;
  core_->row_bounds.note(scope, RowBounds::Kind::entries, 1);
  return {};
}

Result<void> Change::erase_entry(Scope scope, const net::Prefix& prefix) {
  SALLYPORT_TRY(before_entry_changes(scope, prefix, std::nullopt));
  SALLYPORT_ASSIGN(const bool erased, rows().erase_entry(scope, prefix));
  if (erased) --entries_;
  return {};
}

Result<void> Change::put_share(const ShareRow& row) {
  touch({row.recipient == OrganizationId{} ? row.organization : row.recipient, {}});
  return rows().family().put_share(row);
}

Result<void> Change::erase_shares(OrganizationId organization, const net::Prefix& prefix) {
  SALLYPORT_ASSIGN(const auto shares, read().family().shares(organization, prefix));
  for (const ShareRow& row : shares) {
    touch({row.recipient == OrganizationId{} ? organization : row.recipient, {}});
  }
  return rows().family().erase_shares(organization, prefix);
}

Result<void> Change::put_enforced(OrganizationId organization, Channel channel, policy::Enforcement mode) {
  touch({organization, {}});
  return rows().family().put_enforced(organization, channel, mode);
}

// The request's first audit record is not written yet: the newest is what its sender may have seen.
Result<void> Change::meet(const std::shared_ptr<RequestTerms>& terms) {
  if (!terms || terms->met || request_ == terms) return {};
  request_ = terms;
  if (!terms->versions.empty()) {
    SALLYPORT_ASSIGN(const auto version, read().requests().version(terms->organization));
    SALLYPORT_TRY(check_version(*terms, version));
  }
  if (terms->claim) SALLYPORT_TRY(write_claim(rows(), *terms->claim, watched_));
  return {};
}

Result<void> Change::audit(const Actor& actor, std::string_view organization, std::string_view action,
                           std::string before, std::string after) {
  SALLYPORT_TRY(meet(actor.request));
  if (!head_) {
    SALLYPORT_ASSIGN(head_, read().audit_head());
  }
  actor_ = actor;
  AuditRow row;
  row.record = {
      head_->number + 1, now_, actor, std::string(organization), std::string(action), std::move(before),
      std::move(after),  {}};
  row.hash = chain(head_->hash, row.record);
  head_ = {row.record.number, row.hash};
  if (request_ && (request_->organization.empty() || request_->organization == organization)) {
    request_->version = row.record.number;
  }
  SALLYPORT_TRY(rows().append_audit(row));
  note_version(row.record);
  if (core_->webhooks == 0) return {};
  return told_.tell(*this, row.record);
}

// All of what a change does to an organization's lists is one version.
void Change::note_version(const AuditRecord& record) {
  if (record.organization.empty() || !changes_lists(record.action)) return;
  const std::string& organization = record.organization;
  const auto [place, is_first] =
      versions_.try_emplace(organization, VersionRow{organization, record.number, record.number, 0});
  place->second.number = record.number;
  if (changes_one_entry(record.action)) ++place->second.entries;
}

Result<void> Change::audit_ended_sharings() {
  for (EndedSharing& ended : std::exchange(ended_sharings_, {})) {
    SALLYPORT_TRY(audit(Actor(actor_), ended.organization, "entry.unshared", std::move(ended.before), {}));
  }
  return {};
}

Result<void> Change::commit() {
  SALLYPORT_TRY(audit_ended_sharings());
  SALLYPORT_TRY(told_.flush(*this));
  SALLYPORT_TRY(rows().put_number(Number::watched, watched_.count()));
  if (head_) SALLYPORT_TRY(rows().put_audit_head(*head_));
  for (const auto& [organization, version] : versions_) SALLYPORT_TRY(rows().add_version(version));
  SALLYPORT_TRY(touch_former_secrets());
  for (const OrganizationId id : denied_in_) SALLYPORT_TRY(rows().follows().put_due(id, now_));
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
  if (request_) request_->met = true;
  core_->written = watched_;
  add(core_->organizations, organizations_);
  add(core_->credentials, credentials_);
  add(core_->entries, entries_);
  core_->webhooks += static_cast<std::uint64_t>(webhooks_);
  core_->webhook_events_dropped += dropped_;
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
