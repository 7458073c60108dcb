// What changing a protection does, within a change. Protections and Alerts share it.
//
// Thread safety: as the change's.
#pragma once

#include <optional>

#include "control/change.h"
#include "control/resolve.h"

namespace sallyport::control {

// As Protections::change() says; whether the actor may is asked before.
Result<ProtectionStatus> change_protection(Change& change, const Actor& actor, const Place& place,
                                           std::optional<Channel> channel, const ProtectionChange& wanted);

// As Protections::inherit() says. REQUIRES: a credential's place. Errors: not_found.
Result<void> inherit_protection(Change& change, const Actor& actor, const Place& place);

// What such a change, made and not yet committed, would block of what was let in during the last 7 days.
// Empty where it cannot block anything.
Result<std::optional<Preview>> preview_protection(Change& change, const Place& place,
                                                  const ProtectionChange& wanted);

}  // namespace sallyport::control
