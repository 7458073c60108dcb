// The two keys of an installation. Whoever has them and the database could try guesses at credentials and
// answer alerts; so they lie in a file of their own, readable by the daemon only.
//
// Thread safety: a value.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>

#include "base/result.h"

namespace sallyport::control {

struct Secrets {
  std::array<std::byte, 32> fingerprint_key{};  // policy::FingerprintKey
  std::array<std::byte, 32> answer_key{};       // AnswerTokens

  static Secrets random();
};

// Reads the file; where `create` is set and there is none, makes it (mode 0600, durable before it returns).
// Errors: not_found, corrupted (wrong size), forbidden (readable by others).
Result<Secrets> load_secrets(const std::filesystem::path& file, bool create);

}  // namespace sallyport::control
