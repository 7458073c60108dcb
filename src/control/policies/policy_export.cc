// Policies::document: organizations as they are, in the words of a document.

#include <algorithm>

#include "control/core.h"
#include "control/organizations/effective.h"
#include "control/organizations/sharing.h"
#include "control/policies/policy_state.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

constexpr std::size_t kMostOrganizations = 10'000;
constexpr std::uint64_t kMostEntries = 1'000'000;

std::unexpected<Error> fail_too_large() {
  return fail(ErrorCode::too_many_entries,
              "a document has at most 10,000 organizations and 1,000,000 entries: export a part of them");
}

ProtectionChange to_change(const ProtectionSettings& settings) {
  return {settings.mode, settings.dry_run, settings.quiet_period, settings.learned_width.ipv4,
          settings.learned_width.ipv6};
}

// `room`: how many entries the document may still get.
Result<std::vector<DocumentEntry>> entries_of(Reader& reader, Scope scope, const Shares& shares,
                                              std::uint64_t& room) {
  SALLYPORT_ASSIGN(const auto count, reader.entry_count(scope));
  if (count > room) return fail_too_large();
  SALLYPORT_ASSIGN(const auto list, reader.list(scope));
  std::vector<DocumentEntry> entries;
  for (const ListedEntry& listed : list) {
    const auto rows = shares.find(listed.entry.prefix);
    if (!is_policy(listed, rows != shares.end())) continue;
    DocumentEntry entry;
    entry.prefix = listed.entry.prefix;
    entry.kind = listed.entry.kind;
    entry.note = listed.note;
    entry.valid_from = listed.entry.valid_from;
    entry.valid_until = listed.entry.valid_until;
    if (rows != shares.end()) {
      SALLYPORT_ASSIGN(auto sharing, to_sharing(reader, rows->second, entry.kind));
      entry.shared_with_all = sharing.with.empty();
      entry.shared_with = std::move(sharing.with);
    }
    entries.push_back(std::move(entry));
  }
  room -= entries.size();
  return entries;
}

Result<std::vector<DocumentCredential>> credentials_of(Reader& reader, OrganizationId organization,
                                                       std::uint64_t& room) {
  std::vector<DocumentCredential> found;
  std::string after;
  while (true) {
    SALLYPORT_ASSIGN(const auto credentials, reader.credentials(organization, after, kRowsAtOnce));
    for (const Credential& credential : credentials) {
      const Scope scope{organization, credential.id};
      DocumentCredential document;
      document.name = credential.name;
      document.channel = credential.channel;
      SALLYPORT_ASSIGN(const auto own, reader.protection(scope, credential.channel));
      if (own) document.protection = to_change(own->settings);
      document.inherits = !own;
      SALLYPORT_ASSIGN(document.entries, entries_of(reader, scope, {}, room));
      found.push_back(std::move(document));
    }
    if (credentials.size() < kRowsAtOnce) return found;
    after = credentials.back().name;
  }
}

// Every list is named, also an empty one: pruning then makes it empty again. What is enforced is said, also
// that nothing is.
Result<DocumentOrganization> to_document(Reader& reader, const Organization& organization,
                                         std::uint64_t& room) {
  DocumentOrganization document;
  document.name = organization.name;
  document.parent = organization.parent_name;
  for (const Channel channel : {Channel::api, Channel::smtp}) {
    const bool api = channel == Channel::api;
    SALLYPORT_ASSIGN(const auto own, reader.protection({organization.id, {}}, channel));
    if (own) (api ? document.api : document.smtp) = to_change(own->settings);
    SALLYPORT_ASSIGN((api ? document.enforce_api : document.enforce_smtp),
                     reader.family().enforced(organization.id, channel));
  }
  SALLYPORT_ASSIGN(document.members, reader.members(organization.id));
  SALLYPORT_ASSIGN(const auto shares, shares_of(reader, organization.id));
  SALLYPORT_ASSIGN(document.entries, entries_of(reader, {organization.id, {}}, shares, room));
  SALLYPORT_ASSIGN(document.credentials, credentials_of(reader, organization.id, room));
  SALLYPORT_ASSIGN(const auto follows, reader.follows().follows(organization.id));
  document.follows.emplace();
  for (const FollowRow& row : follows) document.follows->push_back(row.follow);
  return document;
}

// Parents first.
Result<std::vector<Organization>> organizations_of(Reader& reader, const std::string& name) {
  std::vector<Organization> found;
  if (!name.empty()) {
    SALLYPORT_ASSIGN(const auto root, need_organization(reader, name));
    found.push_back(root);
    SALLYPORT_ASSIGN(const auto below, descendants_of(reader, root.id));
    if (below.size() >= kMostOrganizations) return fail_too_large();
    for (const OrganizationId id : below) {
      SALLYPORT_ASSIGN(auto organization, reader.organization(id));
      if (organization) found.push_back(*std::move(organization));
    }
    return found;
  }
  std::string after;
  while (found.size() <= kMostOrganizations) {
    SALLYPORT_ASSIGN(const auto organizations, reader.organizations(after, kRowsAtOnce));
    found.insert(found.end(), organizations.begin(), organizations.end());
    if (organizations.size() < kRowsAtOnce) break;
    after = organizations.back().name;
  }
  std::ranges::sort(found, {}, &Organization::id);  // a parent is older than those below it
  return found;
}

}  // namespace

Result<PolicyDocument> Policies::document(const std::string& organization) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto organizations, organizations_of(*reader, organization));
  if (organizations.size() > kMostOrganizations) return fail_too_large();
  PolicyDocument document;
  document.covers = organization.empty() ? Covers::all : Covers::below;
  std::uint64_t room = kMostEntries;
  for (const Organization& each : organizations) {
    SALLYPORT_ASSIGN(auto made, to_document(*reader, each, room));
    document.organizations.push_back(std::move(made));
  }
  return document;
}

}  // namespace sallyport::control
