// A change of a protection, out of JSON.
//
// Thread safety: pure functions.
#pragma once

#include "api/object_reader.h"
#include "control/model.h"

namespace sallyport::api {

// The fields of an object that is read; which are left out stay as they are. What is wrong is kept by
// `fields`.
control::ProtectionChange read_protection_fields(ObjectReader& fields);

// {"mode", "dry_run", "quiet_period", "learned_ipv4", "learned_ipv6"}, at least one of them: a body. Errors:
// malformed_request.
Result<control::ProtectionChange> read_protection_change(const JsonValue& value);

}  // namespace sallyport::api
