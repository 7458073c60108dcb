// Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): requests that may be sent again.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "control/model.h"
#include "http/message.h"

namespace sallyport::api {

// What the request claims, where it has a key: 1 to 255 visible ASCII characters, with or without the double
// quotes of the draft. `sender` is unique among all who may send. Errors: malformed_request.
Result<std::optional<control::RequestClaim>> read_claim(const http::Request& request,
                                                        std::string_view sender);

// Whether an answer may be kept: it is not large, and has nothing in it that looks like a secret.
bool may_be_kept(std::string_view body);

}  // namespace sallyport::api
