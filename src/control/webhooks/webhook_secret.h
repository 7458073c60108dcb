// The secrets that sign events: 32 random bytes, known to the receiver as "whsec_" and base64.
//
// They lie sealed in the database (libsodium's secretbox, under a key made of the installation's own), so
// that a copy of the database alone signs nothing.
//
// Thread safety: pure functions.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "control/secrets.h"

namespace sallyport::control {

std::string make_webhook_key();                      // the bytes
std::string show_webhook_key(std::string_view key);  // "whsec_..."

std::vector<std::byte> seal(const Secrets& secrets, std::string_view key);
// Errors: corrupted, where the installation's keys did not seal it.
Result<std::string> unseal(const Secrets& secrets, std::span<const std::byte> sealed);

}  // namespace sallyport::control
