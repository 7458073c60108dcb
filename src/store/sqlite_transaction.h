// SqliteTransaction: the Transaction port over the writing connection.
//
// Thread safety: one thread at a time; it holds the writer's lock as long as it lives.
#pragma once

#include <mutex>

#include "control/ports/store.h"
#include "store/sqlite_reader.h"

namespace sallyport::store {

class SqliteTransaction : public control::Transaction {
 public:
  using Scope = control::Scope;
  using OrganizationId = control::OrganizationId;

  // Begins. REQUIRES: the connection outlives it, and `lock` excludes its other users.
  static Result<std::unique_ptr<control::Transaction>> begin(Connection& connection,
                                                             std::unique_lock<std::mutex> lock);
  ~SqliteTransaction() override;

  control::Reader& read() override { return reader_; }
  control::FamilyWriter& family() override { return family_; }
  control::PeopleWriter& people() override { return people_; }
  control::RotationWriter& rotation() override { return rotation_; }
  control::WebhookWriter& webhooks() override { return webhooks_; }
  control::RequestWriter& requests() override { return requests_; }
  control::FollowWriter& follows() override { return follows_; }

  // sqlite_transaction.cc
  Result<OrganizationId> add_organization(const std::string& name, OrganizationId parent,
                                          Timestamp created) override;
  Result<void> put_member(OrganizationId organization, const control::Member& member) override;
  Result<void> erase_member(OrganizationId organization, std::string_view email) override;
  Result<control::CredentialId> add_credential(const control::Credential& credential) override;
  Result<std::uint64_t> erase_credential(Scope scope) override;
  Result<void> credential_used(Scope scope, Timestamp when) override;
  Result<void> put_protection(const control::ProtectionRow& row) override;
  Result<void> erase_protection(Scope scope, control::Channel channel) override;
  Result<void> append_audit(const control::AuditRow& row) override;
  Result<void> put_audit_head(const control::AuditHead& head) override;
  Result<void> add_version(const control::VersionRow& row) override;
  Result<void> put_number(control::Number name, std::int64_t value) override;
  Result<void> put_bytes(control::Bytes name, std::span<const std::byte> value) override;
  Result<void> commit() override;

  // sqlite_transaction_lists.cc
  Result<bool> put_entry(Scope scope, const control::ListedEntry& entry) override;
  Result<bool> erase_entry(Scope scope, const net::Prefix& prefix) override;
  Result<void> entry_used(Scope scope, const net::Prefix& prefix, const control::Use& use) override;
  Result<void> note_unauthorized(const control::Use& use) override;
  Result<void> erase_unauthorized(Scope scope, const net::Prefix& inside) override;
  Result<void> erase_oldest_unauthorized(OrganizationId organization, std::uint64_t count) override;
  Result<void> note_activity(const control::Use& use) override;
  Result<OrganizationId> erase_activity_before(Timestamp time, OrganizationId after,
                                               unsigned organizations) override;
  Result<void> erase_oldest_activity(OrganizationId organization, std::uint64_t count) override;

  // sqlite_transaction_alerts.cc
  Result<control::AlertId> add_alert(const control::AlertRow& row) override;
  Result<void> alert_repeated(control::AlertId id, const control::Use& use) override;
  Result<void> answer_alerts(Scope scope, const net::Prefix& inside, control::AlertState state,
                             const std::string& by, Timestamp when) override;
  Result<void> answer_alert(control::AlertId id, control::AlertState state, const std::string& by,
                            Timestamp when) override;
  Result<void> alerts_mailed(OrganizationId organization, control::AlertId last) override;
  Result<void> put_alert_told(const control::AlertToldRow& row) override;
  Result<void> untold_digests_due(OrganizationId top, Milliseconds watched, Milliseconds interval) override;
  Result<void> put_mail_state(OrganizationId organization, const control::MailState& state) override;
  Result<std::int64_t> add_token(const control::TokenRow& row) override;
  Result<void> use_token(std::int64_t id) override;
  Result<void> erase_tokens(control::AlertId alert, std::string_view member,
                            Milliseconds expired_before) override;
  Result<std::int64_t> add_mail(const control::OutboxRow& row) override;
  Result<void> postponed_mails_due(Milliseconds watched) override;
  Result<void> postpone_mail(std::int64_t id, unsigned attempts, Milliseconds due) override;
  Result<void> erase_mail(std::int64_t id) override;

 private:
  SqliteTransaction(Connection& connection, std::unique_lock<std::mutex> lock)
      : db_(connection),
        reader_(connection),
        family_(connection),
        people_(connection),
        rotation_(connection),
        webhooks_(connection),
        requests_(connection),
        follows_(connection),
        lock_(std::move(lock)) {}

  // A statement that answers with nothing but how many rows it changed.
  template <class... Values>
  Result<void> change(const char* sql, const Values&... values) {
    SALLYPORT_TRY(db_.run(sql, values...));
    return {};
  }

  Connection& db_;
  SqliteReader reader_;
  SqliteFamilyWriter family_;
  SqlitePeopleWriter people_;
  SqliteRotationWriter rotation_;
  SqliteWebhookWriter webhooks_;
  SqliteRequestWriter requests_;
  SqliteFollowWriter follows_;
  std::unique_lock<std::mutex> lock_;
};

}  // namespace sallyport::store
