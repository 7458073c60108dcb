#include "control/following/follow_change.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/nearest.h"
#include "control/audit/audit_json.h"
#include "control/following/follow_json.h"
#include "control/following/follow_run.h"

namespace sallyport::control {
namespace {

constexpr std::size_t kMostFollows = 100;  // of one organization

void sort_once(std::vector<std::string>& ids) {
  std::ranges::sort(ids);
  const auto same = std::ranges::unique(ids);
  ids.erase(same.begin(), same.end());
}

Result<const catalog::HeldCatalog*> need_catalog(const catalog::Catalogs* catalogs,
                                                 const std::string& vendor) {
  if (catalogs == nullptr) {
    return fail(ErrorCode::not_found, "this Sallyport knows no catalogs: there is nothing to follow");
  }
  if (const auto* const found = catalogs->find(vendor)) return found;
  std::vector<std::string_view> vendors;
  for (const catalog::HeldCatalog& held : catalogs->all()) vendors.emplace_back(held.catalog->vendor);
  return fail(ErrorCode::not_found, no_such("vendor", vendor.substr(0, 100), vendors));
}

Result<void> check_follow_settings(Change& change, const Organization& organization, const Follow& follow,
                                   bool is_new) {
  if (follow.grace < std::chrono::seconds(0) || follow.grace > kLongestFollowGrace) {
    return fail(ErrorCode::invalid_setting, "grace must be between 0s and 365d");
  }
  if (!is_new) return {};
  SALLYPORT_ASSIGN(const auto rows, change.read().follows().follows(organization.id));
  if (rows.size() < kMostFollows) return {};
  return fail(ErrorCode::too_many_entries,
              fmt::format("an organization follows at most {} vendors: unfollow one first", kMostFollows));
}

// What a person does not select any more goes at once; what the vendor gave up meanwhile has its grace, as
// long as that is now.
class Reselection {
 public:
  Reselection(Change& change, const Follow& before, const Follow& after, const catalog::Catalog& catalog)
      : change_(change), before_(before), after_(after), catalog_(catalog) {}

  Result<void> run(OrganizationId organization, const FollowWants& wanted) {
    const auto was_wanted = wants_of(catalog_, before_, change_.now());
    SALLYPORT_ASSIGN(const auto rows, change_.read().follows().followed(organization));
    for (FollowedPrefix row : rows) {
      if (row.vendor != after_.vendor || row.starts) continue;
      const bool deselected = !row.given_up && !wanted.now.contains(row.prefix) && was_wanted &&
                              was_wanted->now.contains(row.prefix);
      if (deselected) {
        row.given_up = row.removal = change_.now();
      } else if (row.given_up && before_.grace != after_.grace) {
        row.removal = std::max(*row.given_up + after_.grace, change_.now() + kFollowNotice);
      } else {
        continue;
      }
      SALLYPORT_TRY(change_.rows().follows().put_followed(row));
    }
    return {};
  }

 private:
  Change& change_;
  const Follow& before_;
  const Follow& after_;
  const catalog::Catalog& catalog_;
};

// The entry that a follow gave, where nobody else gives it (or only until the end of a grace, and it is
// kept).
Result<std::optional<FollowPlan::Step>> let_go(Change& change, const Actor& actor,
                                               const Organization& organization, const net::Prefix& prefix,
                                               bool keep) {
  const Scope scope{organization.id, {}};
  SALLYPORT_ASSIGN(const auto listed, change.read().entry(scope, prefix));
  const bool given = listed && listed->entry.kind == policy::EntryKind::authorized &&
                     listed->entry.source == policy::Source::catalog;
  if (!given) return std::nullopt;
  FollowPlan::Step step{*listed, std::nullopt};
  if (keep) {
    step.after = *listed;
    step.after->entry.source = policy::Source::manual;
    step.after->entry.valid_until = policy::kForever;  // the end of its grace, where it was leaving
    step.after->by = actor.name;
    SALLYPORT_TRY(change.put_entry(scope, *step.after));
    SALLYPORT_TRY(change.audit(actor, organization.name, "entry.changed", entry_json(*step.before, {}),
                               entry_json(*step.after, {})));
  } else {
    SALLYPORT_TRY(change.erase_entry(scope, prefix));
    SALLYPORT_TRY(change.audit(actor, organization.name, "entry.removed", entry_json(*step.before, {}), {}));
  }
  return step;
}

}  // namespace

Result<FollowRow> need_follow(Reader& reader, const Organization& organization, const std::string& vendor) {
  SALLYPORT_ASSIGN(auto row, reader.follows().follow(organization.id, vendor));
  if (row) return *std::move(row);
  SALLYPORT_ASSIGN(const auto rows, reader.follows().follows(organization.id));
  std::string others;
  for (const FollowRow& other : rows) others += (others.empty() ? "" : ", ") + other.follow.vendor;
  return fail(ErrorCode::not_found,
              fmt::format("{} does not follow '{}'{}{}", organization.name, vendor.substr(0, 100),
                          others.empty() ? "" : ": it follows ", others));
}

Result<std::vector<FollowPlan::Step>> put_follow(Change& change, const Actor& actor,
                                                 const Organization& organization, Follow follow) {
  for (auto* ids : {&follow.offerings, &follow.sites, &follow.features}) sort_once(*ids);
  SALLYPORT_ASSIGN(const auto existing, change.read().follows().follow(organization.id, follow.vendor));
  if (existing && existing->follow == follow) return std::vector<FollowPlan::Step>();
  SALLYPORT_TRY(check_follow_settings(change, organization, follow, !existing));
  const auto catalogs = catalogs_of(change.core());
  SALLYPORT_ASSIGN(const auto* const held, need_catalog(catalogs.get(), follow.vendor));
  SALLYPORT_ASSIGN(const auto wanted, wants_of(*held->catalog, follow, change.now()));
  SALLYPORT_TRY(check_followable(wanted, follow.vendor));
  FollowRow row{organization.id,
                follow,
                actor.name,
                change.now(),
                held->revision,
                std::string(),
                existing ? existing->due : change.now()};
  SALLYPORT_TRY(change.rows().follows().put_follow(row));
  SALLYPORT_TRY(change.audit(actor, organization.name, existing ? "follow.changed" : "follow.created",
                             existing ? follow_json(existing->follow) : std::string(), follow_json(follow)));
  if (existing) {
    SALLYPORT_TRY(Reselection(change, existing->follow, follow, *held->catalog).run(organization.id, wanted));
  }
  SALLYPORT_ASSIGN(auto steps, run_follows(change, organization, catalogs.get()));
  SALLYPORT_ASSIGN(const auto made, change.read().follows().follow(organization.id, follow.vendor));
  if (!made || made->held.empty()) return steps;
  return fail(ErrorCode::too_many_entries, fmt::format("{}: {}", follow.vendor, made->held));
}

Result<std::vector<FollowPlan::Step>> erase_follow(Change& change, const Actor& actor,
                                                   const Organization& organization,
                                                   const std::string& vendor, bool keep) {
  SALLYPORT_ASSIGN(const auto row, need_follow(change.read(), organization, vendor));
  SALLYPORT_TRY(
      change.audit(actor, organization.name, "follow.removed", follow_json(row.follow), std::string()));
  SALLYPORT_ASSIGN(const auto followed, change.read().follows().followed(organization.id));
  std::set<net::Prefix> of_others;
  for (const FollowedPrefix& each : followed) {
    const bool leaves = keep && each.given_up;
    if (each.vendor != vendor && !each.starts && !leaves) of_others.insert(each.prefix);
  }
  SALLYPORT_TRY(change.rows().follows().erase_follow(organization.id, vendor));
  std::vector<FollowPlan::Step> steps;
  for (const FollowedPrefix& each : followed) {
    if (each.vendor != vendor || each.starts || of_others.contains(each.prefix)) continue;
    SALLYPORT_ASSIGN(auto step, let_go(change, actor, organization, each.prefix, keep));
    if (step) steps.push_back(*std::move(step));
  }
  // How long an entry stays that others give, too, is theirs to say now.
  const auto catalogs = catalogs_of(change.core());
  SALLYPORT_TRY(run_follows(change, organization, catalogs.get()));
  return steps;
}

}  // namespace sallyport::control
