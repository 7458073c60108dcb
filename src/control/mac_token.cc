#include "control/mac_token.h"

#include <array>

namespace sallyport::control {
namespace {

constexpr std::size_t kNumberSize = 8;
constexpr std::size_t kMacSize = 24;
constexpr std::size_t kSize = kNumberSize + kMacSize;
constexpr std::size_t kTextSize = 43;  // of 32 bytes in base64 without padding

using TokenBytes = std::array<std::uint8_t, kSize>;

void put_number(std::uint8_t* to, std::uint64_t number) {
  for (std::size_t i = 0; i < kNumberSize; ++i) to[i] = static_cast<std::uint8_t>(number >> (56 - 8 * i));
}

std::optional<TokenBytes> decode(std::string_view text) {
  TokenBytes bytes;
  std::size_t size = 0;
  const char* end = nullptr;
  if (text.size() != kTextSize) return std::nullopt;
  const int failed = sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size,
                                       &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (failed != 0 || size != bytes.size() || end != text.data() + text.size()) return std::nullopt;
  return bytes;
}

TokenBytes finish(std::uint64_t number, crypto_generichash_state& state) {
  TokenBytes bytes;
  put_number(bytes.data(), number);
  crypto_generichash_final(&state, bytes.data() + kNumberSize, kMacSize);
  return bytes;
}

}  // namespace

MacToken::MacToken(const Secrets& secrets, std::string_view domain, std::uint64_t number) : number_(number) {
  crypto_generichash_init(&state_, reinterpret_cast<const unsigned char*>(secrets.answer_key.data()),
                          secrets.answer_key.size(), kMacSize);
  bind(domain);
}

MacToken& MacToken::bind(std::uint64_t value) {
  std::array<std::uint8_t, kNumberSize> bytes;
  put_number(bytes.data(), value);
  crypto_generichash_update(&state_, bytes.data(), bytes.size());
  return *this;
}

MacToken& MacToken::bind(std::string_view value) {
  bind(std::uint64_t{value.size()});
  crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(value.data()), value.size());
  return *this;
}

std::string MacToken::text() {
  const TokenBytes bytes = finish(number_, state_);
  std::string text(kTextSize + 1, '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.pop_back();
  return text;
}

bool MacToken::is(std::string_view text) {
  const auto given = decode(text);
  const TokenBytes expected = finish(number_, state_);
  return given && sodium_memcmp(given->data(), expected.data(), expected.size()) == 0;
}

std::optional<std::uint64_t> MacToken::claimed(std::string_view text) {
  const auto bytes = decode(text);
  if (!bytes) return std::nullopt;
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < kNumberSize; ++i) number = number << 8 | (*bytes)[i];
  return number;
}

}  // namespace sallyport::control
