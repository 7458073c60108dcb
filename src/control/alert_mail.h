// When members are told about alerts: at once, but not more often than every mail_interval; what comes in
// between waits for one digest.
//
// Thread safety: as the change's.
#pragma once

#include "control/change.h"

namespace sallyport::control {

// Something new is to be told: a mail now, or a digest as soon as the interval is over.
Result<void> tell_about_alerts(Change& change, const Organization& organization);

// The digest, where there is still something open to be told.
Result<void> send_digest(Change& change, const Organization& organization);

}  // namespace sallyport::control
