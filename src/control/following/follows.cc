#include "control/following/follows.h"

#include "control/following/follow_change.h"
#include "control/following/follow_run.h"
#include "control/following/follow_status.h"
#include "control/lists/lockout.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

// Of any entries of an organization's list. To be asked before they change.
Result<Reach> reach_of_list(Reader& reader, OrganizationId organization) {
  SALLYPORT_ASSIGN(const auto shares, reader.family().shares(organization));
  SALLYPORT_ASSIGN(const auto api, reader.family().enforced(organization, Channel::api));
  SALLYPORT_ASSIGN(const auto smtp, reader.family().enforced(organization, Channel::smtp));
  return Reach{{organization, {}}, std::nullopt, !shares.empty() || api || smtp};
}

Result<FollowStatus> status_in(Core& core, Reader& reader, const Organization& organization,
                               const std::string& vendor, Timestamp now) {
  SALLYPORT_ASSIGN(const auto row, need_follow(reader, organization, vendor));
  const auto catalogs = catalogs_of(core);
  SALLYPORT_ASSIGN(const auto statuses, FollowStatuses::read(reader, organization.id, catalogs.get(), now));
  return statuses.of(row);
}

bool loses(const std::vector<FollowPlan::Step>& steps) {
  for (const FollowPlan::Step& step : steps) {
    if (!step.after) return true;
  }
  return false;
}

// A follow as it is in the change, with what it did there.
struct Made {
  FollowOutcome outcome;
  Reach reach;
  bool takes_away = false;
};

Result<Made> put_in(Change& change, const Actor& actor, const std::string& name, const Follow& follow) {
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, {name, {}}));
  Made made;
  SALLYPORT_ASSIGN(made.reach, reach_of_list(change.read(), place.organization.id));
  SALLYPORT_ASSIGN(const auto steps, put_follow(change, actor, place.organization, follow));
  for (const FollowPlan::Step& step : steps) {
    if (!step.after) {
      add(made.outcome.removed, step.before->entry.prefix);
    } else if (!step.before || step.before->entry.source != policy::Source::catalog) {
      add(made.outcome.added, step.after->entry.prefix);
    }
  }
  made.takes_away = loses(steps);
  SALLYPORT_ASSIGN(made.outcome.status,
                   status_in(change.core(), change.read(), place.organization, follow.vendor, change.now()));
  return made;
}

struct Gone {
  Unfollowed unfollowed;
  Reach reach;
};

Result<Gone> remove_in(Change& change, const Actor& actor, const std::string& name, const std::string& vendor,
                       bool keep) {
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, {name, {}}));
  Gone gone;
  SALLYPORT_ASSIGN(gone.reach, reach_of_list(change.read(), place.organization.id));
  SALLYPORT_ASSIGN(const auto steps, erase_follow(change, actor, place.organization, vendor, keep));
  for (const FollowPlan::Step& step : steps) {
    add(step.after ? gone.unfollowed.kept : gone.unfollowed.removed, step.before->entry.prefix);
  }
  return gone;
}

}  // namespace

Result<std::vector<FollowStatus>> Follows::list(const std::string& organization) {
  const auto catalogs = catalogs_of(core_);
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto found, need_organization(*reader, organization));
  SALLYPORT_ASSIGN(const auto rows, reader->follows().follows(found.id));
  SALLYPORT_ASSIGN(const auto statuses,
                   FollowStatuses::read(*reader, found.id, catalogs.get(), core_.clock.now()));
  std::vector<FollowStatus> list;
  for (const FollowRow& row : rows) list.push_back(statuses.of(row));
  return list;
}

Result<FollowStatus> Follows::status(const std::string& organization, const std::string& vendor) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto found, need_organization(*reader, organization));
  return status_in(core_, *reader, found, vendor, core_.clock.now());
}

Result<FollowOutcome> Follows::put(const Actor& actor, const std::string& organization, const Follow& follow,
                                   bool force) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(auto made, put_in(change, actor, organization, follow));
  if (made.takes_away && !force) SALLYPORT_TRY(refuse_lockout(change, actor, made.reach));
  SALLYPORT_TRY(change.commit());
  return std::move(made.outcome);
}

Result<FollowOutcome> Follows::preview_put(const Actor& actor, const std::string& organization,
                                           const Follow& follow) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(auto made, put_in(change, {.name = actor.name, .from = actor.from}, organization, follow));
  SALLYPORT_ASSIGN(made.outcome.would_block, would_block(change, made.reach));
  return std::move(made.outcome);
}

Result<Unfollowed> Follows::remove(const Actor& actor, const std::string& organization,
                                   const std::string& vendor, bool keep, bool force) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(auto gone, remove_in(change, actor, organization, vendor, keep));
  if (gone.unfollowed.removed.total != 0 && !force) SALLYPORT_TRY(refuse_lockout(change, actor, gone.reach));
  SALLYPORT_TRY(change.commit());
  return std::move(gone.unfollowed);
}

Result<Unfollowed> Follows::preview_remove(const Actor& actor, const std::string& organization,
                                           const std::string& vendor, bool keep) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(auto gone,
                   remove_in(change, {.name = actor.name, .from = actor.from}, organization, vendor, keep));
  SALLYPORT_ASSIGN(gone.unfollowed.would_block, would_block(change, gone.reach));
  return std::move(gone.unfollowed);
}

}  // namespace sallyport::control
