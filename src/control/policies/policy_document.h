// PolicyDocument: policy as code: what organizations should be like, planned and applied as one change.
//
// Part of control.h. Thread safety: values; Policies as control.h.
// Invariants: only what a document names is touched; what it leaves out stays, unless pruning is asked for.
// What a named list has beyond the document is told in any case.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "control/following/follow.h"
#include "control/model.h"
#include "control/people/people.h"

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
  bool inherits = false;  // it has its organization's protection, and none of its own; then none is given
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

// Whether the document says that there are no other organizations than those that it names.
enum class Covers : std::uint8_t { named, below, all };  // says nothing; none below those; none at all

std::string_view to_string(Covers covers);  // "named", "below", "all"
std::optional<Covers> parse_covers(std::string_view word);

struct PolicyDocument {
  std::vector<DocumentOrganization> organizations;  // in any order
  Covers covers = Covers::named;
};

// One thing that applying would do.
struct PlannedStep {
  std::string organization;
  std::string action;  // as in the audit
  std::string before;  // JSON
  std::string after;
};

// What stands there, and not in the document.
struct Unlisted {
  std::string organization;
  std::string kind;        // "organization", "member", "entry", "share", "credential" or "follow"
  std::string credential;  // on whose list the entry stands; empty: on the organization's
  std::string name;        // a name, an e-mail address, a prefix, or a vendor
};

// What applying would do, or did.
struct PolicyOutcome {
  std::vector<PlannedStep> steps;
  std::string digest;                // of the steps: what was shown can be asked for
  std::vector<Unlisted> unlisted;    // that it leaves standing; the first 1000
  std::uint64_t unlisted_total = 0;  // without steps and without these, all is as the document says
  Preview would_have_blocked;        // of what was let in during the last 7 days
  std::string lockout_risk;          // of a plan: what apply() would be refused with; empty: it would not be
};

struct PolicyOrder {
  PolicyDocument document;
  bool prune = false;
  bool force = false;
  std::string expect;  // the digest of the plan that was agreed to; empty: whatever the steps are
};

class Policies {
 public:
  // What apply() would do. Where the document says with whom an entry is shared, it is with exactly those.
  // Pruning: the entries, shares, members and follows that a named list has beyond the document go; learned
  // entries only where the document says so, those of catalogs with their follow, credentials and
  // organizations never. Errors: as apply(), lockout_risk and precondition_failed excepted. Where it is
  // refused because of something in the document, `refused_at` says where that stands, as a JSON pointer.
  Result<PolicyOutcome> plan(const Actor& actor, const PolicyOrder& order, std::string* refused_at = nullptr);
  // All of it as one change. Errors: those of each step, with the organization's name before;
  // invalid_setting, where what never changes would (a parent, a credential's channel or fingerprint);
  // precondition_failed, where the steps are not those that `expect` is the digest of; lockout_risk, where
  // lists change, unless forced: then also of what is lost because protection begins to block at once with
  // them.
  Result<PolicyOutcome> apply(const Actor& actor, const PolicyOrder& order,
                              std::string* refused_at = nullptr);
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
