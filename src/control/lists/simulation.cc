#include "control/lists/simulation.h"

#include <algorithm>
#include <functional>
#include <set>
#include <tuple>
#include <utility>

namespace sallyport::control {
namespace {

using policy::Decision;
using policy::Verdict;
using RecentUse = Reader::RecentUse;

constexpr std::size_t kMostInPreview = 100;
constexpr unsigned kCredentialsOfOwnAddress = 1000;

bool let_in(const Decision& decision) { return decision.verdict == Verdict::allow; }
bool let_in_by_list(const Decision& decision) {
  return decision.reason == policy::Reason::authorized || decision.reason == policy::Reason::shared ||
         decision.reason == policy::Reason::catalog;
}

// What a list let in does not stay by being learned anew: it is the list that was relied on.
bool stays(const Decision& before, const Decision& after) {
  return let_in(after) && !(let_in_by_list(before) && after.reason == policy::Reason::learned);
}

class Simulation {
 public:
  // REQUIRES: both outlive it.
  Simulation(Change& change, const Reach& reach)
      : change_(change), reach_(reach), before_(change.core().slot.current()) {}

  // Returns whether to go on. Called for the organization, then for those below it.
  using Visit = std::function<Result<bool>(const Organization&)>;
  Result<void> walk(const Visit& visit);

  // Of the uses, those that are lost. `before` says which of them count, by the decision they have now.
  Result<std::vector<RecentUse>> lost(OrganizationId organization, std::vector<RecentUse> uses,
                                      bool (*before)(const Decision&));

 private:
  Result<bool> walk(OrganizationId id, const Visit& visit);
  Result<void> compile(OrganizationId id);
  Result<void> compile(OrganizationId organization, const std::vector<RecentUse>& uses);
  Decision decide(const snapshot::Snapshot& by, const RecentUse& use) const {
    return by.decide({use.fingerprint, use.address}, change_.now());
  }

  Change& change_;
  const Reach& reach_;
  const snapshot::SnapshotPtr before_;
  snapshot::Builder after_;
  std::set<OrganizationId> compiled_;      // organizations that are in `after_`
  std::set<CredentialId> of_this_replay_;  // credentials that are
};

Result<void> Simulation::walk(const Visit& visit) {
  SALLYPORT_TRY(walk(reach_.scope.organization, visit));
  return {};
}

Result<bool> Simulation::walk(OrganizationId id, const Visit& visit) {
  SALLYPORT_ASSIGN(const auto organization, change_.read().organization(id));
  if (!organization) return fail(ErrorCode::corrupted, "a sub-organization is missing");
  SALLYPORT_ASSIGN(bool go_on, visit(*organization));
  if (reach_.below && go_on) {
    SALLYPORT_ASSIGN(const auto children, change_.read().family().child_ids(id));
    for (const OrganizationId child : children) {
      SALLYPORT_ASSIGN(go_on, walk(child, visit));
      if (!go_on) break;
    }
  }
  // Nothing below it is left in there.
  if (compiled_.erase(id) != 0) after_.erase(id);
  return go_on;
}

// With its ancestors, which come first.
Result<void> Simulation::compile(OrganizationId id) {
  if (compiled_.contains(id)) return {};
  SALLYPORT_ASSIGN(const auto policy, reach_.inside ? change_.read().organization_policy(id, *reach_.inside)
                                                    : change_.read().organization_policy(id));
  if (policy.parent != OrganizationId{}) SALLYPORT_TRY(compile(policy.parent));
  SALLYPORT_TRY(after_.put(policy));
  compiled_.insert(id);
  return {};
}

Result<void> Simulation::compile(OrganizationId organization, const std::vector<RecentUse>& uses) {
  SALLYPORT_TRY(compile(organization));
  for (const RecentUse& use : uses) {
    if (!of_this_replay_.insert(use.credential).second) continue;
    const Scope scope{organization, use.credential};
    SALLYPORT_ASSIGN(const auto policy, reach_.inside
                                            ? change_.read().credential_policy(scope, *reach_.inside)
                                            : change_.read().credential_policy(scope));
    SALLYPORT_TRY(after_.put(policy));
  }
  return {};
}

Result<std::vector<RecentUse>> Simulation::lost(OrganizationId organization, std::vector<RecentUse> uses,
                                                bool (*before)(const Decision&)) {
  std::erase_if(uses, [&](const RecentUse& use) { return !before(decide(*before_, use)); });
  if (uses.empty()) return uses;
  SALLYPORT_TRY(compile(organization, uses));
  SALLYPORT_ASSIGN(const auto after, after_.publish());
  std::erase_if(uses,
                [&](const RecentUse& use) { return stays(decide(*before_, use), decide(*after, use)); });
  for (const CredentialId credential : of_this_replay_) after_.erase(credential);
  of_this_replay_.clear();
  return uses;
}

bool later(const WouldBlock& a, const WouldBlock& b) {
  return std::tie(b.last_seen, a.organization, a.credential, a.address) <
         std::tie(a.last_seen, b.organization, b.credential, b.address);
}

void keep_latest(std::vector<WouldBlock>& blocked) {
  std::ranges::sort(blocked, later);
  if (blocked.size() > kMostInPreview) blocked.erase(blocked.begin() + kMostInPreview, blocked.end());
}

void add(Preview& preview, const std::string& organization, const std::vector<RecentUse>& lost) {
  for (const RecentUse& use : lost) {
    preview.blocked.push_back({organization, use.name, use.address, use.last_seen, use.count});
    if (preview.blocked.size() >= 2 * kMostInPreview) keep_latest(preview.blocked);
  }
  preview.total += lost.size();
}

// As if every credential of the scope had just been used from there.
Result<std::vector<RecentUse>> uses_from(Reader& reader, Scope scope, const net::Address& address) {
  std::vector<Credential> credentials;
  if (scope.of_credential()) {
    SALLYPORT_ASSIGN(const auto credential, reader.credential(scope));
    if (credential) credentials.push_back(*credential);
  } else {
    SALLYPORT_ASSIGN(credentials, reader.credentials(scope.organization, "", kCredentialsOfOwnAddress));
  }
  std::vector<RecentUse> uses;
  for (const Credential& credential : credentials) {
    uses.push_back({credential.id, credential.name, credential.fingerprint, address, {}, 1});
  }
  return uses;
}

Scope scope_at(const Reach& reach, OrganizationId organization) {
  return organization == reach.scope.organization ? reach.scope : Scope{organization, {}};
}

}  // namespace

Result<Reach> reach_of_entry(Reader& reader, Scope scope, const net::Prefix& prefix) {
  Reach reach{scope, prefix, false};
  if (scope.of_credential()) return reach;
  SALLYPORT_ASSIGN(const auto shares, reader.family().shares(scope.organization, prefix));
  SALLYPORT_ASSIGN(const auto api, reader.family().enforced(scope.organization, Channel::api));
  SALLYPORT_ASSIGN(const auto smtp, reader.family().enforced(scope.organization, Channel::smtp));
  reach.below = !shares.empty() || api.has_value() || smtp.has_value();
  return reach;
}

Result<Preview> would_block(Change& change, const Reach& reach) {
  const ControlSettings& settings = change.core().settings;
  const Timestamp since = change.now() - settings.recent;
  Preview preview;
  Simulation simulation(change, reach);
  SALLYPORT_TRY(simulation.walk([&](const Organization& organization) -> Result<bool> {
    SALLYPORT_ASSIGN(auto uses, change.read().let_in_after(scope_at(reach, organization.id), since,
                                                           reach.inside, settings.activity_per_organization));
    SALLYPORT_ASSIGN(const auto lost, simulation.lost(organization.id, std::move(uses), &let_in));
    add(preview, organization.name, lost);
    return true;
  }));
  keep_latest(preview.blocked);
  return preview;
}

Result<std::optional<OwnLoss>> would_stop(Change& change, const Reach& reach, const net::Address& address) {
  std::optional<OwnLoss> found;
  if (reach.inside && !reach.inside->contains(address)) return found;
  Simulation simulation(change, reach);
  SALLYPORT_TRY(simulation.walk([&](const Organization& organization) -> Result<bool> {
    SALLYPORT_ASSIGN(auto uses, uses_from(change.read(), scope_at(reach, organization.id), address));
    SALLYPORT_ASSIGN(const auto lost, simulation.lost(organization.id, std::move(uses), &let_in_by_list));
    if (!lost.empty()) found = OwnLoss{organization.name, lost.front().name};
    return lost.empty();
  }));
  return found;
}

}  // namespace sallyport::control
