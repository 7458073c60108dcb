// What members are told about a follow: see FollowNotification in notifier.h.
//
// Thread safety: pure functions.
#pragma once

#include <string>

#include "control/alerts/outbox.h"
#include "control/following/follow_plan.h"

namespace sallyport::control {

inline constexpr std::size_t kFollowLinesInMail = 20;

// What it comes to, over all of them.
FollowEffect effect_of(const std::vector<FollowNews::Gone>& gone);

FollowNotification to_notification(const std::string& vendor, const std::string& name,
                                   const FollowNews& news);
bool says_something(const FollowNotification& mail);

}  // namespace sallyport::control
