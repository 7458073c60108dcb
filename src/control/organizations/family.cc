// Family: the tree, and what is enforced on it. Sharing is in family_sharing.cc.

#include "control/change.h"
#include "control/organizations/sharing.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

Result<Family::Enforced> enforced_by(Reader& reader, OrganizationId organization) {
  Family::Enforced enforced;
  SALLYPORT_ASSIGN(enforced.api, reader.family().enforced(organization, Channel::api));
  SALLYPORT_ASSIGN(enforced.smtp, reader.family().enforced(organization, Channel::smtp));
  return enforced;
}

std::string json_of(const Family::Enforced& enforced) {
  return enforcement_json(enforced.api, enforced.smtp);
}

}  // namespace

Result<void> put_enforcement(Change& change, const Actor& actor, const Organization& organization,
                             const Family::Enforced& enforced) {
  SALLYPORT_ASSIGN(const auto before, enforced_by(change.read(), organization.id));
  SALLYPORT_TRY(change.put_enforced(organization.id, Channel::api, enforced.api));
  SALLYPORT_TRY(change.put_enforced(organization.id, Channel::smtp, enforced.smtp));
  const char* const action = enforced.api || enforced.smtp ? "protection.enforced" : "protection.unenforced";
  return change.audit(actor, organization.name, action, json_of(before), json_of(enforced));
}

Result<Page<Organization>> Family::children(const std::string& organization, const PageRequest& page) {
  SALLYPORT_TRY(check_page(page));
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto parent, need_organization(*reader, organization));
  SALLYPORT_ASSIGN(auto rows, reader->family().children(parent.id, page.cursor, page.limit + 1));
  return to_page<Organization>(
      std::move(rows), page, [](Organization row) { return row; },
      [](const Organization& row) { return row.name; });
}

Result<void> Family::enforce(const Actor& actor, const std::string& organization,
                             std::optional<Channel> channel, policy::Mode mode) {
  if (mode == policy::Mode::off) {
    return fail(ErrorCode::invalid_setting,
                "what is enforced is learning or blocking: to demand nothing, "
                "unenforce");
  }
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, {organization, {}}));
  const OrganizationId id = place.organization.id;
  SALLYPORT_ASSIGN(const auto before, enforced_by(change.read(), id));
  for (const Channel each : {Channel::api, Channel::smtp}) {
    if (!channel || *channel == each) SALLYPORT_TRY(change.put_enforced(id, each, mode));
  }
  SALLYPORT_ASSIGN(const auto after, enforced_by(change.read(), id));
  if (after.api == before.api && after.smtp == before.smtp) return {};  // it is so already
  SALLYPORT_TRY(
      change.audit(actor, place.organization.name, "protection.enforced", json_of(before), json_of(after)));
  return change.commit();
}

Result<void> Family::unenforce(const Actor& actor, const std::string& organization,
                               std::optional<Channel> channel) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, {organization, {}}));
  const OrganizationId id = place.organization.id;
  SALLYPORT_ASSIGN(const auto before, enforced_by(change.read(), id));
  bool found = false;
  for (const Channel each : {Channel::api, Channel::smtp}) {
    if (channel && *channel != each) continue;
    found = found || (each == Channel::api ? before.api : before.smtp).has_value();
    SALLYPORT_TRY(change.put_enforced(id, each, std::nullopt));
  }
  if (!found) return fail(ErrorCode::not_found, "nothing is enforced there: ask what is enforced, and where");
  SALLYPORT_ASSIGN(const auto after, enforced_by(change.read(), id));
  SALLYPORT_TRY(
      change.audit(actor, place.organization.name, "protection.unenforced", json_of(before), json_of(after)));
  return change.commit();
}

Result<Family::Enforced> Family::enforced(const std::string& organization) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto place, need_organization(*reader, organization));
  return enforced_by(*reader, place.id);
}

}  // namespace sallyport::control
