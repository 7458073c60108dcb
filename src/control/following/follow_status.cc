#include "control/following/follow_status.h"

#include <fmt/format.h>

#include <algorithm>

#include "control/following/follow_mail.h"

namespace sallyport::control {
namespace {

std::string days_ago(Timestamp then, Timestamp now) {
  const auto days = std::chrono::floor<std::chrono::days>(now - then).count();
  if (days <= 0) return "today";
  return days == 1 ? "1 day ago" : fmt::format("{} days ago", days);
}

std::string count_of_entries(std::uint64_t count) {
  return count == 1 ? "1 entry" : fmt::format("{} entries", count);
}

// Where nothing is leaving.
std::string quiet_sentence(const FollowStatus& status) {
  if (!status.held.empty()) return fmt::format("nothing is added or removed: {}", status.held);
  std::string text = fmt::format("your list has {} by it", count_of_entries(status.entries));
  if (status.yours != 0) text += fmt::format(", and {} of its own that it wants too", status.yours);
  if (status.held_back.total != 0) {
    text += fmt::format("; {} held back", status.held_back.total == 1
                                              ? std::string("1 is")
                                              : fmt::format("{} are", status.held_back.total));
  }
  return text;
}

std::string because(HeldBack why, const net::Prefix& prefix, const ListObstacles& obstacles) {
  const std::string_view did = why == HeldBack::denied ? "denied" : "removed";
  const net::Prefix obstacle = obstacles.obstacle_for(prefix);
  if (obstacle == prefix) return fmt::format("you {} it", did);
  return fmt::format("you {} {}, which {} it", did, obstacle.to_string(),
                     obstacle.contains(prefix) ? "contains" : "is in");
}

}  // namespace

std::string effect_sentence(const FollowEffect& effect, Timestamp now) {
  if (effect.entries == 0) return {};
  const std::string first = days_ago(*effect.first_given_up, now);
  const std::string last = days_ago(*effect.last_given_up, now);
  const std::string when = first == last ? first : fmt::format("from {} to {}", first, last);
  const std::string used =
      effect.last_seen ? "last used " + days_ago(*effect.last_seen, now)
                       : std::string(effect.entries == 1 ? "never used" : "none of them was ever used");
  return fmt::format("{} that your list still has {} given up by the vendor {}; {}",
                     count_of_entries(effect.entries), effect.entries == 1 ? "was" : "were", when, used);
}

Result<FollowStatuses> FollowStatuses::read(Reader& reader, OrganizationId organization,
                                            const catalog::Catalogs* catalogs, Timestamp now) {
  SALLYPORT_ASSIGN(auto followed, reader.follows().followed(organization));
  SALLYPORT_ASSIGN(auto list, reader.list({organization, {}}));
  return FollowStatuses(std::move(followed), std::move(list), catalogs, now);
}

FollowStatus FollowStatuses::of(const FollowRow& row) const {
  FollowStatus status;
  status.follow = row.follow;
  status.by = row.by;
  status.created = row.created;
  status.held = row.held;
  status.revision = row.revision;
  std::vector<FollowNews::Gone> gone;
  for (const FollowedPrefix& each :
       std::ranges::equal_range(followed_, row.follow.vendor, {}, &FollowedPrefix::vendor)) {
    if (each.starts) {
      add(status.coming, {each.prefix, *each.starts});
      continue;
    }
    const ListedEntry* const listed = obstacles_.at(each.prefix);
    if (listed == nullptr || listed->entry.kind != policy::EntryKind::authorized ||
        listed->entry.source != policy::Source::catalog)
      continue;  // a person has taken it over since
    ++status.entries;
    // One that another follow gives too is not leaving.
    if (!each.given_up || listed->entry.valid_until == policy::kForever) continue;
    gone.push_back({each.prefix, *each.given_up, *each.removal, listed->last_seen});
    add(status.leaving, {each.prefix, *each.given_up, *each.removal, listed->last_seen});
  }
  const auto* const held = catalogs_ == nullptr ? nullptr : catalogs_->find(row.follow.vendor);
  if (catalogs_ == nullptr) status.held = "this Sallyport knows no catalogs";
  const auto wants = held == nullptr ? Result<FollowWants>() : wants_of(*held->catalog, row.follow, now_);
  if (held != nullptr && wants) {
    for (const auto& [prefix, note] : wants->now) {
      const HeldBack why = obstacles_.of(prefix);
      if (why == HeldBack::yours) ++status.yours;
      if (why != HeldBack::denied && why != HeldBack::removed) continue;
      add(status.held_back, {prefix, because(why, prefix, obstacles_)});
    }
  }
  status.effect = gone.empty() ? quiet_sentence(status) : effect_sentence(effect_of(gone), now_);
  return status;
}

}  // namespace sallyport::control
