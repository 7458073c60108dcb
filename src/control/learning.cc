#include "control/learning.h"

#include "control/alert_mail.h"
#include "control/audit_json.h"
#include "control/effective.h"
#include "control/outbox.h"
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

Result<bool> end_learning(Change& change, ProtectionRow& protection) {
  SALLYPORT_ASSIGN(const auto place, place_of(change.read(), protection.scope));
  SALLYPORT_ASSIGN(const auto demand, demand_on(change.read(), place.organization, protection.channel));
  const bool learning = in_force(protection.settings, demand.mode).mode == policy::Mode::learning;
  std::uint64_t authorized = 0;
  if (learning) {
    SALLYPORT_ASSIGN(authorized, authorized_under(change, place));
  }
  if (authorized == 0) {
    if (!learning) protection.learned_at.reset();
    protection.known_since = false;
    SALLYPORT_TRY(change.rows().put_protection(protection));
    return false;
  }
  const std::string before = json_of(protection, place.credential_name());
  protection.settings.mode = policy::Mode::blocking;
  protection.learned_at.reset();
  protection.known_since = false;
  SALLYPORT_TRY(change.put_protection(protection));
  SALLYPORT_TRY(change.audit({"quiet period", std::nullopt}, place.organization.name, "protection.changed",
                             before, json_of(protection, place.credential_name())));
  const BlockingNotification news{place.credential_name(), protection.channel,
                                  protection.settings.quiet_period, authorized};
  SALLYPORT_ASSIGN(const auto people, people_to_tell(change.read(), place.organization));
  for (const std::string& person : people) {
    SALLYPORT_TRY(queue_mail(change, place.organization.name, person, blocking_content(news)));
  }
  return true;
}

}  // namespace sallyport::control
