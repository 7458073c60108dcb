// Recorder: what observations do, in one transaction: activity, hits, learning, unauthorized addresses,
// alerts.
//
// What a gate decided may be out of date, so each use is decided again on the newest snapshot: that decides
// what is learned or alerted. What is told of the use in `activity` is what the gate decided, since that is
// what happened.
//
// Thread safety: one thread at a time.
// Invariants: recording several observations at once has the same effect on lists and protections as
// recording them one by one.
#pragma once

#include <map>
#include <set>
#include <span>

#include "control/change.h"
#include "control/lists/prefix_cover.h"
#include "policy/observation.h"

namespace sallyport::control {

class Recorder {
 public:
  explicit Recorder(Change& change) : change_(change), snapshot_(change.core().slot.current()) {}

  // Records observations from the front of the span and returns how many: all, or up to one that ended
  // learning, since the snapshot decides differently from then on.
  Result<std::size_t> record(std::span<const policy::Observation> observations);

 private:
  // A credential that was used, and its protection.
  struct Subject {
    Credential credential;
    Scope protection;
    bool used = false;  // and let in
    Timestamp last_used;
  };

  Result<Subject*> subject(const policy::Observation& observation);  // null where the credential is gone
  // A protection, and the mode that is in force under it.
  struct Standing {
    ProtectionRow row;
    policy::Mode mode = policy::Mode::blocking;
    bool changed = false;  // finish() writes it down
  };
  Standing& standing(const Subject& subject);
  Result<Organization> organization(OrganizationId id);
  Result<void> count_hit(const policy::Decision& decision, const Use& use);
  policy::Decision decide_again(const Subject& subject, const net::Address& address) const;
  Result<void> record_one(const policy::Observation& observation);
  Result<void> record_known(const Subject& subject, const policy::Decision& decision, const Use& use);
  Result<void> learn(const Subject& subject, const Use& use);
  Result<std::optional<net::Prefix>> network_to_learn(const Use& use, policy::LearnedWidth width);
  Result<bool> has_room(Scope list);
  Result<void> settle(Scope list, const net::Prefix& network);
  Result<bool> take_alert_room(OrganizationId organization);
  Result<void> record_unknown(const Subject& subject, const Use& use);
  Result<void> finish();

  Change& change_;
  snapshot::SnapshotPtr snapshot_;
  std::map<Scope, std::optional<Subject>> subjects_;  // by credential
  std::map<std::pair<Scope, Channel>, Standing> standings_;
  std::map<OrganizationId, Organization> organizations_;
  std::map<Scope, PrefixCover> learned_;
  std::set<Scope> lists_full_;
  std::set<OrganizationId> alerts_full_;             // as many alerts are open as may be
  std::map<OrganizationId, std::uint64_t> active_;   // how many were recorded in this batch
  std::map<OrganizationId, std::uint64_t> unknown_;  // of them: from unknown addresses
  std::set<OrganizationId> news_;                    // to tell the members of
  bool learning_ended_ = false;
};

}  // namespace sallyport::control
