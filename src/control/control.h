// Control: where policy lives and changes. The loop is record -> learn -> alert -> change -> publish.
//
// This header is only the door: each group of operations is a class of its own, and all of them share one
// Core (the store, the clock, the snapshot builder and the lock).
//
// A change is validated, written with its audit row and its outbox rows in one transaction, compiled into the
// next snapshot and published; only then does the call return. So what is acknowledged is durable and already
// enforced.
//
// Thread safety: every operation may be called by any thread; they exclude each other.
// Invariants: the published snapshot equals the committed policy whenever no operation is under way.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "control/following/follows.h"
#include "control/lists/versions.h"
#include "control/model.h"
#include "control/organizations/family.h"
#include "control/people/people.h"
#include "control/policies/policy_document.h"
#include "control/ports/network_names.h"
#include "control/ports/notifier.h"
#include "control/requests.h"
#include "control/secrets.h"
#include "control/webhooks/webhooks.h"
#include "policy/observation.h"
#include "snapshot/slot.h"

namespace sallyport::catalog {
class Catalogs;
}

namespace sallyport::control {

class Store;
class Core;

struct ControlSettings {
  std::chrono::seconds heartbeat = std::chrono::minutes(10);  // how often watched time is written down
  std::chrono::seconds longest_gap =
      std::chrono::hours(1);  // more than this between two looks is not "watched"
  std::chrono::seconds mail_interval = std::chrono::minutes(15);
  std::chrono::seconds answer_lifetime = std::chrono::days(7);
  std::chrono::seconds recent = std::chrono::days(7);  // what was let in so lately must not be locked out
  std::chrono::seconds session_lifetime = std::chrono::hours(12);
  std::chrono::seconds password_link_lifetime = std::chrono::hours(24);  // an invitation's: answer_lifetime
  std::chrono::seconds activity_kept = std::chrono::days(90);
  std::uint64_t password_operations = 0;              // argon2id's cost; 0: libsodium's for interactive use
  std::size_t password_memory = 0;                    // bytes; 0: the same
  std::shared_ptr<const NetworkNames> network_names;  // empty: nothing is known
  // The catalogs that can be followed, as they are now; empty, or null from it: none is known. Called by any
  // thread.
  std::function<std::shared_ptr<const catalog::Catalogs>()> catalogs;
  std::uint64_t entries_per_list = 100'000;
  std::uint64_t unauthorized_per_organization = 10'000;  // the oldest give way
  std::uint64_t activity_per_organization = 10'000;
  std::uint64_t open_alerts_per_organization =
      1'000;  // beyond: counted in the next digest, not kept one by one
};

// Organizations, their members and their credentials.
class Directory {
 public:
  // A name: 1 to 100 bytes of UTF-8 without control characters, '/' or white space at its ends.
  // New organizations are in `learning` on both channels. Errors: duplicate, malformed_request.
  // `parent`: its parent's name, or empty. Errors: also unknown_organization, too_many_entries (16 levels).
  Result<Organization> create_organization(const Actor& actor, const std::string& name,
                                           const std::string& parent = {});
  Result<Organization> organization(const std::string& name);  // Errors: unknown_organization
  Result<Page<Organization>> organizations(const PageRequest& page);

  // `language`: where the person has none yet.
  Result<Member> add_member(const Actor& actor, const std::string& organization, const std::string& email,
                            Permissions permissions, std::optional<Language> language = {});
  Result<std::vector<Member>> members(const std::string& organization);
  Result<Member> member(const std::string& organization, const std::string& email);  // unknown_member
  // Errors: unknown_member; forbidden, where the last owner would lose that.
  Result<Member> change_member(const Actor& actor, const std::string& organization, const std::string& email,
                               Permissions permissions);
  // What was mailed to them answers nothing any more. Errors: as change_member().
  Result<void> remove_member(const Actor& actor, const std::string& organization, const std::string& email);

  // Without a fingerprint, makes a secret and shows it this once.
  Result<CreatedCredential> create_credential(const Actor& actor, const std::string& organization,
                                              const std::string& name, Channel channel,
                                              std::optional<policy::Fingerprint> fingerprint);
  Result<Credential> credential(const std::string& organization, const std::string& name);
  Result<Page<Credential>> credentials(const std::string& organization, const PageRequest& page,
                                       std::optional<Channel> channel = {});
  // With its own list and protection. Errors: unknown_credential.
  Result<void> remove_credential(const Actor& actor, const std::string& organization,
                                 const std::string& name);
  // A new secret, shown this once; or, where the platform owns the key, its new fingerprint, or without one a
  // request to the platform by webhook. The former secret works for `grace` more, checked by address as
  // before. Errors: duplicate, invalid_setting (more than 30 days).
  Result<Rotation> rotate_credential(const Actor& actor, const std::string& organization,
                                     const std::string& name, std::chrono::seconds grace,
                                     std::optional<policy::Fingerprint> fingerprint);

 private:
  friend class Control;
  explicit Directory(Core& core) : core_(core) {}
  Core& core_;
};

class Protections {
 public:
  Result<ProtectionStatus> status(const ScopeName& scope, Channel channel);
  // For an organization without a channel: both. For a credential the channel is its own, and must not be
  // given otherwise; the change gives it a protection of its own, which starts as its organization's. Setting
  // `learning` where it was not starts learning anew. What is set as it is changes nothing. Errors:
  // invalid_setting; enforced_by_parent, where the mode would be less strict than an ancestor demands, or
  // dry_run be set under what it demands.
  Result<ProtectionStatus> change(const Actor& actor, const ScopeName& scope, std::optional<Channel> channel,
                                  const ProtectionChange& change);
  // What change() would have blocked in the last 7 days. Changes nothing. Errors: as change().
  Result<Preview> preview(const Actor& actor, const ScopeName& scope, std::optional<Channel> channel,
                          const ProtectionChange& change);
  // A credential goes back to its organization's protection; its own list stays. Errors: not_found.
  Result<void> inherit(const Actor& actor, const ScopeName& credential);

 private:
  friend class Control;
  explicit Protections(Core& core) : core_(core) {}
  Core& core_;
};

// The authorized and the denied addresses of an organization or a credential.
class Lists {
 public:
  // All or nothing. A denied or removed prefix becomes authorized; removals inside it are lifted;
  // unauthorized addresses and open alerts that it covers are settled. Errors: duplicate (valid already),
  // too_many_entries.
  Result<std::vector<ListedEntry>> authorize(const Actor& actor, const ScopeName& scope,
                                             const std::vector<NewEntry>& entries);
  // authorize(), or deny(), of many at once; `kind` is authorized or denied. Errors: as those; with
  // Existing::skip no duplicate for what stands there already.
  Result<Imported> put(const Actor& actor, const ScopeName& scope, policy::EntryKind kind,
                       const std::vector<NewEntry>& entries, Existing existing, bool force = false);
  // Errors: as authorize(); lockout_risk, where it stops what was let in during the last 7 days, or the
  // actor's own address, unless forced.
  Result<ListedEntry> deny(const Actor& actor, const ScopeName& scope, const NewEntry& entry,
                           bool force = false);
  // An authorized prefix is not learned again while the removal stands; a denied one is simply lifted.
  // Errors: not_found, where exactly this prefix is not on the list (the message says what covers it).
  // With a kind, only from the list of that kind. Errors: also lockout_risk, as deny().
  Result<Removal> remove(const Actor& actor, const ScopeName& scope, const net::Prefix& prefix,
                         std::optional<policy::EntryKind> kind = {}, bool force = false);
  // Note, start and end of an entry of that kind, authorized or denied, which stays where it is; where
  // nothing differs, nothing is changed. One that a follow gave is the actor's own from then on. Errors:
  // not_found, as remove(); invalid_setting; lockout_risk, as deny(): an end that is still to come stops
  // nothing yet.
  Result<ListedEntry> change(const Actor& actor, const ScopeName& scope, const net::Prefix& prefix,
                             policy::EntryKind kind, const EntryChange& wanted, bool force = false);
  // What is wrong with each of the entries that put() would refuse, in their order; empty: nothing, or none
  // of them is at fault. It changes nothing.
  Result<std::vector<WrongEntry>> wrong(const ScopeName& scope, policy::EntryKind kind,
                                        const std::vector<NewEntry>& entries, Existing existing);
  // What denying, remove() and change() would stop of what was let in during the last 7 days. They change
  // nothing. Errors: as put() and remove().
  Result<Preview> preview_denial(const Actor& actor, const ScopeName& scope,
                                 const std::vector<NewEntry>& entries, Existing existing = Existing::refuse);
  Result<Preview> preview_removal(const Actor& actor, const ScopeName& scope, const net::Prefix& prefix,
                                  std::optional<policy::EntryKind> kind = {});
  Result<Preview> preview_change(const Actor& actor, const ScopeName& scope, const net::Prefix& prefix,
                                 policy::EntryKind kind, const EntryChange& wanted);

  // Valid now or not; in address order. `removed` ones are listed by kind like the others.
  Result<Page<ListedEntry>> entries(const ScopeName& scope, policy::EntryKind kind, const PageRequest& page,
                                    const EntryFilter& filter = {});
  // Which entries cover all of the prefix, on which of the lists that apply: the credential's, where one is
  // named, its organization's, what ancestors share with that, and what ancestors deny that enforce. What is
  // enforced first, then the strongest.
  Result<std::vector<Covering>> covers(const ScopeName& scope, const net::Prefix& prefix);
  // Errors of both: unknown_credential, of the filter's.
  Result<Page<UnauthorizedAddress>> unauthorized(const std::string& organization, const PageRequest& page,
                                                 const UnauthorizedFilter& filter = {});
  // Newest first.
  Result<Page<Activity>> activity(const std::string& organization, const PageRequest& page,
                                  const ActivityFilter& filter = {});

  // What a gate would decide now, without leaving a trace. Errors: unknown_organization, unknown_credential.
  Result<policy::Decision> explain(const std::string& organization, const std::string& credential,
                                   const net::Address& address);

 private:
  friend class Control;
  explicit Lists(Core& core) : core_(core) {}
  Core& core_;
};

class Alerts {
 public:
  Result<Page<Alert>> list(const std::string& organization, std::optional<AlertState> state,
                           const PageRequest& page);
  struct Answer {
    Action action = Action::authorize;
    bool network = false;  // authorize or deny all of the alert's network, not only the address
    bool rotate = true;    // with deny: the credential too
  };
  struct Answered {
    Alert alert;
    std::optional<Rotation> rotation;  // of the credential, where it was rotated
  };
  // Errors: not_found, used_token (answered already), enforced_by_parent (deactivate).
  Result<Answered> answer(const Actor& actor, const std::string& organization, AlertId alert,
                          const Answer& answer);

  // What a mail's link opens: says what would happen, changes nothing. Errors: not_found (no token of ours),
  // expired_token, used_token; forbidden and unknown_member, as press().
  struct Question {
    Alert alert;
    Action action = Action::authorize;
    std::string member;
    Language language = Language::english;  // the member's
    bool can_sign_in = false;               // the member has a password
    bool removed = false;                   // the credential is there no more
    bool made_here = false;                 // Sallyport made its secret; otherwise the platform owns the key
    bool own_protection = false;            // the credential has one of its own, which `deactivate` is about
    NetworkName name = {};                  // whose network it is, where that is known
  };
  Result<Question> open(std::string_view token);
  // The language of whom the link was mailed to, whether it still works or not. Errors: not_found.
  Result<Language> language_of(std::string_view token);
  // What its button does; the member whose mail carried the token is the actor. `signed_in`: whether that
  // person has just proved to be it by password: without, `deny` does not rotate, and `deactivate` is
  // refused. Errors: as open() and answer(); unauthenticated; forbidden and unknown_member, where the person
  // lost the permission, or is a member no more.
  Result<Answered> press(std::string_view token, std::optional<net::Address> from, bool network = false,
                         bool signed_in = false);

 private:
  friend class Control;
  explicit Alerts(Core& core) : core_(core) {}
  Core& core_;
};

class AuditLog {
 public:
  // Newest first. An empty organization: of all. A page of what is filtered may have fewer records than its
  // limit, or none, and still be followed by others: at most 10,000 are looked at for one.
  // Errors: malformed_request, for an action that there is not.
  Result<Page<AuditRecord>> list(const std::string& organization, const PageRequest& page,
                                 const AuditFilter& filter = {});
  // Oldest first, after the record with that number: what a program asks for again and again, from the last
  // number that it has. At most `limit`, 1 to 1000.
  Result<std::vector<AuditRecord>> after(const std::string& organization, std::int64_t number,
                                         unsigned limit);
  Result<std::uint64_t> count(const std::string& organization);
  // Reads the whole chain. Errors: corrupted, with the number of the first record that does not fit.
  Result<std::uint64_t> verify();
  // The chain's newest record. Kept elsewhere, it proves later that nothing before it was changed, even by
  // somebody who can write the whole database.
  struct Anchor {
    std::int64_t number = 0;
    std::string hash;
    Timestamp time;
  };
  Result<Anchor> anchor();
  // verify(), and that the chain holds the anchor (its time is not looked at). Errors: corrupted.
  Result<std::uint64_t> verify(const Anchor& anchor);

 private:
  friend class Control;
  explicit AuditLog(Core& core) : core_(core) {}
  Core& core_;
};

// Who may use the API.
class Access {
 public:
  // A new token for the administrator; replaces the last one. Only its hash is kept.
  Result<std::string> issue_administrator_token();
  Result<bool> has_administrator_token();
  // The administrator's, a session's or a program's token. Constant time in the token's content.
  // Errors: unauthenticated.
  Result<Principal> authenticate(std::string_view token, std::optional<net::Address> from = {});
  // Whether they may do there what needs the permission: by a token of it or of an organization above, or as
  // a member of one of those. Errors: unknown_organization, in the words for one that does not exist, where
  // they have no permission at all there; forbidden, where they have others.
  Result<void> authorize(const Principal& principal, const std::string& organization, Permission permission);
  // What they may do there; never nothing. Errors: unknown_organization, as authorize().
  Result<Permissions> permissions(const Principal& principal, const std::string& organization);
  // Where the principal is at home: what they may do everywhere, or in which organizations, of a member or a
  // token. At most 1000.
  struct Home {
    std::string organization;
    Permissions permissions;
  };
  struct Homes {
    Permissions everywhere;
    std::vector<Home> list;
  };
  Result<Homes> homes(const Principal& principal);
  // The homes and those below them, by name. Cost: that of the whole trees for each page.
  Result<Page<Organization>> organizations(const Principal& principal, const PageRequest& page);

 private:
  friend class Control;
  explicit Access(Core& core) : core_(core) {}
  Core& core_;
};

// What the loop is made of: the daemon calls these from threads, the scenarios in simulated time.
class Loop {
 public:
  // Records uses, learns, raises alerts; one transaction for all of them.
  Result<void> record(std::span<const policy::Observation> observations);
  // Does what is due: heartbeat, quiet periods, digests. Returns how long until there is more to do.
  Result<Milliseconds> run_due();
  struct Delivered {
    std::size_t sent = 0;
    std::size_t failed = 0;
    std::optional<Error> trouble = {};  // of the last that failed
  };
  // Sends what waits in the outbox and is due, one at a time, not holding up other operations. A failed one
  // is tried again later (1, 2, 4 ... 60 minutes), and when the mail server takes mails again.
  Result<Delivered> deliver(Notifier& notifier);
  // Writes watched time down, for an orderly end.
  Result<void> stop();

 private:
  friend class Control;
  explicit Loop(Core& core) : core_(core) {}
  Core& core_;
};

class Control {
 public:
  struct Statistics {
    std::uint64_t organizations = 0;
    std::uint64_t credentials = 0;
    std::uint64_t entries = 0;
    std::uint64_t generation = 0;
    std::uint64_t outbox_waiting = 0;
    std::uint64_t webhook_events_waiting = 0;
    std::uint64_t webhook_events_dropped = 0;  // since the start: those that gave way to newer ones
  };

  // Reads all policy, builds and publishes the first snapshot. `progress` hears how many entries were read.
  // REQUIRES: store, clock and slot outlive it.
  static Result<std::unique_ptr<Control>> open(Store& store, const Clock& clock, snapshot::Slot& slot,
                                               const Secrets& secrets, const ControlSettings& settings,
                                               const std::function<void(std::uint64_t)>& progress = {});
  ~Control();

  Directory directory();
  Family family();
  People people();
  Tokens tokens();
  Webhooks webhooks();
  Versions versions();
  Review review();
  Policies policies();
  Requests requests();
  Protections protections();
  Lists lists();
  Follows follows();
  Alerts alerts();
  AuditLog audit();
  Access access();
  Loop loop();
  Statistics statistics();

 private:
  explicit Control(std::unique_ptr<Core> core);
  std::unique_ptr<Core> core_;
};

}  // namespace sallyport::control
