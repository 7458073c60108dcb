#include "net/prefix.h"

#include <algorithm>

#include "net/hash_mix.h"

namespace sallyport::net {
namespace {

struct Mask {
  std::uint64_t high;
  std::uint64_t low;
};

// The mask of the first `bits` of 128. REQUIRES: bits <= 128.
constexpr Mask mask_of(unsigned bits) {
  constexpr std::uint64_t kAll = ~std::uint64_t{0};
  if (bits == 0) return {0, 0};
  if (bits <= 64) return {kAll << (64 - bits), 0};
  return {kAll, kAll << (128 - bits)};
}

// An IPv4 prefix is looked at as the IPv6 prefix it is mapped to.
constexpr unsigned mapped_length(const Address& address, unsigned length) {
  return address.is_ipv4() ? length + 96 : length;
}

std::expected<unsigned, ParseError> read_length(std::string_view text, std::size_t at,
                                                unsigned longest) noexcept {
  const std::size_t start = at;
  if (at == text.size()) return std::unexpected(parse_error_at(ParseFault::length_missing, at));
  unsigned value = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
      return std::unexpected(parse_error_at(ParseFault::white_space, at));
    }
    if (c < '0' || c > '9') return std::unexpected(parse_error_at(ParseFault::length_malformed, at));
    if (at > start && text[start] == '0') {
      return std::unexpected(parse_error_at(ParseFault::length_malformed, start));
    }
    value =
        std::min(value * 10 + static_cast<unsigned>(c - '0'), 1000U);  // saturates: long digits do not wrap
  }
  if (value > longest) return std::unexpected(parse_error_at(ParseFault::length_out_of_range, start));
  return value;
}

}  // namespace

std::expected<Prefix, ParseError> Prefix::parse(std::string_view text) noexcept {
  const std::size_t slash = text.find('/');
  const std::string_view address_text = text.substr(0, slash);
  const auto address = Address::parse(address_text);
  if (!address) return std::unexpected(address.error());
  if (slash == std::string_view::npos) return Prefix(*address);

  const bool written_as_ipv6 = address_text.find(':') != std::string_view::npos;
  const auto length = read_length(text, slash + 1, written_as_ipv6 ? 128 : 32);
  if (!length) return std::unexpected(length.error());

  // A mapped prefix shorter than 96 has bits of the ffff group behind its length: host bits, always.
  const unsigned bits = written_as_ipv6 ? *length : *length + 96;
  const Mask mask = mask_of(bits);
  if ((address->high() & ~mask.high) != 0 || (address->low() & ~mask.low) != 0) {
    return std::unexpected(parse_error_at(ParseFault::host_bits, 0));
  }
  return Prefix(*address, static_cast<std::uint8_t>(address->is_ipv4() ? bits - 96 : bits));
}

Prefix Prefix::enclosing(const Address& address, unsigned length) noexcept {
  const unsigned kept = std::min(length, address.is_ipv4() ? 32U : 128U);
  const Mask mask = mask_of(mapped_length(address, kept));
  // An IPv6 address cannot become a mapped one here: to do so, bit 95 would have to be kept, and with it all
  // before.
  return Prefix(Address::ipv6(address.high() & mask.high, address.low() & mask.low),
                static_cast<std::uint8_t>(kept));
}

Address Prefix::last() const noexcept {
  const Mask mask = mask_of(mapped_length(address_, length_));
  const Address highest = Address::ipv6(address_.high() | ~mask.high, address_.low() | ~mask.low);
  if (highest.is_ipv4() && !address_.is_ipv4()) {
    return Address::ipv6(0,
                         0xfffe'ffff'ffffULL);  // the one before the mapped addresses, which are not inside
  }
  return highest;
}

bool Prefix::contains(const Address& address) const noexcept {
  if (address.is_ipv4() != address_.is_ipv4()) return false;
  const Mask mask = mask_of(mapped_length(address_, length_));
  return (address.high() & mask.high) == address_.high() && (address.low() & mask.low) == address_.low();
}

bool Prefix::contains(const Prefix& other) const noexcept {
  return length_ <= other.length_ && contains(other.address_);
}

std::string Prefix::to_string() const {
  std::string text = address_.to_string();
  if (!is_single_address()) {
    text += '/';
    text += std::to_string(length_);
  }
  return text;
}

Result<Prefix> parse_prefix(std::string_view text) {
  const auto prefix = Prefix::parse(text);
  if (!prefix) return std::unexpected(describe(text, prefix.error(), Wanted::prefix));
  return *prefix;
}

}  // namespace sallyport::net

std::size_t std::hash<sallyport::net::Prefix>::operator()(
    const sallyport::net::Prefix& prefix) const noexcept {
  return sallyport::net::hash_mix(prefix.address().high(), prefix.address().low(), prefix.length() + 1);
}
