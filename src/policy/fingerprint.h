// Fingerprint: how a credential is known. The credential itself is never stored.
//
// It is BLAKE2b (RFC 7693) of the secret, keyed with the installation's fingerprint key, cut to 128 bits: in
// Python, hashlib.blake2b(secret, key=key, digest_size=16). Without the key nothing can be learned from it.
//
// Thread safety: a value; FingerprintKey may be used by any thread.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sallyport::policy {

struct Fingerprint {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  static Result<Fingerprint> parse(std::string_view hexadecimal);  // 32 lower-case digits
  std::string to_string() const;

  friend constexpr auto operator<=>(const Fingerprint&, const Fingerprint&) = default;
};

class FingerprintKey {
 public:
  static constexpr std::size_t kSize = 32;
  explicit FingerprintKey(std::span<const std::byte, kSize> bytes);
  Fingerprint of(std::string_view secret) const noexcept;

 private:
  std::array<std::byte, kSize> bytes_;
};

}  // namespace sallyport::policy
