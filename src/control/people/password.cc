#include "control/people/password.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace sallyport::control {
namespace {

constexpr std::size_t kFewestCharacters = 12;
constexpr std::size_t kMostBytes = 1024;

std::unexpected<Error> fail_memory() {
  return fail(ErrorCode::unavailable, "there is no memory to check a password: try again later");
}

}  // namespace

PasswordHasher::PasswordHasher(std::uint64_t operations, std::size_t memory)
    : operations_(operations != 0 ? operations : crypto_pwhash_OPSLIMIT_INTERACTIVE),
      memory_(memory != 0 ? memory : crypto_pwhash_MEMLIMIT_INTERACTIVE) {}

Result<std::string> PasswordHasher::hash(std::string_view password) {
  SALLYPORT_ASSIGN(const auto turn, turns_.take());
  return make(password);
}

Result<std::string> PasswordHasher::make(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), operations_, memory_,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return fail_memory();
  }
  return std::string(text.data());
}

Result<bool> PasswordHasher::matches(const std::string& hash, std::string_view password) {
  SALLYPORT_ASSIGN(const auto turn, turns_.take());
  std::string against = hash;
  if (hash.empty()) {
    SALLYPORT_ASSIGN(against, nobodys_hash());
  }
  // libsodium reads as many bytes as a hash has at most.
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (against.size() >= text.size()) return false;
  std::ranges::copy(against, text.begin());
  const bool same = crypto_pwhash_str_verify(text.data(), password.data(), password.size()) == 0;
  return same && !hash.empty();
}

bool PasswordHasher::is_outdated(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), operations_, memory_) != 0;
}

Result<std::string> PasswordHasher::nobodys_hash() {
  if (!nobodys_.empty()) return nobodys_;
  std::array<char, 32> random{};
  randombytes_buf(random.data(), random.size());
  SALLYPORT_ASSIGN(nobodys_, make({random.data(), random.size()}));
  return nobodys_;
}

Result<void> check_new_password(std::string_view password) {
  const auto characters = static_cast<std::size_t>(std::ranges::count_if(
      password, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80; }));
  if (!is_utf8(password) || characters < kFewestCharacters || password.size() > kMostBytes) {
    return fail(ErrorCode::invalid_setting,
                fmt::format("choose a password of at least {} characters, and at most {} bytes",
                            kFewestCharacters, kMostBytes));
  }
  return {};
}

}  // namespace sallyport::control
