// Policy documents in files: as text, and for scenarios, which apply them, as what they say.
//
// Thread safety: pure functions over files.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "base/result.h"
#include "control/policies/policy_document.h"

namespace sallyport::cli {

// "-" is the standard input. Errors, as a sentence.
std::expected<std::string, std::string> read_policy_file(const std::filesystem::path& file);

// As a scenario::PolicyReader.
Result<control::PolicyDocument> read_policy(const std::filesystem::path& file);

}  // namespace sallyport::cli
