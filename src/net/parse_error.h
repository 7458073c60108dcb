// ParseError: where and why a text is not an address or a prefix. Trivially copyable, for the request path;
// describe() turns it into a sentence with a suggestion, for people.
//
// Thread safety: a value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace sallyport::net {

enum class ParseFault : std::uint8_t {
  empty,
  white_space,
  zone,                // fe80::1%eth0
  unexpected,          // a character that has no place here
  leading_zero,        // 010.0.0.1: octal to some readers
  octet_out_of_range,  // 256
  too_few_octets,      // 10.1, 192.168.0/16
  too_many_octets,
  group_too_long,  // more than four hexadecimal digits
  too_few_groups,
  too_many_groups,
  repeated_gap,         // two ::
  length_missing,       // 10.0.0.0/
  length_malformed,     // /+24, /032, /24x
  length_out_of_range,  // /33, /129
  host_bits,            // 10.0.0.1/8
  not_a_full_address,   // a prefix where an address is expected
};

struct ParseError {
  ParseFault fault = ParseFault::empty;
  // In bytes, of the first character that is wrong: of a number's first digit where the number is wrong, of
  // the end where something is missing, 0 for host bits. Stays at 65535 for what lies beyond.
  std::uint16_t offset = 0;

  friend constexpr bool operator==(const ParseError&, const ParseError&) = default;
};

constexpr ParseError parse_error_at(ParseFault fault, std::size_t offset) noexcept {
  return {fault, static_cast<std::uint16_t>(offset < 0xffff ? offset : 0xffff)};
}

// What stood to be parsed: it decides what can be suggested.
enum class Wanted : std::uint8_t { address, prefix };

// A sentence such as "192.168.0/16 is not an address: an IPv4 address has four numbers; did you mean
// 192.168.0.0/16?". The input is quoted cut to a bounded length, with control characters shown as escapes.
// The code is host_bits_set for ParseFault::host_bits and malformed_address otherwise.
Error describe(std::string_view input, ParseError error, Wanted wanted = Wanted::prefix);

// What the writer of a refused text probably meant, or nothing where that is anybody's guess. For people to
// confirm: no code may use it in place of what was written. Ensures: the result is accepted by the parser of
// what is wanted.
std::optional<std::string> suggest(std::string_view input, Wanted wanted);

}  // namespace sallyport::net
