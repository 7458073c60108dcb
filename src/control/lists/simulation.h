// Simulation: a change that is not committed yet, replayed over what was let in lately (R12). The decisions
// before it are the published snapshot's; those after it are a small snapshot's, compiled from the rows as
// the change has left them. So both come from the decide() that gates call.
//
// A use is a credential and an address, as the activity has them, with the verdict of their last use. It is
// lost where it was let in lately, would be let in now, and would be denied after the change, or let in only
// to be learned anew. What protection `off` or dry_run lets pass is not lost, as it still passes.
//
// Thread safety: as the change's. Invariants: changes nothing.
#pragma once

#include <optional>
#include <string>

#include "control/change.h"

namespace sallyport::control {

// What a change can concern. The less, the faster it is replayed.
struct Reach {
  Scope scope;                        // an organization with its credentials, or one credential
  std::optional<net::Prefix> inside;  // only decisions about these addresses; empty: about all
  bool below = false;                 // of all organizations below it too
};

// How far a change reaches that puts an entry for the prefix on this list, takes it off, or ends its being
// shared. To be asked BEFORE the change is made, since that may end what makes it reach further.
Result<Reach> reach_of_entry(Reader& reader, Scope scope, const net::Prefix& prefix);

// The uses of the last 7 days (ControlSettings::recent) that the change makes lost. Cost: by the uses that
// lie in its reach, at most `activity_per_organization` for each organization; those without any cost one
// query.
Result<Preview> would_block(Change& change, const Reach& reach);

// Where a list lets the address in before the change, and nothing does after it: the first credential found,
// among the first 1000 of each organization.
struct OwnLoss {
  std::string organization;
  std::string credential;
};
Result<std::optional<OwnLoss>> would_stop(Change& change, const Reach& reach, const net::Address& address);

}  // namespace sallyport::control
