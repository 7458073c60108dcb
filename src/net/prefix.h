// Prefix: an address and a length, the set of all addresses that share its first bits.
//
// Grammar: ADDRESS or ADDRESS "/" LENGTH, LENGTH a decimal without sign or leading zeros, 0 to 32 or 0 to
// 128. A bare address is a full-length prefix. Host bits are refused, never cleared. An IPv4-mapped IPv6
// prefix of length 96 or more is the IPv4 prefix it maps; no IPv6 prefix ever contains an IPv4 address, not
// even ::/0.
//
// Thread safety: an immutable value, trivially copyable.
// Invariants: no host bits are set; length() <= max_length().
#pragma once

#include <compare>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "net/address.h"

namespace sallyport::net {

class Prefix {
 public:
  constexpr Prefix() = default;                      // ::/128: contains one address nobody uses
  explicit constexpr Prefix(const Address& address)  // the full-length prefix
      : address_(address), length_(address.is_ipv4() ? 32 : 128) {}

  static std::expected<Prefix, ParseError> parse(std::string_view text) noexcept;

  // The network of `length` bits around the address: its host bits are cleared. A length beyond the family's
  // means the full length. This is how a learned address becomes its network; it is not for parsing.
  static Prefix enclosing(const Address& address, unsigned length) noexcept;

  constexpr const Address& address() const { return address_; }
  constexpr unsigned length() const { return length_; }
  constexpr Family family() const { return address_.family(); }
  constexpr unsigned max_length() const { return address_.is_ipv4() ? 32 : 128; }
  constexpr bool is_single_address() const { return length_ == max_length(); }
  // The highest address inside. Of ::/80 to ::fffe:0:0/95, which end with the IPv4 addresses, it is
  // ::fffe:ffff:ffff: no IPv4 address is inside an IPv6 prefix.
  Address last() const noexcept;

  bool contains(const Address& address) const noexcept;
  bool contains(const Prefix& other) const noexcept;  // every prefix contains itself

  std::string to_string() const;  // the bare address where it is full-length; parses back to *this

  friend constexpr bool operator==(const Prefix&, const Prefix&) = default;
  // IPv4 before IPv6, then by address, then the shorter length (the wider network) first.
  friend constexpr std::strong_ordering operator<=>(const Prefix& a, const Prefix& b) {
    if (const auto order = a.address_ <=> b.address_; order != 0) return order;
    return a.length_ <=> b.length_;
  }

 private:
  constexpr Prefix(const Address& address, std::uint8_t length) : address_(address), length_(length) {}

  Address address_;
  std::uint8_t length_ = 128;
};

// Prefix::parse for people: the Error says what is wrong and what was probably meant.
Result<Prefix> parse_prefix(std::string_view text);

}  // namespace sallyport::net

template <>
struct std::hash<sallyport::net::Prefix> {
  std::size_t operator()(const sallyport::net::Prefix& prefix) const noexcept;
};
