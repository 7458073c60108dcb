#include "policy/fingerprint.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

namespace sallyport::policy {

namespace {

constexpr std::size_t kDigits = 32;

std::uint64_t big_endian(const unsigned char* bytes) {
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value = value << 8 | bytes[i];
  return value;
}

// The value of a lower-case hexadecimal digit, or 16.
unsigned digit_value(char digit) {
  if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
  if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a') + 10;
  return 16;
}

}  // namespace

Result<Fingerprint> Fingerprint::parse(std::string_view hexadecimal) {
  // The text is not quoted: whoever pastes a secret where its fingerprint belongs must not find it in a log.
  constexpr auto kMessage =
      "a fingerprint is 32 lower-case hexadecimal digits; send the fingerprint, not the key";
  if (hexadecimal.size() != kDigits) return fail(ErrorCode::malformed_request, kMessage);
  std::array<std::uint64_t, 2> halves{};
  for (std::size_t i = 0; i < kDigits; ++i) {
    const unsigned value = digit_value(hexadecimal[i]);
    if (value > 15) return fail(ErrorCode::malformed_request, kMessage);
    halves[i / 16] = halves[i / 16] << 4 | value;
  }
  return Fingerprint{halves[0], halves[1]};
}

std::string Fingerprint::to_string() const { return fmt::format("{:016x}{:016x}", high, low); }

FingerprintKey::FingerprintKey(std::span<const std::byte, kSize> bytes) {
  // Picks the fastest implementation, once; without it the portable one would answer the same.
  [[maybe_unused]] const int initialised = sodium_init();
  std::ranges::copy(bytes, bytes_.begin());
}

Fingerprint FingerprintKey::of(std::string_view secret) const noexcept {
  std::array<unsigned char, 16> digest{};
  crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(secret.data()),
                     secret.size(), reinterpret_cast<const unsigned char*>(bytes_.data()), bytes_.size());
  return {big_endian(digest.data()), big_endian(digest.data() + 8)};
}

}  // namespace sallyport::policy
