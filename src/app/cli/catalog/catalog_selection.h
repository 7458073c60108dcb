// What a command line selects of a catalog, and how what it did not get is told.
//
// Thread safety: one thread.
#pragma once

#include <string>

#include "app/cli/commands.h"
#include "catalog/resolve.h"

namespace sallyport::cli {

// What --offering, --site, --version, --feature, --on, --all and --allow-unknown say. Errors:
// malformed_request (no version, no single day).
Result<catalog::Selection> selection_of(const Arguments& arguments);

// For standard error; with what comes instead of what ended.
std::string told(const catalog::Remark& remark);

}  // namespace sallyport::cli
