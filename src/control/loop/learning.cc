#include "control/loop/learning.h"

#include <map>

#include "control/alerts/alert_mail.h"
#include "control/alerts/outbox.h"
#include "control/audit/audit_json.h"
#include "control/organizations/effective.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

std::string json_of(const ProtectionRow& protection, const std::string& credential) {
  const auto settings = std::optional(protection.settings);
  return protection.channel == Channel::api ? protection_json(credential, settings, std::nullopt)
                                            : protection_json(credential, std::nullopt, settings);
}

// Entries that let somebody in under this protection.
Result<std::uint64_t> authorized_under(Change& change, const Place& place) {
  const Scope scope = place.scope();
  SALLYPORT_ASSIGN(std::uint64_t count,
                   shared_authorized_count(change.read(), place.organization, change.now()));
  SALLYPORT_ASSIGN(const auto listed, change.read().authorized_count({scope.organization, {}}, change.now()));
  count += listed;
  if (scope.of_credential()) {
    SALLYPORT_ASSIGN(const auto own, change.read().authorized_count(scope, change.now()));
    count += own;
  }
  return count;
}

Result<Place> place_of(Reader& reader, Scope scope) {
  SALLYPORT_ASSIGN(const auto organization, reader.organization(scope.organization));
  if (!organization) return fail(ErrorCode::corrupted, "a protection belongs to no organization");
  Place place{*organization, std::nullopt};
  if (scope.of_credential()) {
    SALLYPORT_ASSIGN(place.credential, reader.credential(scope));
    if (!place.credential) return fail(ErrorCode::corrupted, "a protection belongs to no credential");
  }
  return place;
}

}  // namespace

Result<std::vector<policy::Entry>> entries_around(Reader& reader, Scope scope, const net::Prefix& network,
                                                  const net::Address& address) {
  SALLYPORT_ASSIGN(auto entries, reader.entries_covering(scope, net::Prefix(address)));
  SALLYPORT_ASSIGN(const auto inside, reader.entries_inside(scope, network));
  entries.insert(entries.end(), inside.begin(), inside.end());
  return entries;
}

Result<ProtectionRow> protection_of(Reader& reader, const Credential& credential) {
  SALLYPORT_ASSIGN(const auto own,
                   reader.protection({credential.organization, credential.id}, credential.channel));
  if (own) return *own;
  SALLYPORT_ASSIGN(const auto shared, reader.protection({credential.organization, {}}, credential.channel));
  if (shared) return *shared;
  return fail(ErrorCode::corrupted, "an organization has no protection: restore the database from a backup");
}

Result<std::optional<EndedLearning>> end_learning(Change& change, ProtectionRow& protection) {
  SALLYPORT_ASSIGN(auto place, place_of(change.read(), protection.scope));
  SALLYPORT_ASSIGN(const auto demand, demand_on(change.read(), place.organization, protection.channel));
  const policy::Protection effective = in_force(protection.settings, demand.mode);
  const bool learning = effective.mode == policy::Mode::learning;
  std::uint64_t authorized = 0;
  if (learning) {
    SALLYPORT_ASSIGN(authorized, authorized_under(change, place));
  }
  if (authorized == 0) {
    if (!learning) protection.learned_at.reset();
    protection.known_since = false;
    SALLYPORT_TRY(change.rows().put_protection(protection));
    return std::nullopt;
  }
  const std::string before = json_of(protection, place.credential_name());
  protection.settings.mode = policy::Mode::blocking;
  protection.learned_at.reset();
  protection.known_since = false;
  SALLYPORT_TRY(change.put_protection(protection));
  SALLYPORT_TRY(change.audit({"quiet period", std::nullopt}, place.organization.name, "protection.changed",
                             before, json_of(protection, place.credential_name())));
  return EndedLearning{std::move(place.organization),
                       {place.credential_name(), protection.channel, protection.settings.quiet_period,
                        authorized, effective.dry_run}};
}

Result<void> tell_about_blocking(Change& change, const std::vector<EndedLearning>& ended) {
  std::map<OrganizationId, std::pair<const Organization*, BlockingNotification>> news;
  for (const EndedLearning& each : ended) {
    auto& [organization, turned] = news[each.organization.id];
    organization = &each.organization;
    turned.items.push_back(each.news);
  }
  for (const auto& [id, told] : news) {
    SALLYPORT_ASSIGN(const auto people, people_to_tell(change.read(), *told.first));
    for (const std::string& person : people) {
      SALLYPORT_TRY(queue_mail(change, told.first->name, person, blocking_content(told.second)));
    }
  }
  return {};
}

}  // namespace sallyport::control
