#include <fmt/format.h>

#include "control/audit_json.h"
#include "control/change.h"
#include "control/credential_secret.h"
#include "control/names.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

constexpr std::size_t kMembersPerOrganization = 200;  // each of them gets a mail of every alert

Result<void> check_free(Reader& reader, const Organization& organization, const Credential& credential) {
  SALLYPORT_ASSIGN(const auto same_name, reader.credential(organization.id, credential.name));
  if (same_name) {
    return fail(ErrorCode::duplicate,
                fmt::format("{} has a credential of this name already", organization.name));
  }
  SALLYPORT_ASSIGN(const auto same_fingerprint, reader.credential(credential.fingerprint));
  if (same_fingerprint) return fail(ErrorCode::duplicate, "another credential has this fingerprint");
  return {};
}

}  // namespace

Result<Organization> Directory::create_organization(const Actor& actor, const std::string& name,
                                                    const std::string& parent_name) {
  SALLYPORT_TRY(check_name(name));
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto existing, change.read().organization(name));
  if (existing) return fail(ErrorCode::duplicate, fmt::format("there is an organization '{}' already", name));
  Organization parent;
  if (!parent_name.empty()) {
    SALLYPORT_ASSIGN(parent, need_organization(change.read(), parent_name));
  }
  SALLYPORT_ASSIGN(const auto id, change.add_organization(name, parent.id));
  for (const Channel channel : {Channel::api, Channel::smtp}) {
    ProtectionRow protection;
    protection.scope = {id, {}};
    protection.channel = channel;
    SALLYPORT_TRY(change.put_protection(protection));
  }
  SALLYPORT_TRY(change.audit(actor, name, "organization.created", {}, organization_json(name)));
  const Organization created{id, name, change.now(), parent.id, parent.name};
  SALLYPORT_TRY(change.commit());
  return created;
}

Result<Organization> Directory::organization(const std::string& name) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  return need_organization(*reader, name);
}

Result<Page<Organization>> Directory::organizations(const PageRequest& page) {
  SALLYPORT_TRY(check_page(page));
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(auto rows, reader->organizations(page.cursor, page.limit + 1));
  return to_page<Organization>(
      std::move(rows), page, [](Organization row) { return row; },
      [](const Organization& row) { return row.name; });
}

Result<Member> Directory::add_member(const Actor& actor, const std::string& organization,
                                     const std::string& email, Permissions permissions) {
  SALLYPORT_TRY(check_email(email));
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto owner, need_organization(change.read(), organization));
  SALLYPORT_ASSIGN(const auto members, change.read().members(owner.id));
  if (members.size() >= kMembersPerOrganization) {
    return fail(ErrorCode::too_many_entries,
                fmt::format("an organization has at most {} members", kMembersPerOrganization));
  }
  SALLYPORT_ASSIGN(const auto existing, change.read().member(owner.id, email));
  if (existing)
    return fail(ErrorCode::duplicate, fmt::format("{} is a member of {} already", email, owner.name));
  const Member member{email, permissions, existing ? existing->language : Language::english};
  SALLYPORT_TRY(change.rows().put_member(owner.id, member));
  SALLYPORT_TRY(change.audit(actor, owner.name, "member.added", {}, member_json(member)));
  SALLYPORT_TRY(change.commit());
  return member;
}

Result<std::vector<Member>> Directory::members(const std::string& organization) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto owner, need_organization(*reader, organization));
  return reader->members(owner.id);
}

Result<CreatedCredential> Directory::create_credential(const Actor& actor, const std::string& organization,
                                                       const std::string& name, Channel channel,
                                                       std::optional<policy::Fingerprint> fingerprint) {
  SALLYPORT_TRY(check_name(name));
  CreatedCredential created;
  if (!fingerprint) {
    created.secret = make_credential_secret();
    fingerprint = policy::FingerprintKey(core_.secrets.fingerprint_key).of(*created.secret);
  }
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto owner, need_organization(change.read(), organization));
  Credential& credential = created.credential;
  credential = {{}, owner.id, name, channel, *fingerprint, change.now(), std::nullopt, created.secret.has_value(), {}};
  SALLYPORT_TRY(check_free(change.read(), owner, credential));
  SALLYPORT_ASSIGN(credential.id, change.add_credential(credential));
  SALLYPORT_TRY(change.audit(actor, owner.name, "credential.created", {}, credential_json(credential)));
  SALLYPORT_TRY(change.commit());
  return created;
}

Result<Credential> Directory::credential(const std::string& organization, const std::string& name) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto owner, need_organization(*reader, organization));
  return need_credential(*reader, owner, name);
}

Result<Page<Credential>> Directory::credentials(const std::string& organization, const PageRequest& page) {
  SALLYPORT_TRY(check_page(page));
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto owner, need_organization(*reader, organization));
  SALLYPORT_ASSIGN(auto rows, reader->credentials(owner.id, page.cursor, page.limit + 1));
  return to_page<Credential>(
      std::move(rows), page, [](Credential row) { return row; },
      [](const Credential& row) { return row.name; });
}

Result<void> Directory::remove_credential(const Actor& actor, const std::string& organization,
                                          const std::string& name) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto owner, need_organization(change.read(), organization));
  SALLYPORT_ASSIGN(const auto credential, need_credential(change.read(), owner, name));
  SALLYPORT_TRY(change.erase_credential({owner.id, credential.id}));
  SALLYPORT_TRY(change.audit(actor, owner.name, "credential.removed", credential_json(credential), {}));
  return change.commit();
}

}  // namespace sallyport::control
