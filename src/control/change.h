// Change: one transaction that changes policy, and what follows from it.
//
// It holds Core's lock as long as it lives. Where it is destroyed before commit(), nothing was changed.
// commit() writes the rows, compiles the scopes that were touched into the next snapshot and publishes it.
//
// Thread safety: one thread at a time.
// Invariants: the builder is touched only after the store has committed.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "control/core.h"
#include "control/ports/store.h"
#include "control/webhooks/webhook_queue.h"

namespace sallyport::control {

class Change {
 public:
  static Result<Change> begin(Core& core);

  Core& core() { return *core_; }
  Reader& read() { return transaction_->read(); }
  Transaction& rows() { return *transaction_; }
  Timestamp now() const { return now_; }
  Milliseconds watched() const { return watched_; }

  // What the snapshot holds of this scope is to be compiled anew.
  void touch(Scope scope) { touched_.insert(scope); }

  // These touch what they change, and keep count. Where an entry goes or becomes one of another kind, nobody
  // shares it any more; audit_ended_sharings() audits that, as done by who made the change.
  Result<OrganizationId> add_organization(const std::string& name, OrganizationId parent);
  Result<CredentialId> add_credential(const Credential& credential);
  Result<void> erase_credential(Scope scope);  // and its former secrets
  Result<void> put_fingerprint(Scope credential, const policy::Fingerprint& fingerprint);
  Result<void> add_former_secret(const FormerSecretRow& row);
  Result<void> erase_former_secret(const FormerSecretRow& row);
  Result<void> put_protection(const ProtectionRow& row);
  Result<void> erase_protection(Scope scope, Channel channel);
  Result<void> put_entry(Scope scope, const ListedEntry& entry);
  Result<void> erase_entry(Scope scope, const net::Prefix& prefix);
  Result<void> put_share(const ShareRow& row);
  Result<void> erase_shares(OrganizationId organization, const net::Prefix& prefix);
  Result<void> put_enforced(OrganizationId organization, Channel channel, policy::Enforcement mode);

  // Appends to the audit. `organization` is its name, or empty. The first one also holds the request to its
  // terms. Errors: precondition_failed (the organization has another version), answer_lost (another request
  // under the same key came first).
  Result<void> audit(const Actor& actor, std::string_view organization, std::string_view action,
                     std::string before, std::string after);
  // commit() does it; earlier where what follows is to stand after it.
  Result<void> audit_ended_sharings();

  // What webhooks are told; audit() tells them itself.
  WebhookQueue& webhooks() { return told_; }
  void count_webhooks(std::int64_t more) { webhooks_ += more; }
  void count_dropped(std::uint64_t events) { dropped_ += events; }

  Result<void> commit();

 private:
  Change(Core& core, std::unique_lock<std::mutex> lock, std::unique_ptr<Transaction> transaction);
  void note_version(const AuditRecord& record);
  Result<void> touch_former_secrets();
  Result<void> meet(const std::shared_ptr<RequestTerms>& terms);
  Result<void> before_entry_changes(Scope scope, const net::Prefix& prefix,
                                    std::optional<policy::EntryKind> after);
  Result<void> compile(const std::vector<policy::OrganizationPolicy>& organizations,
                       const std::vector<policy::CredentialPolicy>& credentials);

  Core* core_;
  std::unique_lock<std::mutex> lock_;  // released after the transaction is gone
  std::unique_ptr<Transaction> transaction_;
  Timestamp now_;
  Milliseconds watched_;
  std::set<Scope> touched_;
  std::set<Scope> erased_;
  std::set<OrganizationId> denied_in_;     // what a denial contains is not followed any more
  std::shared_ptr<RequestTerms> request_;  // whose terms were met here
  struct EndedSharing {
    std::string organization;
    std::string before;  // JSON
  };
  std::vector<EndedSharing> ended_sharings_;
  Actor actor_;                                 // of the last audit row
  std::map<std::string, VersionRow> versions_;  // of the lists that changed here, by organization
  std::optional<AuditHead> head_;               // after what was appended here; empty: nothing was
  std::int64_t organizations_ = 0;              // how many more there are
  std::int64_t credentials_ = 0;
  std::int64_t entries_ = 0;
  WebhookQueue told_;
  std::int64_t webhooks_ = 0;
  std::uint64_t dropped_ = 0;  // events that gave way
};

}  // namespace sallyport::control
