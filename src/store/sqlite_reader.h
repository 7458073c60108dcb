// SqliteReader: the Reader port over one connection.
//
// Thread safety: as its connection's: one thread at a time.
#pragma once

#include "control/ports/store.h"
#include "store/sqlite_connection.h"
#include "store/sqlite_family.h"
#include "store/sqlite_follows.h"
#include "store/sqlite_people.h"
#include "store/sqlite_requests.h"
#include "store/sqlite_rotation.h"
#include "store/sqlite_webhooks.h"

namespace sallyport::store {

class SqliteReader : public control::Reader {
 public:
  using Scope = control::Scope;
  using OrganizationId = control::OrganizationId;
  template <class T>
  using Maybe = control::Maybe<T>;
  template <class T>
  using Rows = control::Rows<T>;

  // REQUIRES: the connection outlives it.
  explicit SqliteReader(Connection& connection)
      : db_(connection),
        family_(connection),
        people_(connection),
        rotation_(connection),
        webhooks_(connection),
        requests_(connection),
        follows_(connection) {}

  control::FamilyReader& family() override { return family_; }
  control::PeopleReader& people() override { return people_; }
  control::RotationReader& rotation() override { return rotation_; }
  control::WebhookReader& webhooks() override { return webhooks_; }
  control::RequestReader& requests() override { return requests_; }
  control::FollowReader& follows() override { return follows_; }

  // sqlite_reader_directory.cc
  Maybe<control::Organization> organization(std::string_view name) override;
  Maybe<control::Organization> organization(OrganizationId id) override;
  Rows<control::Organization> organizations(std::string_view after, unsigned limit) override;
  Maybe<control::Member> member(OrganizationId organization, std::string_view email) override;
  Rows<control::Member> members(OrganizationId organization) override;
  Maybe<control::Credential> credential(OrganizationId organization, std::string_view name) override;
  Maybe<control::Credential> credential(Scope scope) override;
  Maybe<control::Credential> credential(const policy::Fingerprint& fingerprint) override;
  Rows<control::Credential> credentials(OrganizationId organization, std::string_view after, unsigned limit,
                                        std::optional<control::Channel> channel) override;
  Result<bool> was_used(OrganizationId organization, control::Channel channel) override;
  Maybe<control::ProtectionRow> protection(Scope scope, control::Channel channel) override;
  Rows<control::ProtectionRow> due_protections(Milliseconds watched, unsigned limit) override;
  Maybe<Milliseconds> next_protection_due() override;

  // sqlite_reader_lists.cc
  Maybe<control::ListedEntry> entry(Scope scope, const net::Prefix& prefix) override;
  Rows<control::ListedEntry> entries(Scope scope, const EntrySelection& selection,
                                     std::optional<net::Prefix> after, unsigned limit) override;
  Rows<control::ListedEntry> list(Scope scope) override;
  Rows<control::ListedEntry> replaced_by(Scope scope, const net::Prefix& prefix) override;
  Rows<policy::Entry> entries_inside(Scope scope, const net::Prefix& prefix) override;
  Rows<policy::Entry> entries_covering(Scope scope, const net::Prefix& prefix) override;
  Result<std::uint64_t> entry_count(Scope scope) override;
  Result<std::uint64_t> authorized_count(Scope scope, Timestamp now) override;
  Rows<control::UnauthorizedAddress> unauthorized(OrganizationId organization,
                                                  std::optional<net::Address> after, unsigned limit,
                                                  const UseSelection& selection) override;
  Result<std::uint64_t> unauthorized_count(OrganizationId organization) override;
  Rows<ActivityRow> activity(OrganizationId organization, std::optional<ActivityKey> after, unsigned limit,
                             const UseSelection& selection) override;
  Result<std::uint64_t> activity_count(OrganizationId organization) override;

  // sqlite_reader_recent.cc
  Rows<RecentUse> let_in_after(Scope scope, Timestamp time, std::optional<net::Prefix> inside,
                               std::uint64_t limit) override;
  Result<policy::OrganizationPolicy> organization_policy(OrganizationId id,
                                                         const net::Prefix& around) override;
  Result<policy::CredentialPolicy> credential_policy(Scope scope, const net::Prefix& around) override;

  // sqlite_reader_alerts.cc
  Maybe<control::AlertRow> alert(OrganizationId organization, control::AlertId id) override;
  Maybe<control::AlertRow> open_alert(OrganizationId organization, const net::Prefix& network) override;
  Rows<control::AlertRow> alerts(OrganizationId organization, std::optional<control::AlertState> state,
                                 std::optional<control::AlertId> before, unsigned limit) override;
  Rows<control::AlertRow> open_alerts(Scope scope, const net::Prefix& inside) override;
  Result<std::uint64_t> open_alert_count(OrganizationId organization) override;
  Rows<control::AlertRow> open_alerts_after(OrganizationId organization, control::AlertId after,
                                            unsigned limit) override;
  Result<std::uint64_t> open_alert_count_after(OrganizationId organization, control::AlertId after) override;
  Result<control::AlertId> last_told_alert(OrganizationId organization) override;
  Maybe<control::AlertToldRow> alert_told(OrganizationId organization, std::string_view member) override;
  Result<control::MailState> mail_state(OrganizationId organization) override;
  Rows<control::Organization> due_digests(Milliseconds watched, unsigned limit) override;
  Maybe<Milliseconds> next_digest_due() override;
  Maybe<control::TokenRow> token(std::int64_t id) override;
  Maybe<control::OutboxRow> mail(std::int64_t id) override;
  Maybe<control::OutboxRow> due_mail(Milliseconds watched) override;
  Maybe<Milliseconds> next_mail_due(Milliseconds after) override;
  Result<std::uint64_t> mail_count() override;

  // sqlite_reader_audit.cc
  Rows<control::AuditRow> audit(std::string_view organization, std::optional<std::int64_t> before,
                                unsigned limit) override;
  Result<AuditWalk> audit(std::string_view organization, const control::AuditFilter& filter,
                          std::optional<std::int64_t> before, unsigned limit, unsigned examined) override;
  Rows<control::AuditRow> audit_after(std::optional<std::int64_t> number, unsigned limit) override;
  Rows<control::AuditRow> audit_after(std::string_view organization, std::int64_t number,
                                      unsigned limit) override;
  Result<std::uint64_t> audit_count(std::string_view organization) override;
  Result<control::AuditHead> audit_head() override;
  Rows<control::VersionRow> versions(std::string_view organization, std::optional<std::int64_t> before,
                                     unsigned limit) override;
  Maybe<control::VersionRow> version_from(std::string_view organization, std::int64_t number) override;
  Maybe<std::int64_t> number(control::Number name) override;
  Maybe<std::vector<std::byte>> bytes(control::Bytes name) override;

  // sqlite_policy.cc
  Result<policy::OrganizationPolicy> organization_policy(OrganizationId id) override;
  Result<policy::CredentialPolicy> credential_policy(Scope scope) override;
  Result<void> visit_policy(const control::PolicyVisitor& visitor) override;

 private:
  Result<std::vector<policy::Entry>> policy_entries(Scope scope);
  // All but the entries.
  Result<policy::OrganizationPolicy> policy_frame(OrganizationId id);
  struct CredentialFrame {
    policy::CredentialPolicy policy;
    Scope list;  // whose entries it has: an alias has another credential's
  };
  Result<CredentialFrame> policy_frame(Scope scope);

  Connection& db_;
  SqliteFamilyReader family_;
  SqlitePeopleReader people_;
  SqliteRotationReader rotation_;
  SqliteWebhookReader webhooks_;
  SqliteRequestReader requests_;
  SqliteFollowReader follows_;
};

// The names of single values in the table meta.
const char* meta_name(control::Number name);
const char* meta_name(control::Bytes name);

}  // namespace sallyport::store
