// Address: one IPv4 or IPv6 address, in one canonical form.
//
// Grammar: exactly what inet_pton(3) accepts: four decimal octets without leading zeros, or RFC 4291
// section 2.2 text; no zone identifier, no white space, no port, no brackets. Printed after RFC 5952.
//
// Thread safety: an immutable value, trivially copyable.
// Invariants: an IPv4 address and its IPv4-mapped IPv6 form ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2) are the
// same value, and it is IPv4. No other embedding (6to4, NAT64, Teredo) is unwrapped. IPv4 sorts before IPv6.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/parse_error.h"

namespace sallyport::net {

enum class Family : std::uint8_t { ipv4, ipv6 };

class Address {
 public:
  using Bytes = std::array<std::uint8_t, 16>;  // network order; IPv4 as ::ffff:a.b.c.d

  constexpr Address() = default;  // the unspecified IPv6 address, ::

  // Fit for the request path: allocates nothing. describe() of parse_error.h makes an Error with a
  // suggestion.
  static std::expected<Address, ParseError> parse(std::string_view text) noexcept;

  static constexpr Address ipv4(std::uint32_t host_order) {
    return Address(0, 0xffff'0000'0000ULL | host_order);
  }
  // Bytes in host order, most significant half first; a mapped IPv4 address becomes that IPv4 address.
  static constexpr Address ipv6(std::uint64_t high, std::uint64_t low) { return Address(high, low); }
  static Address from_bytes(const Bytes& bytes) noexcept;

  constexpr Family family() const {
    return high_ == 0 && (low_ >> 32) == 0xffff ? Family::ipv4 : Family::ipv6;
  }
  constexpr bool is_ipv4() const { return family() == Family::ipv4; }
  constexpr std::uint64_t high() const { return high_; }
  constexpr std::uint64_t low() const { return low_; }
  constexpr std::uint32_t ipv4_bits() const {
    return static_cast<std::uint32_t>(low_);
  }  // REQUIRES: is_ipv4()
  Bytes bytes() const noexcept;

  std::string to_string() const;  // parses back to *this

  friend constexpr bool operator==(const Address&, const Address&) = default;
  friend constexpr std::strong_ordering operator<=>(const Address& a, const Address& b) {
    if (a.family() != b.family())
      return a.is_ipv4() ? std::strong_ordering::less : std::strong_ordering::greater;
    if (const auto order = a.high_ <=> b.high_; order != 0) return order;
    return a.low_ <=> b.low_;
  }

 private:
  constexpr Address(std::uint64_t high, std::uint64_t low) : high_(high), low_(low) {}

  std::uint64_t high_ = 0;
  std::uint64_t low_ = 0;
};

// Address::parse for people: the Error says what is wrong and what was probably meant.
Result<Address> parse_address(std::string_view text);

}  // namespace sallyport::net

// Keyed anew in every process, as strangers choose addresses: never store or send it.
template <>
struct std::hash<sallyport::net::Address> {
  std::size_t operator()(const sallyport::net::Address& address) const noexcept;
};
