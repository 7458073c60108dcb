// MacToken: a token that a mail's link carries: base64url of a number (8 bytes) and a MAC (24 bytes, BLAKE2b)
// over its domain and all that it is bound to.
//
// Tokens of different domains never stand for each other. Of its row, the database needs to hold nothing that
// a reader could make a token of.
//
// Thread safety: one thread each.
#pragma once

#include <sodium.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "control/secrets.h"

namespace sallyport::control {

class MacToken {
 public:
  MacToken(const Secrets& secrets, std::string_view domain, std::uint64_t number);

  // What it is bound to, always the same things in the same order.
  MacToken& bind(std::uint64_t value);
  MacToken& bind(std::string_view value);

  // Ends the binding; called once.
  std::string text();
  // The same, and whether the text is it. Constant time in the token's content.
  bool is(std::string_view text);

  // The number that a text claims; empty where it cannot be a token. Nothing is proved by it.
  static std::optional<std::uint64_t> claimed(std::string_view text);

 private:
  std::uint64_t number_;
  crypto_generichash_state state_;
};

}  // namespace sallyport::control
