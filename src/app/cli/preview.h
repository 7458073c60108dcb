// Preview: what a change would stop of what was let in lately, or has stopped.
//
// Thread safety: one thread.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "app/cli/session.h"

namespace sallyport::cli {

// Prints the answer to a request for a preview. Returns the exit code.
int tell_preview(Session& session, const std::expected<boost::json::value, int>& answer);

// Sends a change that may block more than before, or asks for its preview, and prints what it has blocked or
// would block; `done` says what was done. Returns the exit code.
int tell_blocking(Session& session, const std::string& method, const std::string& path,
                  const boost::json::value& body, bool only_preview, std::string_view done);

}  // namespace sallyport::cli
