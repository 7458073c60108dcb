// Who asks, and whether they may: before a handler sees the request.
//
// Whoever has no permission in the organization that a path names gets the answer for one that does not
// exist.
//
// Thread safety: as the control's.
#pragma once

#include <string>
#include <string_view>

#include "api/routes/routes.h"

namespace sallyport::api {

// Of exactly one Authorization field with a Bearer token (RFC 6750). Errors: unauthenticated.
Result<std::string_view> bearer_of(const http::Request& request);

// `organization`: the one in the path, or empty. REQUIRES: the route is not open. Errors: forbidden,
// unknown_organization.
Result<void> authorize(control::Control& control, const Route& route, const control::Principal& principal,
                       const std::string& organization);

}  // namespace sallyport::api
