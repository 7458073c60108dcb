#include "store/sqlite_codec.h"

namespace sallyport::store {
namespace {

constexpr std::uint8_t kIpv4 = 4;
constexpr std::uint8_t kIpv6 = 6;

std::uint64_t read_number(std::span<const std::byte> bytes) {
  std::uint64_t value = 0;
  for (const std::byte byte : bytes) value = value << 8 | std::to_integer<std::uint64_t>(byte);
  return value;
}

}  // namespace

Blob encode(const net::Address& address) {
  Blob blob;
  const auto bytes = address.bytes();
  blob.push(address.is_ipv4() ? kIpv4 : kIpv6);
  for (std::size_t i = address.is_ipv4() ? 12 : 0; i < bytes.size(); ++i) blob.push(bytes[i]);
  return blob;
}

Blob encode(const net::Prefix& prefix) {
  Blob blob = encode(prefix.address());
  blob.push(static_cast<std::uint8_t>(prefix.length()));
  return blob;
}

Blob encode(const policy::Fingerprint& fingerprint) {
  Blob blob;
  for (const std::uint64_t half : {fingerprint.high, fingerprint.low}) {
    for (int shift = 56; shift >= 0; shift -= 8) blob.push(static_cast<std::uint8_t>(half >> shift));
  }
  return blob;
}

std::optional<net::Address> decode_address(std::span<const std::byte> bytes) {
  if (bytes.size() == 5 && bytes[0] == std::byte{kIpv4}) {
    return net::Address::ipv4(static_cast<std::uint32_t>(read_number(bytes.subspan(1))));
  }
  if (bytes.size() == 17 && bytes[0] == std::byte{kIpv6}) {
    const auto address = net::Address::ipv6(read_number(bytes.subspan(1, 8)), read_number(bytes.subspan(9)));
    if (!address.is_ipv4()) return address;
  }
  return std::nullopt;
}

std::optional<net::Prefix> decode_prefix(std::span<const std::byte> bytes) {
  if (bytes.empty()) return std::nullopt;
  const auto address = decode_address(bytes.first(bytes.size() - 1));
  if (!address) return std::nullopt;
  const auto length = std::to_integer<unsigned>(bytes.back());
  const auto prefix = net::Prefix::enclosing(*address, length);
  if (prefix.length() != length || prefix.address() != *address) return std::nullopt;
  return prefix;
}

std::optional<policy::Fingerprint> decode_fingerprint(std::span<const std::byte> bytes) {
  if (bytes.size() != 16) return std::nullopt;
  return policy::Fingerprint{read_number(bytes.first(8)), read_number(bytes.subspan(8))};
}

}  // namespace sallyport::store
