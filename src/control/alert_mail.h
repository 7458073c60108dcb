// When members are told about alerts: at once, but not more often than every mail_interval; what comes in
// between waits for one digest.
//
// Thread safety: as the change's.
#pragma once

#include <string>
#include <vector>

#include "control/change.h"

namespace sallyport::control {

// Who hears what happens to an organization: its members that manage addresses, or, where it has none, those
// of the nearest organization above that has some.
Result<std::vector<std::string>> people_to_tell(Reader& reader, const Organization& organization);

// Something new is to be told: a mail now, or a digest as soon as the interval is over.
Result<void> tell_about_alerts(Change& change, const Organization& organization);

// The digest, where there is still something open to be told.
Result<void> send_digest(Change& change, const Organization& organization);

}  // namespace sallyport::control
