#include <sodium.h>

#include "control/change.h"
#include "control/credential_secret.h"

namespace sallyport::control {
namespace {

// The token is as random as the hash is long: it needs no slow hash.
Hash hash_of(std::string_view token) {
  Hash hash;
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                     reinterpret_cast<const unsigned char*>(token.data()), token.size(), nullptr, 0);
  return hash;
}

}  // namespace

Result<std::string> Access::issue_administrator_token() {
  std::string token = make_administrator_token();
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_TRY(change.rows().put_bytes(Bytes::administrator_hash, hash_of(token)));
  SALLYPORT_TRY(change.audit({"command line", std::nullopt, {}}, {}, "administrator.token_issued", {}, {}));
  SALLYPORT_TRY(change.commit());
  return token;
}

Result<bool> Access::has_administrator_token() {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto hash, reader->bytes(Bytes::administrator_hash));
  return hash.has_value();
}

Result<Principal> Access::authenticate(std::string_view token, std::optional<net::Address> from) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto expected, reader->bytes(Bytes::administrator_hash));
  const Hash given = hash_of(token);
  if (expected && expected->size() == given.size() &&
      sodium_memcmp(expected->data(), given.data(), given.size()) == 0) {
    return Principal{{"administrator", from, {}}, true, {}, {}, {}};
  }
  return fail(ErrorCode::unauthenticated,
              "this is not the administrator's token: send the one that was issued last");
}

}  // namespace sallyport::control
