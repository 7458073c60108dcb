// PolicyApplier: makes organizations as a document says, within a change that may yet be given up. What is as
// it should be is not touched, so that applying twice changes nothing.
//
// It goes over the document several times, so that the order in which the document says things does not
// matter: all organizations first; then what is enforced less than before; then protections, members, lists
// and credentials; then what is shared, as another organization may have to give it up before; and at last
// what is enforced more than before, as it may forbid what own settings of those below say.
//
// Thread safety: one thread.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "control/change.h"
#include "control/lists/simulation.h"
#include "control/policies/policy_document.h"
#include "control/resolve.h"

namespace sallyport::control {

// Where in the range a name stands for the second time; empty: each stands there once.
template <class Range, class Name>
std::optional<std::size_t> second_of(const Range& range, Name name) {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < range.size(); ++i) {
    if (!seen.insert(range[i].*name).second) return i;
  }
  return std::nullopt;
}

class PolicyApplier {
 public:
  PolicyApplier(Change& change, Actor actor, bool prune)
      : change_(change), actor_(std::move(actor)), prune_(prune) {}

  // Once. REQUIRES: the document outlives this. Errors: as Policies::apply().
  Result<void> run(const PolicyDocument& document);
  // What may have been locked out. REQUIRES: run().
  Result<std::vector<Reach>> reaches();
  // Where in the document stands what run() was refused for, as a JSON pointer; empty: nothing of it is to
  // blame.
  const std::string& refused_at() const { return refused_at_; }
  // What the document names. REQUIRES: run().
  const std::map<std::string_view, Organization>& organizations() const { return organizations_; }

 private:
  // Passes on what was done; where it was refused, puts the step before the place at which it was.
  Result<void> at(std::string_view step, Result<void> done);
  Result<void> at(std::string_view list, std::size_t index, Result<void> done);

  using Pass = Result<void> (PolicyApplier::*)(const Organization&, const DocumentOrganization&);
  Result<void> for_each(const PolicyDocument& document, Pass pass);

  Result<void> make_all(const PolicyDocument& document);
  Result<Organization> make(const DocumentOrganization& wanted);
  Result<void> enforce_less(const Organization& organization, const DocumentOrganization& wanted);
  Result<void> make_as(const Organization& organization, const DocumentOrganization& wanted);
  Result<void> share_all(const Organization& organization, const DocumentOrganization& wanted);
  Result<void> enforce_more(const Organization& organization, const DocumentOrganization& wanted);

  Result<void> protect(const Place& place, Channel channel, const std::optional<ProtectionChange>& wanted);

  // In policy_people.cc.
  Result<void> members(const Organization& organization, const std::vector<Member>& wanted);
  Result<void> put_members(const Organization& organization, const std::vector<Member>& wanted, bool owners);
  Result<void> drop_members(const Organization& organization, const std::vector<Member>& wanted, bool owners);
  Result<void> follows(const Organization& organization, const std::vector<Follow>& wanted);

  // In policy_credentials.cc.
  Result<void> credentials(const Organization& organization, const DocumentOrganization& wanted);
  Result<void> credential(const Organization& organization, const DocumentCredential& wanted,
                          bool prune_learned);
  Result<Credential> need_credential(const Organization& organization, const DocumentCredential& wanted);
  Result<void> inherit(const Place& place);

  // In policy_lists.cc.
  using Existing = std::map<net::Prefix, const ListedEntry*>;
  Result<void> entries(const Place& place, const std::vector<DocumentEntry>& wanted, bool prune_learned);
  Result<void> put(const Place& place, const DocumentEntry& wanted, const ListedEntry* existing);
  Result<void> lift_removals(const Place& place, const net::Prefix& inside, const Existing& existing,
                             std::set<net::Prefix>& named);
  Result<void> end_shares(const Organization& organization, const std::vector<DocumentEntry>& wanted);
  Result<void> share(const Organization& organization, const DocumentEntry& wanted);

  Change& change_;
  const Actor actor_;
  const bool prune_;
  std::map<std::string_view, Organization> organizations_;  // those of the document
  std::string refused_at_;
};

}  // namespace sallyport::control
