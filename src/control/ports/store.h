// Store: the port through which control keeps what it knows. src/store implements it on SQLite.
//
// It speaks of domain rows, never of SQL. Times called `watched` are durations of watched time
// (watched_time.h).
//
// Thread safety: a Store may be used by any thread; transactions exclude each other, and views exclude each
// other. REQUIRES: a thread has at most one view or transaction open at a time. Invariants: a transaction is
// durable once commit() returned well, and leaves no trace otherwise.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "control/ports/store_family.h"
#include "control/ports/store_follows.h"
#include "control/ports/store_people.h"
#include "control/ports/store_requests.h"
#include "control/ports/store_rotation.h"
#include "control/ports/store_rows.h"
#include "control/ports/store_webhooks.h"
#include "policy/policy.h"

namespace sallyport::control {

// Called once for each organization, and after it for each of its credentials; in the end for each former
// secret, with when it ends.
struct PolicyVisitor {
  std::function<Result<void>(const policy::OrganizationPolicy&)> organization;
  std::function<Result<void>(const policy::CredentialPolicy&)> credential;
  std::function<Result<void>(const policy::CredentialPolicy&, Timestamp until)> former_secret = {};
};

// Single values, by name.
enum class Number { watched };
enum class Bytes { administrator_hash, installation };

// Reads one consistent state. Lists of rows have at most `limit` rows, after the key that is given.
// Errors of every function: corrupted, unavailable.
class Reader {
 public:
  virtual ~Reader() = default;

  // The parts that keep to themselves.
  virtual FamilyReader& family() = 0;
  virtual PeopleReader& people() = 0;
  virtual RotationReader& rotation() = 0;
  virtual WebhookReader& webhooks() = 0;
  virtual RequestReader& requests() = 0;
  virtual FollowReader& follows() = 0;

  virtual Maybe<Organization> organization(std::string_view name) = 0;
  virtual Maybe<Organization> organization(OrganizationId id) = 0;
  virtual Rows<Organization> organizations(std::string_view after, unsigned limit) = 0;  // by name
  virtual Maybe<Member> member(OrganizationId organization, std::string_view email) = 0;
  virtual Rows<Member> members(OrganizationId organization) = 0;  // by e-mail address
  virtual Maybe<Credential> credential(OrganizationId organization, std::string_view name) = 0;
  virtual Maybe<Credential> credential(Scope scope) = 0;
  virtual Maybe<Credential> credential(const policy::Fingerprint& fingerprint) = 0;
  virtual Rows<Credential> credentials(OrganizationId organization, std::string_view after, unsigned limit,
                                       std::optional<Channel> channel = {}) = 0;
  // Whether somebody was ever let in by a credential that stands under the organization's own protection of
  // that channel. Cost: the organization's credentials.
  virtual Result<bool> was_used(OrganizationId organization, Channel channel) = 0;

  virtual Maybe<ProtectionRow> protection(Scope scope, Channel channel) = 0;
  virtual Rows<ProtectionRow> due_protections(Milliseconds watched, unsigned limit) = 0;
  virtual Maybe<Milliseconds> next_protection_due() = 0;

  virtual Maybe<ListedEntry> entry(Scope scope, const net::Prefix& prefix) = 0;
  struct EntrySelection {
    policy::EntryKind kind = policy::EntryKind::authorized;
    std::optional<policy::Source> source;
    std::string_view note;  // part of it
    std::optional<net::Prefix> inside;
    std::optional<Timestamp> unseen_since;
  };
  virtual Rows<ListedEntry> entries(Scope scope, const EntrySelection& selection,
                                    std::optional<net::Prefix> after, unsigned limit) = 0;
  virtual Rows<ListedEntry> list(Scope scope) = 0;  // all of it, of every kind, by prefix
  // What an entry for this prefix takes the place of: the one for exactly it, and removed ones inside.
  virtual Rows<ListedEntry> replaced_by(Scope scope, const net::Prefix& prefix) = 0;
  virtual Rows<policy::Entry> entries_inside(Scope scope, const net::Prefix& prefix) = 0;  // itself too
  virtual Rows<policy::Entry> entries_covering(Scope scope,
                                               const net::Prefix& prefix) = 0;  // not itself; widest first
  virtual Result<std::uint64_t> entry_count(Scope scope) = 0;
  virtual Result<std::uint64_t> authorized_count(Scope scope, Timestamp now) = 0;  // valid then

  // Of lines about credentials and addresses: those that fit everything that is set.
  struct UseSelection {
    std::optional<CredentialId> credential;
    std::optional<net::Prefix> inside;
    std::optional<policy::Verdict> verdict;
    std::optional<policy::Reason> reason;
    std::optional<Timestamp> since;
    std::optional<Timestamp> until;  // before it
  };
  // Of the selection: credential and inside.
  virtual Rows<UnauthorizedAddress> unauthorized(OrganizationId organization,
                                                 std::optional<net::Address> after, unsigned limit,
                                                 const UseSelection& selection = {}) = 0;
  virtual Result<std::uint64_t> unauthorized_count(OrganizationId organization) = 0;
  struct ActivityKey {
    Timestamp last_seen;
    CredentialId credential{};
    net::Address address;
  };
  struct ActivityRow {
    Activity activity;
    ActivityKey key;
  };
  // Newest first.
  virtual Rows<ActivityRow> activity(OrganizationId organization, std::optional<ActivityKey> after,
                                     unsigned limit, const UseSelection& selection = {}) = 0;
  virtual Result<std::uint64_t> activity_count(OrganizationId organization) = 0;
  // A credential that was let in from an address; `last_seen`: when it last was.
  struct RecentUse {
    CredentialId credential{};
    std::string name;
    policy::Fingerprint fingerprint;
    net::Address address;
    Timestamp last_seen;
    std::uint64_t count = 0;
  };
  // Those later than the given time, newest first: of the organization, or of the scope's credential only;
  // from everywhere, or from inside the prefix only.
  virtual Rows<RecentUse> let_in_after(Scope scope, Timestamp time, std::optional<net::Prefix> inside,
                                       std::uint64_t limit) = 0;

  virtual Maybe<AlertRow> alert(OrganizationId organization, AlertId id) = 0;
  virtual Maybe<AlertRow> open_alert(OrganizationId organization, const net::Prefix& network) = 0;
  // Newest first; before the one that is given.
  virtual Rows<AlertRow> alerts(OrganizationId organization, std::optional<AlertState> state,
                                std::optional<AlertId> before, unsigned limit) = 0;
  // Whose address is inside the prefix (a credential's scope: its own only).
  virtual Rows<AlertRow> open_alerts(Scope scope, const net::Prefix& inside) = 0;
  virtual Result<std::uint64_t> open_alert_count(OrganizationId organization) = 0;
  virtual Rows<AlertRow> open_alerts_after(OrganizationId organization, AlertId after,
                                           unsigned limit) = 0;  // newest first
  virtual Result<std::uint64_t> open_alert_count_after(OrganizationId organization, AlertId after) = 0;
  // The last alert before the first one that is open and was not told to anybody.
  virtual Result<AlertId> last_told_alert(OrganizationId organization) = 0;
  virtual Maybe<AlertToldRow> alert_told(OrganizationId organization, std::string_view member) = 0;
  virtual Result<MailState> mail_state(OrganizationId organization) = 0;
  virtual Rows<Organization> due_digests(Milliseconds watched, unsigned limit) = 0;
  virtual Maybe<Milliseconds> next_digest_due() = 0;
  virtual Maybe<TokenRow> token(std::int64_t id) = 0;

  virtual Maybe<OutboxRow> mail(std::int64_t id) = 0;
  virtual Maybe<OutboxRow> due_mail(Milliseconds watched) = 0;
  virtual Maybe<Milliseconds> next_mail_due(Milliseconds after) = 0;
  virtual Result<std::uint64_t> mail_count() = 0;

  // Newest first; an empty organization: of all.
  virtual Rows<AuditRow> audit(std::string_view organization, std::optional<std::int64_t> before,
                               unsigned limit) = 0;
  // Those that fit the filter; an action ends in ".*" or is one. Looks at no more than `examined` records;
  // `next`: the last one it looked at, where it gave up before there were `limit` and older ones may fit.
  struct AuditWalk {
    std::vector<AuditRow> rows;
    std::optional<std::int64_t> next;
  };
  virtual Result<AuditWalk> audit(std::string_view organization, const AuditFilter& filter,
                                  std::optional<std::int64_t> before, unsigned limit, unsigned examined) = 0;
  // Oldest first; without a number from the very first row that there is, whatever its number.
  virtual Rows<AuditRow> audit_after(std::optional<std::int64_t> number, unsigned limit) = 0;
  virtual Rows<AuditRow> audit_after(std::string_view organization, std::int64_t number,
                                     unsigned limit) = 0;  // the same, of one
  virtual Result<std::uint64_t> audit_count(std::string_view organization) = 0;
  virtual Result<AuditHead> audit_head() = 0;

  // Versions of an organization's lists, newest first; and the first that is not older than the number.
  virtual Rows<VersionRow> versions(std::string_view organization, std::optional<std::int64_t> before,
                                    unsigned limit) = 0;
  virtual Maybe<VersionRow> version_from(std::string_view organization, std::int64_t number) = 0;

  virtual Maybe<std::int64_t> number(Number name) = 0;
  virtual Maybe<std::vector<std::byte>> bytes(Bytes name) = 0;

  // REQUIRES: they exist.
  virtual Result<policy::OrganizationPolicy> organization_policy(OrganizationId id) = 0;
  virtual Result<policy::CredentialPolicy> credential_policy(Scope scope) = 0;
  // The same with those entries only that can decide about an address inside the prefix. Cost: by them.
  virtual Result<policy::OrganizationPolicy> organization_policy(OrganizationId id,
                                                                 const net::Prefix& around) = 0;
  virtual Result<policy::CredentialPolicy> credential_policy(Scope scope, const net::Prefix& around) = 0;
  // All policy. Cost: one sequential pass.
  virtual Result<void> visit_policy(const PolicyVisitor& visitor) = 0;
};

// Rolled back where it is destroyed uncommitted. Errors of every function: storage_full, corrupted,
// unavailable.
class Transaction {
 public:
  virtual ~Transaction() = default;

  virtual Reader& read() = 0;  // sees this transaction's own writes

  virtual FamilyWriter& family() = 0;
  virtual PeopleWriter& people() = 0;
  virtual RotationWriter& rotation() = 0;
  virtual WebhookWriter& webhooks() = 0;
  virtual RequestWriter& requests() = 0;
  virtual FollowWriter& follows() = 0;

  virtual Result<OrganizationId> add_organization(const std::string& name, OrganizationId parent,
                                                  Timestamp created) = 0;
  virtual Result<void> put_member(OrganizationId organization, const Member& member) = 0;
  virtual Result<void> erase_member(OrganizationId organization, std::string_view email) = 0;
  virtual Result<CredentialId> add_credential(const Credential& credential) = 0;  // gives it its id
  // With its list, protection, activity and unauthorized addresses. Returns how many entries went with it.
  virtual Result<std::uint64_t> erase_credential(Scope scope) = 0;
  virtual Result<void> credential_used(Scope scope, Timestamp when) = 0;

  virtual Result<void> put_protection(const ProtectionRow& row) = 0;
  virtual Result<void> erase_protection(Scope scope, Channel channel) = 0;

  virtual Result<bool> put_entry(Scope scope, const ListedEntry& entry) = 0;  // whether it is a new one
  virtual Result<bool> erase_entry(Scope scope, const net::Prefix& prefix) = 0;
  virtual Result<void> entry_used(Scope scope, const net::Prefix& prefix, const Use& use) = 0;

  virtual Result<void> note_unauthorized(const Use& use) = 0;
  // Those inside the prefix; where the scope is a credential's, its own only.
  virtual Result<void> erase_unauthorized(Scope scope, const net::Prefix& inside) = 0;
  virtual Result<void> erase_oldest_unauthorized(OrganizationId organization, std::uint64_t count) = 0;
  virtual Result<void> note_activity(const Use& use) = 0;
  // Of the next `organizations` after the given one; returns the last of them, or 0 where there are no more.
  virtual Result<OrganizationId> erase_activity_before(Timestamp time, OrganizationId after,
                                                       unsigned organizations) = 0;
  virtual Result<void> erase_oldest_activity(OrganizationId organization, std::uint64_t count) = 0;

  virtual Result<AlertId> add_alert(const AlertRow& row) = 0;  // gives it its id
  virtual Result<void> alert_repeated(AlertId id, const Use& use) = 0;
  // Open alerts whose address is inside the prefix (a credential's scope: its own only) are answered.
  virtual Result<void> answer_alerts(Scope scope, const net::Prefix& inside, AlertState state,
                                     const std::string& by, Timestamp when) = 0;
  virtual Result<void> answer_alert(AlertId id, AlertState state, const std::string& by, Timestamp when) = 0;
  virtual Result<void> alerts_mailed(OrganizationId organization, AlertId last) = 0;  // up to that one
  virtual Result<void> put_alert_told(const AlertToldRow& row) = 0;
  // Of the organization and those below it, where something is open of which nobody was told: a digest is due
  // now, or `interval` after the last mail.
  virtual Result<void> untold_digests_due(OrganizationId top, Milliseconds watched,
                                          Milliseconds interval) = 0;
  virtual Result<void> put_mail_state(OrganizationId organization, const MailState& state) = 0;

  virtual Result<std::int64_t> add_token(const TokenRow& row) = 0;  // gives it its id
  virtual Result<void> use_token(std::int64_t id) = 0;
  // Those of that alert that the member has.
  virtual Result<void> erase_tokens(AlertId alert, std::string_view member, Milliseconds expired_before) = 0;

  virtual Result<std::int64_t> add_mail(const OutboxRow& row) = 0;  // gives it its id
  virtual Result<void> postponed_mails_due(
      Milliseconds watched) = 0;  // in the order in which they were queued
  virtual Result<void> postpone_mail(std::int64_t id, unsigned attempts, Milliseconds due) = 0;
  virtual Result<void> erase_mail(std::int64_t id) = 0;

  // REQUIRES: before commit(), the last one's number and hash become the head.
  virtual Result<void> append_audit(const AuditRow& row) = 0;
  virtual Result<void> put_audit_head(const AuditHead& head) = 0;
  virtual Result<void> add_version(const VersionRow& row) = 0;

  virtual Result<void> put_number(Number name, std::int64_t value) = 0;
  virtual Result<void> put_bytes(Bytes name, std::span<const std::byte> value) = 0;

  // Errors: storage_full (nothing was changed; later ones may succeed again), unavailable (whether it is
  // durable is unknown; the store refuses all further transactions).
  virtual Result<void> commit() = 0;
};

class Store {
 public:
  virtual ~Store() = default;
  virtual Result<std::unique_ptr<Transaction>> begin() = 0;
  virtual Result<std::unique_ptr<Reader>> view() = 0;
  // Reads everything and checks its structure; holds up nobody. Cost: minutes for very many entries.
  // Errors: corrupted.
  virtual Result<void> check() = 0;
};

}  // namespace sallyport::control
