// Audit records in the terms of the Open Cybersecurity Schema Framework (OCSF 1.8.0, https://schema.ocsf.io),
// for programs that gather events from many products.
//
// Signing in and out is Authentication (3002); everything else is Entity Management (3004): an actor creates,
// updates or deletes an entity. What OCSF has no place for stands in `unmapped`.
//
// Thread safety: pure functions.
#pragma once

#include <string>

#include "control/model.h"

namespace sallyport::api {

// One JSON object, on one line. `before` and `after` are the record's own JSON.
std::string to_ocsf(const control::AuditRecord& record);

}  // namespace sallyport::api
