#include "control/credentials/credential_secret.h"

#include <sodium.h>

#include <array>
#include <boost/crc.hpp>
#include <cstdint>
#include <span>

namespace sallyport::control {
namespace {

std::string to_base32(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "abcdefghijklmnopqrstuvwxyz234567";
  std::string text;
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    pending = pending << 8 | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += kDigits[pending >> (bits - 5) & 31U];
  }
  if (bits != 0) text += kDigits[pending << (5 - bits) & 31U];
  return text;
}

}  // namespace

std::string make_secret(std::string_view prefix) {
  std::array<std::uint8_t, 32> random;
  randombytes_buf(random.data(), random.size());
  std::string text = std::string(prefix) + to_base32(random);
  boost::crc_32_type crc;
  crc.process_bytes(text.data(), text.size());
  const std::uint32_t sum = crc.checksum();
  const std::array<std::uint8_t, 4> bytes = {
      static_cast<std::uint8_t>(sum >> 24), static_cast<std::uint8_t>(sum >> 16),
      static_cast<std::uint8_t>(sum >> 8), static_cast<std::uint8_t>(sum)};
  return text + '_' + to_base32(bytes);
}

std::string make_credential_secret() { return make_secret("spk_"); }

std::string make_administrator_token() { return make_secret("spa_"); }

}  // namespace sallyport::control
