// read_host: the strict reader behind HostPattern, and what people are told where it refuses. Internal to
// net.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "net/host_pattern.h"

namespace sallyport::net {

enum class HostFault : std::uint8_t {
  empty,
  character,       // that is no letter, digit, hyphen or dot, or a star that is not in front
  empty_label,     // a..b, .a, a.
  edge_hyphen,     // a-.b
  label_too_long,  // more than 63 bytes
  too_long,        // more than 253 bytes, with a label in place of a wildcard
  one_label,       // localhost
  number,          // it ends as an address does
  public_suffix,   // a wildcard on one
};

struct HostError {
  HostFault fault = HostFault::empty;
  std::size_t offset = 0;  // in bytes, of the first character that is wrong
};

struct HostParts {
  std::string name;  // lower case
  Depth depth = Depth::exact;
};

enum class PublicSuffixes : std::uint8_t { refused, let_through };

// Cost: O(size), bounded for long texts.
std::expected<HostParts, HostError> read_host(std::string_view text, PublicSuffixes suffixes);

// malformed_host, with a sentence such as "https://x.example/ is not a host name: a scheme does not belong to
// it; did you mean x.example?".
Error describe_host(std::string_view input, HostError error);

// What was probably meant by a refused text: a host pattern, several with " and " between, or "the prefix P".
// For people to confirm: no code may use it in place of what was written.
std::optional<std::string> suggest_host(std::string_view input);

}  // namespace sallyport::net
