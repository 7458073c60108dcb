#include "http/proxy_protocol.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace sallyport::http {
namespace {

constexpr std::string_view kSignature("\r\n\r\n\0\r\nQUIT\n", 12);
constexpr std::size_t kFixed = 16;  // signature, version and command, family, length

constexpr std::uint8_t kLocal = 0x20;  // version 2 in the high half
constexpr std::uint8_t kProxy = 0x21;
constexpr std::uint8_t kTcpOverIpv4 = 0x11;
constexpr std::uint8_t kTcpOverIpv6 = 0x21;
constexpr std::uint8_t kTlvCrc32c = 0x03;

constexpr std::array<std::uint32_t, 256> make_crc32c_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0x82f6'3b78U : 0);
    table[i] = value;
  }
  return table;
}
constexpr auto kCrc32c = make_crc32c_table();

std::uint8_t byte_at(std::string_view bytes, std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); }

std::size_t length_at(std::string_view bytes, std::size_t i) {
  return static_cast<std::size_t>(byte_at(bytes, i)) << 8 | byte_at(bytes, i + 1);
}

// Of the whole header, the four bytes at `hole` taken as zero.
std::uint32_t crc32c(std::string_view header, std::size_t hole) {
  std::uint32_t crc = 0xffff'ffff;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::uint8_t byte = i >= hole && i < hole + 4 ? 0 : byte_at(header, i);
    crc = (crc >> 8) ^ kCrc32c[(crc ^ byte) & 0xff];
  }
  return ~crc;
}

// Whether the TLVs from `at` on fill the header exactly, and the checksum, where there is one, is right.
bool tlvs_are_sound(std::string_view header, std::size_t at) {
  bool checked = false;
  while (at < header.size()) {
    if (header.size() - at < 3) return false;
    const std::size_t length = length_at(header, at + 1);
    const std::size_t value = at + 3;
    if (header.size() - value < length) return false;
    if (byte_at(header, at) == kTlvCrc32c) {
      if (checked || length != 4) return false;
      checked = true;
      const auto sent =
          static_cast<std::uint32_t>(length_at(header, value) << 16 | length_at(header, value + 2));
      if (sent != crc32c(header, value)) return false;
    }
    at = value + length;
  }
  return true;
}

net::Address source_of(std::string_view header, bool ipv4) {
  net::Address::Bytes bytes{};
  if (ipv4) {
    bytes[10] = bytes[11] = 0xff;
    std::memcpy(bytes.data() + 12, header.data() + kFixed, 4);
  } else {
    std::memcpy(bytes.data(), header.data() + kFixed, 16);
  }
  return net::Address::from_bytes(bytes);
}

}  // namespace

std::expected<ProxyHeader, ProxyFault> parse_proxy_header(std::string_view bytes) noexcept {
  const auto malformed = std::unexpected(ProxyFault::malformed);
  const auto common = std::min(bytes.size(), kSignature.size());
  if (bytes.substr(0, common) != kSignature.substr(0, common)) return malformed;
  if (bytes.size() > 12 && byte_at(bytes, 12) != kLocal && byte_at(bytes, 12) != kProxy) return malformed;
  if (bytes.size() < kFixed) return std::unexpected(ProxyFault::incomplete);

  const std::size_t size = kFixed + length_at(bytes, 14);
  if (size > kLongestProxyHeader) return malformed;
  if (bytes.size() < size) return std::unexpected(ProxyFault::incomplete);
  // What follows LOCAL has no meaning and must be skipped, whatever its family says.
  if (byte_at(bytes, 12) == kLocal) return ProxyHeader{std::nullopt, size};

  const std::uint8_t family = byte_at(bytes, 13);
  if (family != kTcpOverIpv4 && family != kTcpOverIpv6) return malformed;
  const bool ipv4 = family == kTcpOverIpv4;
  const std::size_t addresses = ipv4 ? 12 : 36;  // two addresses and two ports
  if (size < kFixed + addresses) return malformed;
  const auto header = bytes.substr(0, size);
  if (!tlvs_are_sound(header, kFixed + addresses)) return malformed;
  return ProxyHeader{source_of(header, ipv4), size};
}

}  // namespace sallyport::http
