#include "control/following/follow_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "control/alerts/alert_mail.h"
#include "control/audit/audit_json.h"
#include "control/following/follow_json.h"
#include "control/following/follow_mail.h"
#include "control/lists/settle.h"

namespace sallyport::control {
namespace {

constexpr unsigned kFollowersPerTurn = 100;  // so that other operations are not held up for long

Actor catalog_actor() { return {.name = std::string(kCatalogActor), .from = {}}; }

class FollowRun {
 public:
  FollowRun(Change& change, const Organization& organization, const catalog::Catalogs* catalogs)
      : change_(change), organization_(organization), catalogs_(catalogs) {}

  Result<std::vector<FollowPlan::Step>> run() {
    SALLYPORT_ASSIGN(rows_, change_.read().follows().follows(organization_.id));
    SALLYPORT_ASSIGN(followed_, change_.read().follows().followed(organization_.id));
    SALLYPORT_ASSIGN(list_, change_.read().list({organization_.id, {}}));
    for (const FollowRow& row : rows_) look_at(row);
    plan();
    SALLYPORT_TRY(make_so());
    if (catalogs_ != nullptr) SALLYPORT_TRY(write_follows());
    return std::move(plan_.steps);
  }

 private:
  void look_at(const FollowRow& row) {
    FollowedVendor vendor{row.follow.vendor, row.follow.grace, std::nullopt, row.due};
    std::string held;
    const auto* const found = catalogs_ == nullptr ? nullptr : catalogs_->find(row.follow.vendor);
    if (found == nullptr) {
      held = fmt::format("there is no catalog of {} any more", row.follow.vendor);
    } else if (auto wants = wants_of(*found->catalog, row.follow, change_.now())) {
      vendor.wants = *std::move(wants);
    } else {
      held = std::move(wants).error().message;
    }
    vendors_.push_back(std::move(vendor));
    held_.push_back(std::move(held));
  }

  // A follow whose entries find no room is held, the last one first.
  void plan() {
    const std::uint64_t most = change_.core().settings.entries_per_list;
    while (true) {
      plan_ = plan_following(change_.now(), organization_.id, vendors_, followed_, list_,
                             std::string(kCatalogActor));
      const auto more = std::ranges::count_if(plan_.steps, [](const auto& step) { return !step.before; });
      const auto fewer = std::ranges::count_if(plan_.steps, [](const auto& step) { return !step.after; });
      if (more <= fewer || list_.size() + static_cast<std::uint64_t>(more - fewer) <= most) return;
      const auto& last = plan_.added_by.rbegin()->first;
      const auto at = std::ranges::find(vendors_, last, &FollowedVendor::vendor) - vendors_.begin();
      vendors_[static_cast<std::size_t>(at)].wants.reset();
      held_[static_cast<std::size_t>(at)] = fmt::format(
          "its {} new entries find no room on the list, which has at most {}", plan_.added_by[last], most);
    }
  }

  Result<void> make_so() {
    const Scope scope{organization_.id, {}};
    std::vector<net::Prefix> added;
    for (const FollowPlan::Step& step : plan_.steps) {
      const std::string before = step.before ? entry_json(*step.before, {}) : std::string();
      if (!step.after) {
        SALLYPORT_TRY(change_.erase_entry(scope, step.before->entry.prefix));
        SALLYPORT_TRY(change_.audit(catalog_actor(), organization_.name, "entry.removed", before, {}));
        continue;
      }
      SALLYPORT_TRY(change_.put_entry(scope, *step.after));
      const bool is_new = !step.before || step.before->entry.kind != policy::EntryKind::authorized ||
                          step.before->entry.source != policy::Source::catalog;
      if (is_new) added.push_back(step.after->entry.prefix);
      SALLYPORT_TRY(change_.audit(catalog_actor(), organization_.name,
                                  is_new ? "entry.followed" : "entry.changed", before,
                                  entry_json(*step.after, {})));
    }
    for (const FollowedPrefix& row : plan_.erase) SALLYPORT_TRY(change_.rows().follows().erase_followed(row));
    for (const FollowedPrefix& row : plan_.put) SALLYPORT_TRY(change_.rows().follows().put_followed(row));
    return settle(change_, catalog_actor(), scope, added, AlertState::authorized);
  }

  Result<void> write_follows() {
    SALLYPORT_ASSIGN(const auto people, people_to_tell(change_.read(), organization_));
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      FollowRow row = rows_[i];
      const std::string was_held = std::exchange(row.held, held_[i]);
      const auto* const found = catalogs_->find(row.follow.vendor);
      row.revision = found == nullptr ? std::string() : found->revision;
      row.due = next_day(change_.now());
      const auto removal = plan_.next_removal.find(row.follow.vendor);
      if (removal != plan_.next_removal.end()) row.due = std::min(row.due, removal->second);
      SALLYPORT_TRY(change_.rows().follows().put_follow(row));
      SALLYPORT_TRY(audit_holding(row, was_held));
      FollowNotification mail = to_notification(
          row.follow.vendor, found == nullptr ? row.follow.vendor : found->catalog->name.en, news_of(row));
      if (was_held.empty()) mail.held = row.held;
      mail.resumed = !was_held.empty() && row.held.empty();
      if (!says_something(mail)) continue;
      for (const std::string& person : people) {
        SALLYPORT_TRY(queue_mail(change_, organization_.name, person, follow_content(mail)));
      }
    }
    return {};
  }

  FollowNews news_of(const FollowRow& row) const {
    const auto found = plan_.news.find(row.follow.vendor);
    return found == plan_.news.end() ? FollowNews() : found->second;
  }

  Result<void> audit_holding(const FollowRow& row, const std::string& was_held) {
    if (was_held.empty() == row.held.empty()) return {};
    const bool held = !row.held.empty();
    return change_.audit(catalog_actor(), organization_.name, held ? "follow.held" : "follow.resumed",
                         held ? follow_json(row.follow) : held_json(row.follow, was_held),
                         held ? held_json(row.follow, row.held) : follow_json(row.follow));
  }

  Change& change_;
  const Organization& organization_;
  const catalog::Catalogs* const catalogs_;
  std::vector<FollowRow> rows_;
  std::vector<FollowedVendor> vendors_;  // as rows_
  std::vector<std::string> held_;        // as rows_
  std::vector<FollowedPrefix> followed_;
  std::vector<ListedEntry> list_;
  FollowPlan plan_;
};

// Those that are behind the catalogs count only where these are not the ones that all have seen.
Result<std::set<OrganizationId>> due_followers(Core& core, const catalog::Catalogs& catalogs, bool seen) {
  SALLYPORT_ASSIGN(const auto reader, core.store.view());
  FollowReader& follows = reader->follows();
  SALLYPORT_ASSIGN(const auto due, follows.due_follows(core.clock.now(), kFollowersPerTurn));
  std::set<OrganizationId> found(due.begin(), due.end());
  std::string vendor;
  while (!seen && found.size() < kFollowersPerTurn) {
    SALLYPORT_ASSIGN(auto next, follows.next_followed_vendor(vendor));
    if (!next) break;
    vendor = *std::move(next);
    const auto* const held = catalogs.find(vendor);
    SALLYPORT_ASSIGN(const auto behind,
                     follows.follows_behind(vendor, held == nullptr ? std::string_view() : held->revision,
                                            kFollowersPerTurn));
    found.insert(behind.begin(), behind.end());
  }
  return found;
}

using SharedCatalogs = std::shared_ptr<const catalog::Catalogs>;

// Returns the catalogs that it used: those that are known now that nobody else can change anything, so that
// it does not go back behind what a person followed meanwhile.
Result<SharedCatalogs> run_follower(Core& core, OrganizationId id) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core));
  auto catalogs = catalogs_of(core);
  if (catalogs == nullptr) return catalogs;
  SALLYPORT_ASSIGN(const auto organization, change.read().organization(id));
  if (!organization) return fail(ErrorCode::corrupted, "a follow belongs to no organization");
  SALLYPORT_TRY(run_follows(change, *organization, catalogs.get()));
  SALLYPORT_TRY(change.commit());
  return catalogs;
}

}  // namespace

std::shared_ptr<const catalog::Catalogs> catalogs_of(const Core& core) {
  return core.settings.catalogs ? core.settings.catalogs() : nullptr;
}

Result<std::vector<FollowPlan::Step>> run_follows(Change& change, const Organization& organization,
                                                  const catalog::Catalogs* catalogs) {
  return FollowRun(change, organization, catalogs).run();
}

Result<bool> run_due_follows(Core& core) {
  const auto catalogs = catalogs_of(core);
  if (catalogs == nullptr) return false;
  bool seen = false;
  {
    const std::lock_guard lock(core.mutex);
    seen = core.followed_catalogs == catalogs;
  }
  SALLYPORT_ASSIGN(const auto due, due_followers(core, *catalogs, seen));
  bool same = true;
  std::optional<Error> failure;
  for (const OrganizationId id : due) {
    const auto used = run_follower(core, id);
    if (!used && !failure) failure = used.error();
    if (used && *used != catalogs) same = false;
  }
  if (failure) return std::unexpected(*std::move(failure));
  if (!same || due.size() >= kFollowersPerTurn) return true;
  const std::lock_guard lock(core.mutex);
  core.followed_catalogs = catalogs;
  return false;
}

}  // namespace sallyport::control
