// PasswordHasher: argon2id, with its cost and its memory bounded.
//
// Thread safety: any thread. REQUIRES: nobody who calls it holds Core's lock: a hash takes a tenth of a
// second and tens of megabytes. Invariants: one hash is computed at a time, and at most one waits
// (hash_turns.h), so that strangers can eat up neither the memory nor the threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "control/people/hash_turns.h"

namespace sallyport::control {

class PasswordHasher {
 public:
  // 0: libsodium's for interactive use.
  PasswordHasher(std::uint64_t operations, std::size_t memory);

  // As argon2id writes it, with its salt and its cost. Errors: unavailable (no memory, or no turn).
  Result<std::string> hash(std::string_view password);
  // An empty hash is nobody's: the work is the same, and the answer is no. Errors: unavailable.
  Result<bool> matches(const std::string& hash, std::string_view password);
  // Whether the hash was made at another cost than the one set now.
  bool is_outdated(const std::string& hash) const;

 private:
  Result<std::string> make(std::string_view password);  // REQUIRES: the turn
  Result<std::string> nobodys_hash();                   // the same

  const std::uint64_t operations_;
  const std::size_t memory_;
  HashTurns turns_;
  std::string nobodys_;  // of a password that nobody knows; whoever has the turn may touch it
};

// 12 characters at least, 1024 bytes at most, UTF-8. Errors: invalid_setting.
Result<void> check_new_password(std::string_view password);

}  // namespace sallyport::control
