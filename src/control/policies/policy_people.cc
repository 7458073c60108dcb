// PolicyApplier: members, and what an organization follows.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "control/following/follow_change.h"
#include "control/names.h"
#include "control/organizations/directory_change.h"
#include "control/policies/policy_applier.h"

namespace sallyport::control {

// In an order in which there is always an owner, where there is one before and after, and room.
Result<void> PolicyApplier::members(const Organization& organization, const std::vector<Member>& wanted) {
  std::set<std::string> named;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (named.insert(folded_email(wanted[i].email)).second) continue;
    return at("members", i,
              fail(ErrorCode::duplicate, fmt::format("the member {} is named twice", wanted[i].email)));
  }
  if (prune_) SALLYPORT_TRY(drop_members(organization, wanted, false));
  SALLYPORT_TRY(put_members(organization, wanted, true));
  SALLYPORT_TRY(put_members(organization, wanted, false));
  if (prune_) SALLYPORT_TRY(drop_members(organization, wanted, true));
  return {};
}

// A member's language is theirs: it counts only for somebody who is new.
Result<void> PolicyApplier::put_members(const Organization& organization, const std::vector<Member>& wanted,
                                        bool owners) {
  const auto put = [&](const Member& member) -> Result<void> {
    SALLYPORT_ASSIGN(const auto existing, change_.read().member(organization.id, member.email));
    if (!existing) {
      SALLYPORT_TRY(
          add_member(change_, actor_, organization, member.email, member.permissions, member.language));
    } else if (existing->permissions != member.permissions) {
      SALLYPORT_TRY(change_member(change_, actor_, organization, member.email, member.permissions));
    }
    return {};
  };
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].permissions.owner == owners) SALLYPORT_TRY(at("members", i, put(wanted[i])));
  }
  return {};
}

Result<void> PolicyApplier::drop_members(const Organization& organization, const std::vector<Member>& wanted,
                                         bool owners) {
  SALLYPORT_ASSIGN(const auto existing, change_.read().members(organization.id));
  for (const Member& member : existing) {
    if (member.permissions.owner != owners) continue;
    const std::string email = folded_email(member.email);
    if (std::ranges::any_of(wanted, [&](const Member& each) { return folded_email(each.email) == email; }))
      continue;
    SALLYPORT_TRY(remove_member(change_, actor_, organization, member.email));
  }
  return {};
}

Result<void> PolicyApplier::follows(const Organization& organization, const std::vector<Follow>& wanted) {
  if (const auto second = second_of(wanted, &Follow::vendor)) {
    return at("follows", *second,
              fail(ErrorCode::duplicate, fmt::format("{} is followed twice", wanted[*second].vendor)));
  }
  if (prune_) {
    SALLYPORT_ASSIGN(const auto rows, change_.read().follows().follows(organization.id));
    for (const FollowRow& row : rows) {
      if (std::ranges::find(wanted, row.follow.vendor, &Follow::vendor) != wanted.end()) continue;
      SALLYPORT_TRY(erase_follow(change_, actor_, organization, row.follow.vendor, false));
    }
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    auto put = put_follow(change_, actor_, organization, wanted[i]);
    if (!put) return at("follows", i, std::unexpected(std::move(put).error()));
  }
  return {};
}

}  // namespace sallyport::control
