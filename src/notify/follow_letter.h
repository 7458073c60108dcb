// The letter about what a vendor changed, and what that did to a list that follows it.
//
// Thread safety: pure functions.
#pragma once

#include "control/ports/notifier.h"
#include "notify/letter.h"

namespace sallyport::notify {

Letter letter_about_follow(const control::FollowNotification& news,
                           const control::Notification& notification);

}  // namespace sallyport::notify
