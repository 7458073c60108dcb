// Secrets that Sallyport makes: for credentials ("spk_...") and for the administrator ("spa_...").
//
// A prefix, 32 random bytes and a CRC-32 of all that stands before it, in base 32 (RFC 4648, lower case,
// unpadded), so that programs which look for leaked secrets know one when they see it.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace sallyport::control {

std::string make_credential_secret();
std::string make_administrator_token();
// The same with any prefix.
std::string make_secret(std::string_view prefix);

}  // namespace sallyport::control
