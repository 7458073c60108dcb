// A change of a protection, out of JSON.
//
// Thread safety: pure functions.
#pragma once

#include "api/object_reader.h"
#include "control/model.h"

namespace sallyport::api {

// {"mode", "dry_run", "quiet_period", "learned_ipv4", "learned_ipv6"}, at least one of them. `where` names
// the value in messages; empty: the body. Errors: malformed_request.
Result<control::ProtectionChange> read_protection_change(const JsonValue& value,
                                                         const std::string& where = {});

}  // namespace sallyport::api
