#include "control/webhooks/webhook_secret.h"

#include <sodium.h>

#include <array>

namespace sallyport::control {
namespace {

constexpr std::size_t kKeySize = 32;
constexpr std::uint64_t kSubkey = 1;
constexpr std::array<char, crypto_kdf_CONTEXTBYTES> kContext = {'w', 'e', 'b', 'h', 'o', 'o', 'k', 's'};

// The key that seals; gone with its scope.
class Seal {
 public:
  explicit Seal(const Secrets& secrets) {
    static_assert(crypto_kdf_KEYBYTES == std::tuple_size_v<decltype(secrets.answer_key)>);
    crypto_kdf_derive_from_key(key_.data(), key_.size(), kSubkey, kContext.data(),
                               reinterpret_cast<const unsigned char*>(secrets.answer_key.data()));
  }
  Seal(const Seal&) = delete;
  Seal& operator=(const Seal&) = delete;
  ~Seal() { sodium_memzero(key_.data(), key_.size()); }
  const unsigned char* key() const { return key_.data(); }

 private:
  std::array<unsigned char, crypto_secretbox_KEYBYTES> key_{};
};

}  // namespace

std::string make_webhook_key() {
  std::string key(kKeySize, '\0');
  randombytes_buf(key.data(), key.size());
  return key;
}

std::string show_webhook_key(std::string_view key) {
  std::string text(sodium_base64_encoded_len(key.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(key.data()), key.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();
  return "whsec_" + text;
}

std::vector<std::byte> seal(const Secrets& secrets, std::string_view key) {
  std::vector<std::byte> sealed(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + key.size());
  auto* const nonce = reinterpret_cast<unsigned char*>(sealed.data());
  randombytes_buf(nonce, crypto_secretbox_NONCEBYTES);
  crypto_secretbox_easy(nonce + crypto_secretbox_NONCEBYTES,
                        reinterpret_cast<const unsigned char*>(key.data()), key.size(), nonce,
                        Seal(secrets).key());
  return sealed;
}

Result<std::string> unseal(const Secrets& secrets, std::span<const std::byte> sealed) {
  constexpr std::size_t kSize = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + kKeySize;
  std::string key(kKeySize, '\0');
  const auto* const nonce = reinterpret_cast<const unsigned char*>(sealed.data());
  if (sealed.size() != kSize ||
      crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(key.data()),
                                 nonce + crypto_secretbox_NONCEBYTES, kSize - crypto_secretbox_NONCEBYTES,
                                 nonce, Seal(secrets).key()) != 0) {
    return fail(ErrorCode::corrupted,
                "the keys of this installation did not seal this webhook's secret: rotate the secret");
  }
  return key;
}

}  // namespace sallyport::control
