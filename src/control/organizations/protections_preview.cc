// What would have been blocked in the last 7 days: turning blocking on is not refused, it is previewed (R12).

#include "control/lists/simulation.h"
#include "control/organizations/protection_change.h"

namespace sallyport::control {

Result<std::optional<Preview>> preview_protection(Change& change, const Place& place,
                                                  const ProtectionChange& wanted) {
  const bool may_block = wanted.dry_run == false || (wanted.mode && *wanted.mode != policy::Mode::off);
  if (!may_block) return std::nullopt;
  return would_block(change, {place.scope(), std::nullopt, false});
}

Result<Preview> Protections::preview(const Actor& actor, const ScopeName& scope,
                                     std::optional<Channel> channel, const ProtectionChange& wanted) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, scope));
  SALLYPORT_TRY(change_protection(change, {.name = actor.name, .from = actor.from}, place, channel, wanted));
  return would_block(change, {place.scope(), std::nullopt, false});
}

Result<Preview> Family::preview_enforce(const Actor& actor, const std::string& organization,
                                        std::optional<Channel> channel, policy::Mode mode) {
  if (mode == policy::Mode::off) {
    return fail(ErrorCode::invalid_setting,
                "off demands nothing: enforce learning or blocking, or end what is enforced");
  }
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, {organization, {}}));
  for (const Channel each : {Channel::api, Channel::smtp}) {
    if (channel && *channel != each) continue;
    SALLYPORT_TRY(change.put_enforced(place.organization.id, each, mode));
  }
  return would_block(change, {place.scope(), std::nullopt, true});
}

}  // namespace sallyport::control
