// What programs and signed-in people authenticate with: the administrator's token ("spa_..."), a session
// ("sps_..."), a program's token ("spt_..."). Each is as random as a credential's secret
// (credential_secret.h), so that a fast hash of it is enough.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "control/ports/store_rows.h"

namespace sallyport::control {

std::string make_session_token();
std::string make_program_token();
Hash hash_of_token(std::string_view token);  // BLAKE2b

}  // namespace sallyport::control
