// Answer tokens: what a mail's link carries, so that the person who got it can answer the alert.
//
// A token is base64url of the number of its row (8 bytes) and a MAC (24 bytes, BLAKE2b keyed with
// Secrets::answer_key) over all that the row binds it to. The rows hold nothing that a reader of the database
// could make a token of.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "control/secrets.h"
#include "control/store.h"

namespace sallyport::control {

std::string to_token(const Secrets& secrets, const TokenRow& row);

// The row that a text claims to be the token of; empty where it cannot be one. Nothing is proved by it.
std::optional<std::int64_t> claimed_row(std::string_view token);

// Whether the text is this row's token. Constant time in the token's content.
bool is_token_of(std::string_view token, const Secrets& secrets, const TokenRow& row);

}  // namespace sallyport::control
