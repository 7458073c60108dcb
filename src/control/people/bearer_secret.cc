#include "control/people/bearer_secret.h"

#include <sodium.h>

#include "control/credentials/credential_secret.h"

namespace sallyport::control {

std::string make_session_token() { return make_secret("sps_"); }

std::string make_program_token() { return make_secret("spt_"); }

Hash hash_of_token(std::string_view token) {
  Hash hash;
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                     reinterpret_cast<const unsigned char*>(token.data()), token.size(), nullptr, 0);
  return hash;
}

}  // namespace sallyport::control
