// Answer tokens: what a mail's link carries, so that the person who got it can answer the alert.
//
// A token is base64url of its action (1 byte), the number of its row (7 bytes) and a MAC (24 bytes, BLAKE2b
// keyed with Secrets::answer_key) over the action and all that the row binds it to. One row is enough for the
// tokens of all actions, since one answer uses them all up. The rows hold nothing that a reader of the
// database could make a token of.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "control/ports/store.h"
#include "control/secrets.h"

namespace sallyport::control {

std::string to_token(const Secrets& secrets, const TokenRow& row, Action action);

struct ClaimedToken {
  std::int64_t row = 0;
  Action action = Action::authorize;
};
// What a text claims to be the token of; empty where it cannot be one. Nothing is proved by it.
std::optional<ClaimedToken> claimed(std::string_view token);

// Whether the text is this row's token for that action. Constant time in the token's content.
bool is_token_of(std::string_view token, const Secrets& secrets, const TokenRow& row, Action action);

}  // namespace sallyport::control
