// How a follow looks in the audit.
//
// Thread safety: pure functions.
#pragma once

#include <string>

#include "control/following/follow.h"

namespace sallyport::control {

std::string follow_json(const Follow& follow);
std::string held_json(const Follow& follow, const std::string& because);

}  // namespace sallyport::control
