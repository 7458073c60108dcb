// What the address of a webhook's receiver may be.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace sallyport::control {

// http:// or https://, a host, perhaps a port, path and query: at most 2000 visible ASCII characters. No user
// or password, which would be stored and shown; no fragment, which is never sent. Errors: invalid_setting.
Result<void> check_webhook_url(std::string_view url);

// Scheme, host and port: what may stand in the audit, since secrets often stand in the rest.
// REQUIRES: check_webhook_url() accepts it.
std::string origin_of(std::string_view url);

}  // namespace sallyport::control
