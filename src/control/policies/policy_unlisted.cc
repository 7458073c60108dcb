#include "control/policies/policy_unlisted.h"

#include <algorithm>
#include <set>

#include "control/core.h"
#include "control/names.h"
#include "control/policies/policy_state.h"

namespace sallyport::control {
namespace {

constexpr std::size_t kMostTold = 1000;

class Teller {
 public:
  Teller(Reader& reader, PolicyOutcome& outcome) : reader_(reader), outcome_(outcome) {}

  Result<void> tell(const Organization& organization, const DocumentOrganization& document);
  Result<void> tell_below(const Organization& organization,
                          const std::map<std::string_view, Organization>& named);
  Result<void> tell_all(const std::map<std::string_view, Organization>& named);

 private:
  Result<void> entries(const Organization& organization, const DocumentCredential* credential,
                       const std::vector<DocumentEntry>& named, bool prune_learned);
  Result<void> shares(const Organization& organization, const std::vector<DocumentEntry>& named);
  Result<void> credentials(const Organization& organization, const DocumentOrganization& document);

  void add(std::string_view organization, std::string_view kind, std::string_view credential,
           std::string name) {
    if (++outcome_.unlisted_total > kMostTold) return;
    outcome_.unlisted.push_back(
        {std::string(organization), std::string(kind), std::string(credential), std::move(name)});
  }

  Reader& reader_;
  PolicyOutcome& outcome_;
};

Result<void> Teller::tell(const Organization& organization, const DocumentOrganization& document) {
  if (document.members) {
    std::set<std::string> named;
    for (const Member& member : *document.members) named.insert(folded_email(member.email));
    SALLYPORT_ASSIGN(const auto members, reader_.members(organization.id));
    for (const Member& member : members) {
      if (!named.contains(folded_email(member.email))) add(organization.name, "member", {}, member.email);
    }
  }
  if (document.entries) {
    SALLYPORT_TRY(entries(organization, nullptr, *document.entries, document.prune_learned));
    SALLYPORT_TRY(shares(organization, *document.entries));
  }
  if (document.follows) {
    SALLYPORT_ASSIGN(const auto rows, reader_.follows().follows(organization.id));
    for (const FollowRow& row : rows) {
      const std::string& vendor = row.follow.vendor;
      const bool named =
          std::ranges::find(*document.follows, vendor, &Follow::vendor) != document.follows->end();
      if (!named) add(organization.name, "follow", {}, vendor);
    }
  }
  if (document.credentials) return credentials(organization, document);
  return {};
}

Result<void> Teller::entries(const Organization& organization, const DocumentCredential* credential,
                             const std::vector<DocumentEntry>& named, bool prune_learned) {
  Scope scope{organization.id, {}};
  if (credential != nullptr) {
    SALLYPORT_ASSIGN(const auto found, reader_.credential(organization.id, credential->name));
    if (!found) return fail(ErrorCode::corrupted, "a credential of the document is missing");
    scope.credential = found->id;
  }
  std::set<net::Prefix> prefixes;
  for (const DocumentEntry& entry : named) prefixes.insert(entry.prefix);
  SALLYPORT_ASSIGN(const auto list, reader_.list(scope));
  for (const ListedEntry& listed : list) {
    if (!is_pruned(listed, prune_learned) || prefixes.contains(listed.entry.prefix)) continue;
    add(organization.name, "entry", credential != nullptr ? std::string_view(credential->name) : "",
        listed.entry.prefix.to_string());
  }
  return {};
}

Result<void> Teller::shares(const Organization& organization, const std::vector<DocumentEntry>& named) {
  SALLYPORT_ASSIGN(const auto all, shares_of(reader_, organization.id));
  if (all.empty()) return {};
  std::set<net::Prefix> shared;
  for (const DocumentEntry& entry : named) {
    if (entry.shared_with_all || !entry.shared_with.empty()) shared.insert(entry.prefix);
  }
  for (const auto& [prefix, rows] : all) {
    if (!shared.contains(prefix)) add(organization.name, "share", {}, prefix.to_string());
  }
  return {};
}

Result<void> Teller::credentials(const Organization& organization, const DocumentOrganization& document) {
  std::map<std::string_view, const DocumentCredential*> named;
  for (const DocumentCredential& each : *document.credentials) named.emplace(each.name, &each);
  std::string after;
  while (true) {
    SALLYPORT_ASSIGN(const auto credentials, reader_.credentials(organization.id, after, kRowsAtOnce));
    for (const Credential& credential : credentials) {
      const auto found = named.find(credential.name);
      if (found == named.end()) {
        add(organization.name, "credential", {}, credential.name);
      } else if (found->second->entries) {
        SALLYPORT_TRY(entries(organization, found->second, *found->second->entries, document.prune_learned));
      }
    }
    if (credentials.size() < kRowsAtOnce) return {};
    after = credentials.back().name;
  }
}

// Those below what is told are not looked for: who finds it will look at all of it.
Result<void> Teller::tell_below(const Organization& organization,
                                const std::map<std::string_view, Organization>& named) {
  SALLYPORT_ASSIGN(const auto children, reader_.family().child_ids(organization.id));
  for (const OrganizationId id : children) {
    SALLYPORT_ASSIGN(const auto child, reader_.organization(id));
    if (child && !named.contains(child->name)) add(child->name, "organization", {}, child->name);
  }
  return {};
}

Result<void> Teller::tell_all(const std::map<std::string_view, Organization>& named) {
  std::string after;
  while (true) {
    SALLYPORT_ASSIGN(const auto organizations, reader_.organizations(after, kRowsAtOnce));
    for (const Organization& each : organizations) {
      if (!named.contains(each.name)) add(each.name, "organization", {}, each.name);
    }
    if (organizations.size() < kRowsAtOnce) return {};
    after = organizations.back().name;
  }
}

}  // namespace

Result<void> tell_unlisted(Reader& reader, const PolicyDocument& document,
                           const std::map<std::string_view, Organization>& organizations,
                           PolicyOutcome& outcome) {
  Teller teller(reader, outcome);
  if (document.covers == Covers::all) SALLYPORT_TRY(teller.tell_all(organizations));
  for (const DocumentOrganization& each : document.organizations) {
    const Organization& organization = organizations.at(each.name);
    if (document.covers == Covers::below) SALLYPORT_TRY(teller.tell_below(organization, organizations));
    SALLYPORT_TRY(teller.tell(organization, each));
  }
  return {};
}

}  // namespace sallyport::control
