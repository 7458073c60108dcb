// PolicyDocument: policy as code: what organizations should be like, planned and applied as one change.
//
// Part of control.h. Thread safety: values; Policies as control.h.
// Invariants: only what a document names is touched; what it leaves out stays, unless pruning is asked for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "control/follow.h"
#include "control/model.h"
#include "control/people.h"

namespace sallyport::control {

class Core;

struct DocumentEntry {
  net::Prefix prefix;
  policy::EntryKind kind = policy::EntryKind::authorized;  // authorized or denied
  std::string note;
  Timestamp valid_from = policy::kAlways;
  Timestamp valid_until = policy::kForever;
  bool shared_with_all = false;
  std::vector<std::string> shared_with;
};

struct DocumentCredential {
  std::string name;
  Channel channel = Channel::api;
  std::optional<std::string> fingerprint;  // needed where it is to be created
  std::optional<ProtectionChange> protection;
  std::optional<std::vector<DocumentEntry>> entries;
};

struct DocumentOrganization {
  std::string name;
  std::string parent;
  std::optional<ProtectionChange> api;
  std::optional<ProtectionChange> smtp;
  std::optional<policy::Enforcement> enforce_api;
  std::optional<policy::Enforcement> enforce_smtp;
  std::optional<std::vector<Member>> members;
  std::optional<std::vector<DocumentEntry>> entries;
  std::optional<std::vector<DocumentCredential>> credentials;
  std::optional<std::vector<Follow>> follows;  // each vendor once
  bool prune_learned = false;                  // pruning takes learned entries, too
};

struct PolicyDocument {
  std::vector<DocumentOrganization> organizations;  // in any order
};

// One thing that applying would do.
struct PlannedStep {
  std::string organization;
  std::string action;  // as in the audit
  std::string before;  // JSON
  std::string after;
};

class Policies {
 public:
  // What apply() would do; empty: nothing, all is as the document says. Where the document says with whom an
  // entry is shared, it is with exactly those. `prune`: the entries and members that a named list has beyond
  // the document go, and the shares of entries of which it does not say that they are shared; learned entries
  // only where the document says so, those of catalogs and credentials never. Pruning also ends follows that
  // a named list of them does not have, with the entries that they gave. Errors: as apply(), lockout_risk
  // excepted.
  Result<std::vector<PlannedStep>> plan(const PolicyDocument& document, bool prune);
  // All of it as one change. Errors: those of each step, with the organization's name before;
  // invalid_setting, where what never changes would (a parent, a credential's channel or fingerprint);
  // lockout_risk, where lists change, unless forced: then also of what is lost because protection begins to
  // block at once with them.
  Result<std::vector<PlannedStep>> apply(const Actor& actor, const PolicyDocument& document, bool prune,
                                         bool force);
  // An organization and all below it as a document; an empty name: everything. Without what was learned or
  // removed, and without fingerprints: applying it changes nothing. Errors: too_many_entries, beyond 10,000
  // organizations or 1,000,000 entries.
  Result<PolicyDocument> document(const std::string& organization);

 private:
  friend class Control;
  explicit Policies(Core& core) : core_(core) {}
  Core& core_;
};

}  // namespace sallyport::control
