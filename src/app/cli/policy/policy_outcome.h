// What the API says of planning and applying a policy document, for people.
//
// Thread safety: one thread.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "app/cli/session.h"

namespace sallyport::cli {

struct PolicyAnswer {
  boost::json::value whole;
  std::size_t steps = 0;
  std::int64_t unlisted = 0;  // how much stands there and not in the document
  std::string digest;
  std::string lockout_risk;  // what applying would be refused with; empty: it would not be
};

// Empty where the answer is not what the API answers.
std::optional<PolicyAnswer> read_policy_answer(boost::json::value answer);

// Prints the steps, what stands there and not in the document, and what it would block, or has blocked.
void print_policy(Session& session, const PolicyAnswer& answer, bool applied);

}  // namespace sallyport::cli
