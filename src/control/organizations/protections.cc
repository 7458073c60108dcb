#include <fmt/format.h>

#include "control/audit/audit_json.h"
#include "control/change.h"
#include "control/loop/learning.h"
#include "control/organizations/effective.h"
#include "control/organizations/protection_change.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

constexpr std::chrono::seconds kLongestQuietPeriod = std::chrono::days(3653);

Result<void> check(const ProtectionChange& change) {
  if (change.quiet_period &&
      (change.quiet_period->count() < 1 || *change.quiet_period > kLongestQuietPeriod)) {
    return fail(ErrorCode::invalid_setting, "quiet_period is 1s to 3653d");
  }
  if (change.learned_ipv4 && (*change.learned_ipv4 < 8 || *change.learned_ipv4 > 32)) {
    return fail(ErrorCode::invalid_setting, "learned_ipv4 is 8 to 32");
  }
  if (change.learned_ipv6 && (*change.learned_ipv6 < 32 || *change.learned_ipv6 > 128)) {
    return fail(ErrorCode::invalid_setting, "learned_ipv6 is 32 to 128");
  }
  return {};
}

Result<void> check_channel(const Place& place, std::optional<Channel> channel) {
  if (!place.credential || !channel || *channel == place.credential->channel) return {};
  return fail(ErrorCode::invalid_setting,
              fmt::format("the credential {} has the channel {}: leave the channel out",
                          place.credential->name, policy::to_string(place.credential->channel)));
}

void apply(ProtectionSettings& settings, const ProtectionChange& change) {
  settings.mode = change.mode.value_or(settings.mode);
  settings.dry_run = change.dry_run.value_or(settings.dry_run);
  settings.quiet_period = change.quiet_period.value_or(settings.quiet_period);
  settings.learned_width.ipv4 = change.learned_ipv4.value_or(settings.learned_width.ipv4);
  settings.learned_width.ipv6 = change.learned_ipv6.value_or(settings.learned_width.ipv6);
}

// The protection to change; where a credential has none yet, its organization's.
Result<ProtectionRow> protection_to_change(Reader& reader, const Place& place, Channel channel) {
  if (place.credential) return protection_of(reader, *place.credential);
  SALLYPORT_ASSIGN(const auto own, reader.protection(place.scope(), channel));
  if (own) return *own;
  return fail(ErrorCode::corrupted, "an organization has no protection: restore the database from a backup");
}

// Whether somebody was ever let in under the protection of that place.
Result<bool> was_used(Reader& reader, const Place& place, Channel channel) {
  if (place.credential) return place.credential->last_used.has_value();
  return reader.was_used(place.organization.id, channel);
}

// Where learning begins anew: the quiet period counts from now where it was used before, and from the first
// use where it never was, or where an organization above demands more: then it does not learn yet.
Result<void> start_learning(Change& change, const Place& place, const Demand& demand, ProtectionRow& row) {
  row.learned_at.reset();
  row.known_since = false;
  if (in_force(row.settings, demand.mode).mode != policy::Mode::learning) return {};
  SALLYPORT_ASSIGN(const bool used, was_used(change.read(), place, row.channel));
  if (used) row.learned_at = change.watched();
  return {};
}

// A child cannot weaken what is enforced on it, not even where its own setting does not count now.
Result<void> check_demand(const Demand& demand, const ProtectionChange& change) {
  if (!demand.mode) return {};
  if (change.mode && policy::stricter(*change.mode, *demand.mode) != *change.mode) {
    return fail(ErrorCode::enforced_by_parent, fmt::format("{} enforces at least {}: ask there", demand.by,
                                                           policy::to_string(*demand.mode)));
  }
  if (change.dry_run.value_or(false)) {
    return fail(ErrorCode::enforced_by_parent,
                fmt::format("{} enforces {}, for which dry_run does not count: ask there", demand.by,
                            policy::to_string(*demand.mode)));
  }
  return {};
}

ProtectionStatus status_of(const ProtectionRow& row, const Place& place, const Demand& demand,
                           Milliseconds watched) {
  ProtectionStatus status;
  status.settings = row.settings;
  status.inherited = row.scope != place.scope();
  status.mode = in_force(row.settings, demand.mode).mode;
  status.enforced = demand.mode;
  status.enforced_by = demand.by;
  if (status.mode == policy::Mode::learning && row.learned_at) {
    status.quiet_for = std::chrono::duration_cast<std::chrono::seconds>(watched - *row.learned_at);
  }
  status.seen_since = row.known_since;
  return status;
}

}  // namespace

Result<ProtectionStatus> Protections::status(const ScopeName& scope, Channel channel) {
  Milliseconds watched{};
  {
    const std::lock_guard lock(core_.mutex);
    watched = core_.watched.look();
  }
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto place, need_place(*reader, scope));
  if (place.credential) channel = place.credential->channel;
  SALLYPORT_ASSIGN(const auto demand, demand_on(*reader, place.organization, channel));
  SALLYPORT_ASSIGN(const auto row, protection_to_change(*reader, place, channel));
  return status_of(row, place, demand, watched);
}

Result<ProtectionStatus> change_protection(Change& change, const Actor& actor, const Place& place,
                                           std::optional<Channel> channel, const ProtectionChange& wanted) {
  SALLYPORT_TRY(check(wanted));
  SALLYPORT_TRY(check_channel(place, channel));
  if (place.credential) channel = place.credential->channel;
  std::optional<ProtectionSettings> before[2];
  std::optional<ProtectionSettings> after[2];
  bool changed = false;
  ProtectionStatus status;
  for (const Channel each : {Channel::smtp, Channel::api}) {
    if (channel && *channel != each) continue;
    SALLYPORT_ASSIGN(const auto demand, demand_on(change.read(), place.organization, each));
    SALLYPORT_TRY(check_demand(demand, wanted));
    SALLYPORT_ASSIGN(auto row, protection_to_change(change.read(), place, each));
    const ProtectionSettings former = row.settings;
    const bool begins = row.scope != place.scope();  // a credential gets a protection of its own
    row.scope = place.scope();
    apply(row.settings, wanted);
    if (begins || row.settings != former) {
      if (begins || row.settings.mode != former.mode)
        SALLYPORT_TRY(start_learning(change, place, demand, row));
      SALLYPORT_TRY(change.put_protection(row));
      before[static_cast<std::size_t>(each)] = former;
      after[static_cast<std::size_t>(each)] = row.settings;
      changed = true;
    }
    status = status_of(row, place, demand, change.watched());
  }
  if (!changed) return status;
  SALLYPORT_TRY(change.audit(actor, place.organization.name, "protection.changed",
                             protection_json(place.credential_name(), before[0], before[1]),
                             protection_json(place.credential_name(), after[0], after[1])));
  return status;
}

Result<ProtectionStatus> Protections::change(const Actor& actor, const ScopeName& scope,
                                             std::optional<Channel> channel, const ProtectionChange& wanted) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, scope));
  SALLYPORT_ASSIGN(auto status, change_protection(change, actor, place, channel, wanted));
  SALLYPORT_ASSIGN(status.would_have_blocked, preview_protection(change, place, wanted));
  SALLYPORT_TRY(change.commit());
  return status;
}

Result<void> inherit_protection(Change& change, const Actor& actor, const Place& place) {
  const Channel channel = place.credential->channel;
  SALLYPORT_ASSIGN(const auto own, change.read().protection(place.scope(), channel));
  if (!own) return fail(ErrorCode::not_found, "this credential has no protection of its own");
  const auto settings = std::optional(own->settings);
  const bool api = channel == Channel::api;
  SALLYPORT_TRY(change.erase_protection(place.scope(), channel));
  return change.audit(
      actor, place.organization.name, "protection.inherited",
      protection_json(place.credential->name, api ? settings : std::nullopt, api ? std::nullopt : settings),
      {});
}

Result<void> Protections::inherit(const Actor& actor, const ScopeName& credential) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, credential));
  if (!place.credential)
    return fail(ErrorCode::not_found, "an organization inherits from none: name a credential");
  SALLYPORT_TRY(inherit_protection(change, actor, place));
  return change.commit();
}

}  // namespace sallyport::control
