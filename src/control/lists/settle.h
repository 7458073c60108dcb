// What was waiting for an answer that a list now has: unauthorized addresses leave their list, open alerts
// are answered.
//
// Thread safety: as the change's.
#pragma once

#include <vector>

#include "control/change.h"

namespace sallyport::control {

// Of the scope's organization; where the scope is a credential's, what its use left only. Cost: two
// statements for each of few prefixes; for many, one read of what waits.
Result<void> settle(Change& change, const Actor& actor, Scope scope, const std::vector<net::Prefix>& prefixes,
                    AlertState state);

}  // namespace sallyport::control
