// Following and unfollowing, within a change. Follows and PolicyApplier share it.
//
// Thread safety: as the change's.
#pragma once

#include "control/change.h"
#include "control/following/follow_plan.h"

namespace sallyport::control {

// As Follows::put() and remove() say; whether it locks anybody out is asked by the caller. Return the entries
// that they changed. A follow that is so already is left alone.
Result<std::vector<FollowPlan::Step>> put_follow(Change& change, const Actor& actor,
                                                 const Organization& organization, Follow follow);
Result<std::vector<FollowPlan::Step>> erase_follow(Change& change, const Actor& actor,
                                                   const Organization& organization,
                                                   const std::string& vendor, bool keep);

// Errors: not_found.
Result<FollowRow> need_follow(Reader& reader, const Organization& organization, const std::string& vendor);

}  // namespace sallyport::control
