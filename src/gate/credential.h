// Which credential a request shows.
//
// It stands exactly once in exactly one place: one of the configured headers, or Authorization as `Bearer
// TOKEN` or as `Basic` (RFC 7617, of which the password counts and the user's name does not). Shown twice,
// even if equal, or under a name that may be taken for a configured one, it is refused. Authorization with
// another scheme is no credential.
//
// Thread safety: immutable; any number of threads.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace sallyport::gate {

struct CredentialSettings {
  std::vector<std::string> headers{"X-Api-Key"};
  bool bearer = true;
  bool basic = true;
};

enum class CredentialFault : std::uint8_t {
  missing,
  malformed,  // not 8 to 512 visible ASCII characters, or not Base64
  ambiguous,  // in more than one place
};

class CredentialReader {
 public:
  static constexpr std::size_t kShortest = 8;
  static constexpr std::size_t kLongest = 512;
  using Buffer = std::array<char, 1024>;  // for what must be decoded

  // Errors: invalid_setting, for a header that cannot carry a credential.
  static Result<CredentialReader> create(CredentialSettings settings);

  // What it returns points into `fields` or `buffer`. Allocates nothing.
  std::expected<std::string_view, CredentialFault> read(std::span<const http::Field> fields,
                                                        Buffer& buffer) const noexcept;

 private:
  explicit CredentialReader(CredentialSettings settings) : settings_(std::move(settings)) {}

  CredentialSettings settings_;
};

}  // namespace sallyport::gate
