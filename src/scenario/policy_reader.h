// PolicyReader: how a scenario comes to the policy documents that it applies. Their files are YAML, which who
// runs scenarios can read, and this folder cannot.
//
// Thread safety: one thread.
#pragma once

#include <filesystem>
#include <functional>

#include "base/result.h"
#include "control/policies/policy_document.h"

namespace sallyport::scenario {

// Errors: malformed_request and those of addresses, with the place in the file; not_found.
using PolicyReader = std::function<Result<control::PolicyDocument>(const std::filesystem::path& file)>;

// What a scenario may apply; nothing, where there is no reader.
struct PolicyFiles {
  PolicyReader read = {};
  std::filesystem::path folder = {};  // of the scenario: relative names start there
};

}  // namespace sallyport::scenario
