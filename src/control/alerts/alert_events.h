// Alerts are opened and answered by these, so that webhooks hear of each.
//
// Thread safety: as the change's.
#pragma once

#include <string>

#include "control/change.h"

namespace sallyport::control {

Result<void> write_alert(Change& change, AlertRow row);

// REQUIRES: the row is as the store has it.
Result<void> write_answer(Change& change, AlertRow row, AlertState state, const std::string& by);

// All open ones whose address is inside the prefix (a credential's scope: its own only).
Result<void> write_answers(Change& change, Scope scope, const net::Prefix& inside, AlertState state,
                           const std::string& by);

}  // namespace sallyport::control
