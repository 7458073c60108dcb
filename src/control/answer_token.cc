#include "control/answer_token.h"

#include <sodium.h>

#include <array>
#include <cstring>

namespace sallyport::control {
namespace {

constexpr std::size_t kNumberSize = 8;
constexpr std::size_t kMacSize = 24;
constexpr std::size_t kSize = kNumberSize + kMacSize;
constexpr std::size_t kTextSize = 43;  // of 32 bytes in base64 without padding
constexpr std::string_view kDomain = "sallyport answer token 1";

using Token = std::array<std::uint8_t, kSize>;

void put_number(std::uint8_t* to, std::uint64_t number) {
  for (std::size_t i = 0; i < 8; ++i) to[i] = static_cast<std::uint8_t>(number >> (56 - 8 * i));
}

void add(crypto_generichash_state& state, std::uint64_t number) {
  std::array<std::uint8_t, 8> bytes;
  put_number(bytes.data(), number);
  crypto_generichash_update(&state, bytes.data(), bytes.size());
}

void add(crypto_generichash_state& state, std::string_view text) {
  add(state, text.size());
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
}

Token make(const Secrets& secrets, const TokenRow& row) {
  Token token;
  put_number(token.data(), static_cast<std::uint64_t>(row.id));
  crypto_generichash_state state;
  crypto_generichash_init(&state, reinterpret_cast<const unsigned char*>(secrets.answer_key.data()),
                          secrets.answer_key.size(), kMacSize);
  add(state, kDomain);
  add(state, static_cast<std::uint64_t>(row.id));
  add(state, static_cast<std::uint64_t>(row.organization));
  add(state, static_cast<std::uint64_t>(row.alert));
  add(state, static_cast<std::uint64_t>(row.action));
  add(state, row.member);
  add(state, static_cast<std::uint64_t>(row.expires.time_since_epoch().count()));
  add(state, static_cast<std::uint64_t>(row.expires_watched.count()));
  crypto_generichash_final(&state, token.data() + kNumberSize, kMacSize);
  return token;
}

std::optional<Token> decode(std::string_view text) {
  Token token;
  std::size_t size = 0;
  const char* end = nullptr;
  if (text.size() != kTextSize) return std::nullopt;
  const int failed = sodium_base642bin(token.data(), token.size(), text.data(), text.size(), nullptr, &size,
                                       &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (failed != 0 || size != token.size() || end != text.data() + text.size()) return std::nullopt;
  return token;
}

}  // namespace

std::string to_token(const Secrets& secrets, const TokenRow& row) {
  const Token token = make(secrets, row);
  std::string text(kTextSize + 1, '\0');
  sodium_bin2base64(text.data(), text.size(), token.data(), token.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.pop_back();
  return text;
}

std::optional<std::int64_t> claimed_row(std::string_view text) {
  const auto token = decode(text);
  if (!token) return std::nullopt;
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < kNumberSize; ++i) number = number << 8 | (*token)[i];
  return static_cast<std::int64_t>(number);
}

bool is_token_of(std::string_view text, const Secrets& secrets, const TokenRow& row) {
  const auto token = decode(text);
  const Token expected = make(secrets, row);
  return token && sodium_memcmp(token->data(), expected.data(), expected.size()) == 0;
}

}  // namespace sallyport::control
