#include <sodium.h>

#include <array>

#include "notify/webhook_sender.h"

namespace sallyport::notify {
namespace {

void add(crypto_auth_hmacsha256_state& state, const std::string& text) {
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
}

std::string to_base64(const unsigned char* bytes, std::size_t size) {
  std::string text(sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes, size, sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();
  return text;
}

}  // namespace

std::string webhook_signature(const std::vector<std::string>& keys, const std::string& id,
                              std::int64_t timestamp, const std::string& body) {
  std::string signatures;
  for (const std::string& key : keys) {
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac;
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()), key.size());
    add(state, id + "." + std::to_string(timestamp) + ".");
    add(state, body);
    crypto_auth_hmacsha256_final(&state, mac.data());
    if (!signatures.empty()) signatures += ' ';
    signatures += "v1," + to_base64(mac.data(), mac.size());
  }
  return signatures;
}

}  // namespace sallyport::notify
