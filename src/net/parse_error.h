// ParseError: where and why a text is not an address or a prefix. Trivially copyable, for the request path;
// describe() turns it into a sentence with a suggestion, for people.
//
// Thread safety: a value.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.h"

namespace sallyport::net {

enum class ParseFault : std::uint8_t {
  empty,
  white_space,
  zone,               // fe80::1%eth0
  unexpected,         // a character that has no place here
  leading_zero,       // 010.0.0.1: octal to some readers
  octet_out_of_range, // 256
  too_few_octets,     // 10.1, 192.168.0/16
  too_many_octets,
  group_too_long,     // more than four hexadecimal digits
  too_few_groups,
  too_many_groups,
  repeated_gap,       // two ::
  length_missing,     // 10.0.0.0/
  length_malformed,   // /+24, /032, /24x
  length_out_of_range,// /33, /129
  host_bits,          // 10.0.0.1/8
  not_a_full_address, // a prefix where an address is expected
};

struct ParseError {
  ParseFault fault = ParseFault::empty;
  std::uint16_t offset = 0;  // in bytes, of the first character that is wrong
};

// A sentence such as "192.168.0/16 is not an address: an IPv4 address has four numbers; did you mean
// 192.168.0.0/16?". The input is quoted cut to a bounded length, with control characters shown as escapes.
// The code is host_bits_set for ParseFault::host_bits and malformed_address otherwise.
Error describe(std::string_view input, ParseError error);

}  // namespace sallyport::net
