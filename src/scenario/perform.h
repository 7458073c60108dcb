// Performs one statement in a world: what came of it, as the expectation can be compared with.
//
// Thread safety: one thread.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "scenario/policy_reader.h"
#include "scenario/statement.h"
#include "scenario/world.h"

namespace sallyport::scenario {

struct Done {};
struct Decided {
  policy::Verdict verdict = policy::Verdict::deny;
  std::string reason;
  std::optional<net::Prefix> entry;
};
struct Mode {
  std::string word;
};
struct Count {
  std::uint64_t count = 0;
};
struct Text {
  std::optional<std::string> text;  // empty: there was no mail
};

using Outcome =
    std::variant<Done, Decided, Mode, std::vector<net::Prefix>, std::vector<net::Address>, Count, Text>;

// Errors: the refusal. Everything that is due because of it is done when it returns.
Result<Outcome> perform(World& world, const Statement& statement, const PolicyFiles& policies = {});

}  // namespace sallyport::scenario
