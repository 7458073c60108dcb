// Problem: what the API says when it refuses (RFC 9457), for people.
//
// Thread safety: pure functions.
// Invariants: control characters of the answer are escapes in the text.
#pragma once

#include <optional>
#include <string>

#include "app/cli/client.h"

namespace sallyport::cli {

struct Problem {
  std::string code;  // one of ErrorCode's names
  std::string text;  // what is wrong, its code, and a line for each entry of a list that is
};

// Null where the answer is none of the API's: another server, or the gate, listens there.
std::optional<Problem> read_problem(const Reply& reply);

// Whether it says that what was sent cannot be read, and not what it asks for.
bool says_malformed(const Problem& problem);

}  // namespace sallyport::cli
