#include <fmt/format.h>

#include "control/audit/audit_json.h"
#include "control/change.h"
#include "control/credentials/credential_secret.h"
#include "control/credentials/rotation.h"
#include "control/names.h"
#include "control/organizations/directory_change.h"
#include "control/organizations/effective.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

Result<void> check_free(Reader& reader, const Organization& organization, const Credential& credential) {
  SALLYPORT_ASSIGN(const auto same_name, reader.credential(organization.id, credential.name));
  if (same_name) {
    return fail(ErrorCode::duplicate,
                fmt::format("{} has a credential of this name already", organization.name));
  }
  return check_fingerprint_free(reader, credential.fingerprint);
}

Result<Organization> need_parent(Reader& reader, const std::string& name) {
  SALLYPORT_ASSIGN(auto parent, need_organization(reader, name));
  SALLYPORT_ASSIGN(const auto above, ancestors_of(reader, parent));
  if (above.size() + 2 <= policy::kMostLevels) return parent;
  return fail(
      ErrorCode::too_many_entries,
      fmt::format("a tree has at most {} levels: create it below another organization", policy::kMostLevels));
}

}  // namespace

Result<Organization> create_organization(Change& change, const Actor& actor, const std::string& name,
                                         const std::string& parent_name) {
  SALLYPORT_TRY(check_name(name));
  SALLYPORT_ASSIGN(const auto existing, change.read().organization(name));
  if (existing) return fail(ErrorCode::duplicate, fmt::format("there is an organization '{}' already", name));
  Organization parent;
  if (!parent_name.empty()) {
    SALLYPORT_ASSIGN(parent, need_parent(change.read(), parent_name));
  }
  SALLYPORT_ASSIGN(const auto id, change.add_organization(name, parent.id));
  for (const Channel channel : {Channel::api, Channel::smtp}) {
    ProtectionRow protection;
    protection.scope = {id, {}};
    protection.channel = channel;
    SALLYPORT_TRY(change.put_protection(protection));
  }
  SALLYPORT_TRY(change.audit(actor, name, "organization.created", {}, organization_json(name, parent.name)));
  return Organization{id, name, change.now(), parent.id, parent.name};
}

Result<void> create_credential(Change& change, const Actor& actor, const Organization& organization,
                               Credential& credential) {
  SALLYPORT_TRY(check_name(credential.name));
  SALLYPORT_TRY(check_free(change.read(), organization, credential));
  credential.organization = organization.id;
  credential.created = change.now();
  SALLYPORT_ASSIGN(credential.id, change.add_credential(credential));
  return change.audit(actor, organization.name, "credential.created", {}, credential_json(credential));
}

Result<Organization> Directory::create_organization(const Actor& actor, const std::string& name,
                                                    const std::string& parent) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(auto created, control::create_organization(change, actor, name, parent));
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
  created.credential.name = name;
  created.credential.channel = channel;
  created.credential.fingerprint = *fingerprint;
  created.credential.made_here = created.secret.has_value();
  SALLYPORT_TRY(control::create_credential(change, actor, owner, created.credential));
  SALLYPORT_TRY(change.commit());
  return created;
}

Result<Credential> Directory::credential(const std::string& organization, const std::string& name) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto owner, need_organization(*reader, organization));
  return need_credential(*reader, owner, name);
}

Result<Page<Credential>> Directory::credentials(const std::string& organization, const PageRequest& page,
                                                std::optional<Channel> channel) {
  SALLYPORT_TRY(check_page(page));
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto owner, need_organization(*reader, organization));
  SALLYPORT_ASSIGN(auto rows, reader->credentials(owner.id, page.cursor, page.limit + 1, channel));
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
