#include "control/organizations/effective.h"

namespace sallyport::control {
namespace {

Permissions sum(const Permissions& a, const Permissions& b) {
  return {a.owner || b.owner, a.authorized_ips || b.authorized_ips, a.read || b.read, a.audit || b.audit};
}

Result<bool> authorizes(Reader& reader, OrganizationId organization, const net::Prefix& prefix,
                        Timestamp now) {
  SALLYPORT_ASSIGN(const auto listed, reader.entry({organization, {}}, prefix));
  return listed && listed->entry.kind == policy::EntryKind::authorized && listed->entry.valid_at(now);
}

Result<bool> shares_with_all(Reader& reader, OrganizationId organization, const net::Prefix& prefix) {
  SALLYPORT_ASSIGN(const auto shares, reader.family().shares(organization, prefix));
  return !shares.empty() && shares.front().recipient == OrganizationId{};  // 0 comes first
}

}  // namespace

Result<std::vector<Organization>> ancestors_of(Reader& reader, const Organization& organization) {
  std::vector<Organization> ancestors;
  for (OrganizationId next = organization.parent; next != OrganizationId{};) {
    SALLYPORT_ASSIGN(auto parent, reader.organization(next));
    if (!parent || ancestors.size() >= policy::kMostLevels) {
      return fail(ErrorCode::corrupted, "the tree of organizations is broken: restore it from a backup");
    }
    next = parent->parent;
    ancestors.push_back(*std::move(parent));
  }
  return ancestors;
}

Result<std::vector<OrganizationId>> descendants_of(Reader& reader, OrganizationId organization) {
  SALLYPORT_ASSIGN(auto found, reader.family().child_ids(organization));
  for (std::size_t i = 0; i < found.size(); ++i) {
    SALLYPORT_ASSIGN(const auto children, reader.family().child_ids(found[i]));
    found.insert(found.end(), children.begin(), children.end());
  }
  return found;
}

Result<Demand> demand_on(Reader& reader, const Organization& organization, Channel channel) {
  Demand demand;
  SALLYPORT_ASSIGN(const auto ancestors, ancestors_of(reader, organization));
  for (const Organization& ancestor : ancestors) {
    SALLYPORT_ASSIGN(const auto enforced, reader.family().enforced(ancestor.id, channel));
    if (!enforced || (demand.mode && policy::stricter(*demand.mode, *enforced) == *demand.mode)) continue;
    demand = {enforced, ancestor.name};
  }
  return demand;
}

policy::Protection in_force(const ProtectionSettings& own, policy::Enforcement enforced) {
  if (!enforced) return {own.mode, own.dry_run};
  return {policy::stricter(own.mode, *enforced), false};
}

Result<std::optional<Permissions>> permissions_in(Reader& reader, const Organization& organization,
                                                  std::string_view email) {
  std::optional<Permissions> permissions;
  SALLYPORT_ASSIGN(auto places, ancestors_of(reader, organization));
  places.push_back(organization);
  for (const Organization& place : places) {
    SALLYPORT_ASSIGN(const auto member, reader.member(place.id, email));
    if (member) permissions = sum(permissions.value_or(Permissions()), member->permissions);
  }
  return permissions;
}

Result<std::optional<OrganizationId>> sharer_of(Reader& reader, const Organization& organization,
                                                const net::Prefix& prefix, Timestamp now) {
  SALLYPORT_ASSIGN(const auto received, reader.family().share_with(organization.id, prefix));
  if (received) {
    SALLYPORT_ASSIGN(const bool counts, authorizes(reader, received->organization, prefix, now));
    if (counts) return received->organization;
  }
  SALLYPORT_ASSIGN(const auto ancestors, ancestors_of(reader, organization));
  for (const Organization& ancestor : ancestors) {
    SALLYPORT_ASSIGN(const bool shares, shares_with_all(reader, ancestor.id, prefix));
    if (!shares) continue;
    SALLYPORT_ASSIGN(const bool counts, authorizes(reader, ancestor.id, prefix, now));
    if (counts) return ancestor.id;
  }
  return std::nullopt;
}

Result<std::uint64_t> shared_authorized_count(Reader& reader, const Organization& organization,
                                              Timestamp now) {
  SALLYPORT_ASSIGN(std::uint64_t count, reader.family().received_count(organization.id, now));
  SALLYPORT_ASSIGN(const auto ancestors, ancestors_of(reader, organization));
  for (const Organization& ancestor : ancestors) {
    SALLYPORT_ASSIGN(const auto shared, reader.family().shared_count(ancestor.id, now));
    count += shared;
  }
  return count;
}

}  // namespace sallyport::control
