// The administrator's token: made on the first start, and again where its file was emptied.
//
// Thread safety: one thread, before the API serves.
#pragma once

#include <filesystem>

#include "control/control.h"

namespace sallyport::daemon {

// Leaves the token in the file (mode 0600); it is never logged. Errors: unavailable, and those of the store.
Result<void> provide_administrator_token(control::Control& control, const std::filesystem::path& file);

}  // namespace sallyport::daemon
