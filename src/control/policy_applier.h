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
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "control/change.h"
#include "control/resolve.h"
#include "control/simulation.h"

namespace sallyport::control {

class PolicyApplier {
 public:
  PolicyApplier(Change& change, Actor actor, bool prune)
      : change_(change), actor_(std::move(actor)), prune_(prune) {}

  // Once. REQUIRES: the document outlives this. Errors: as Policies::apply().
  Result<void> run(const PolicyDocument& document);
  // What may have been locked out. REQUIRES: run().
  Result<std::vector<Reach>> reaches();

 private:
  using Pass = Result<void> (PolicyApplier::*)(const Organization&, const DocumentOrganization&);
  Result<void> for_each(const PolicyDocument& document, Pass pass);

  Result<void> make_all(const PolicyDocument& document);
  Result<Organization> make(const DocumentOrganization& wanted);
  Result<void> enforce_less(const Organization& organization, const DocumentOrganization& wanted);
  Result<void> make_as(const Organization& organization, const DocumentOrganization& wanted);
  Result<void> share_all(const Organization& organization, const DocumentOrganization& wanted);
  Result<void> enforce_more(const Organization& organization, const DocumentOrganization& wanted);

  Result<void> protect(const Place& place, Channel channel, const std::optional<ProtectionChange>& wanted);
  Result<void> members(const Organization& organization, const std::vector<Member>& wanted);
  Result<void> put_members(const Organization& organization, const std::vector<Member>& wanted, bool owners);
  Result<void> drop_members(const Organization& organization, const std::vector<Member>& wanted, bool owners);
  Result<void> credentials(const Organization& organization, const DocumentOrganization& wanted);
  Result<void> follows(const Organization& organization, const std::vector<Follow>& wanted);
  Result<Credential> credential(const Organization& organization, const DocumentCredential& wanted);

  // In policy_lists.cc.
  using Existing = std::map<net::Prefix, const ListedEntry*>;
  Result<void> entries(const Place& place, const std::vector<DocumentEntry>& wanted, bool prune_learned);
  Result<void> put(const Place& place, const DocumentEntry& wanted, const ListedEntry* existing);
  Result<void> lift_removals(const Place& place, const net::Prefix& inside, const Existing& existing,
                             std::set<net::Prefix>& named);
  Result<void> end_shares(const Organization& organization, const std::vector<DocumentEntry>& wanted);

  Change& change_;
  const Actor actor_;
  const bool prune_;
  std::map<std::string_view, Organization> organizations_;  // those of the document
};

}  // namespace sallyport::control
