// How domain values lie in SQLite's columns.
//
// An address is a blob: 4 and its four bytes, or 6 and its sixteen. A prefix is its address and a byte of
// length. So blobs sort as prefixes do (IPv4 first, by address, the wider first), and all that lies inside a
// prefix is one range.
//
// Thread safety: pure functions over values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "net/prefix.h"
#include "policy/fingerprint.h"

namespace sallyport::store {

class Blob {
 public:
  std::span<const std::byte> bytes() const { return std::span(bytes_).first(size_); }

 private:
  friend Blob encode(const net::Address& address);
  friend Blob encode(const net::Prefix& prefix);
  friend Blob encode(const policy::Fingerprint& fingerprint);
  void push(std::uint8_t byte) { bytes_[size_++] = std::byte{byte}; }

  std::array<std::byte, 18> bytes_{};
  std::size_t size_ = 0;
};

Blob encode(const net::Address& address);
Blob encode(const net::Prefix& prefix);
Blob encode(const policy::Fingerprint& fingerprint);

// Empty where the bytes are not what encode() makes.
std::optional<net::Address> decode_address(std::span<const std::byte> bytes);
std::optional<net::Prefix> decode_prefix(std::span<const std::byte> bytes);
std::optional<policy::Fingerprint> decode_fingerprint(std::span<const std::byte> bytes);

}  // namespace sallyport::store
