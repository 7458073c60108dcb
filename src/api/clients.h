// Who a request comes from, where a trusted proxy may be between: what limits, the audit and the guard
// against locking oneself out go by.
//
// Thread safety: any thread.
#pragma once

#include "api/api.h"
#include "base/result.h"
#include "http/message.h"

namespace sallyport::api {

// The same request, its peer the client that the settings make out. The end of the connection counts where it
// is no trusted proxy, and where it is one that names nobody, as the command line on the proxy's machine.
// Errors: malformed_request, where a trusted proxy says it so that it cannot be read, or in two ways.
Result<http::Request> with_client(const ApiSettings& settings, const http::Request& request);

}  // namespace sallyport::api
