// Lockout: a change of lists that would stop what was let in during the last 7 days, or the person who makes
// it, is refused with the proof, unless it is forced (R12). Turning blocking on is not: it is previewed.
//
// To use it: ask reach_of_entry() before the rows are changed (or build a Reach, where many entries change:
// the organization, no prefix, and `below` where it shares or enforces), change the rows, then call
// refuse_lockout() unless the caller forces it, then commit.
//
// Thread safety: as the change's.
#pragma once

#include "control/lists/simulation.h"

namespace sallyport::control {

// Errors: lockout_risk; its message names up to five of the uses that would be stopped, and how many more
// there are.
Result<void> refuse_lockout(Change& change, const Actor& actor, const Reach& reach);

}  // namespace sallyport::control
