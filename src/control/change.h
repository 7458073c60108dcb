// Change: one transaction that changes policy, and what follows from it.
//
// It holds Core's lock as long as it lives. Where it is destroyed before commit(), nothing was changed.
// commit() writes the rows, compiles the scopes that were touched into the next snapshot and publishes it.
//
// Thread safety: one thread at a time.
// Invariants: the builder is touched only after the store has committed.
#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "control/core.h"
#include "control/store.h"

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

  // These touch what they change, and keep count.
  Result<OrganizationId> add_organization(const std::string& name, OrganizationId parent);
  Result<CredentialId> add_credential(const Credential& credential);
  Result<void> erase_credential(Scope scope);
  Result<void> put_protection(const ProtectionRow& row);
  Result<void> erase_protection(Scope scope, Channel channel);
  Result<void> put_entry(Scope scope, const ListedEntry& entry);
  Result<void> erase_entry(Scope scope, const net::Prefix& prefix);

  // Appends to the audit. `organization` is its name, or empty.
  Result<void> audit(const Actor& actor, std::string_view organization, std::string_view action,
                     std::string before, std::string after);

  Result<void> commit();

 private:
  Change(Core& core, std::unique_lock<std::mutex> lock, std::unique_ptr<Transaction> transaction);
  Result<void> compile(const std::vector<policy::OrganizationPolicy>& organizations,
                       const std::vector<policy::CredentialPolicy>& credentials);

  Core* core_;
  std::unique_lock<std::mutex> lock_;  // released after the transaction is gone
  std::unique_ptr<Transaction> transaction_;
  Timestamp now_;
  Milliseconds watched_;
  std::set<Scope> touched_;
  std::set<Scope> erased_;
  std::int64_t organizations_ = 0;  // how many more there are
  std::int64_t credentials_ = 0;
  std::int64_t entries_ = 0;
};

}  // namespace sallyport::control
