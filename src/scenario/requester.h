// Requester: how a scenario's requests reach a gate. The scenarios call the gate's code directly; a test puts
// a real HTTP gate in its place and gets the same answers.
//
// Thread safety: one thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "policy/fingerprint.h"
#include "policy/observation.h"
#include "snapshot/slot.h"

namespace sallyport::scenario {

struct Answer {
  policy::Verdict verdict = policy::Verdict::deny;
  std::string reason;
};

class Requester {
 public:
  virtual ~Requester() = default;
  // Errors: malformed_address; unavailable (no answer).
  virtual Result<Answer> request(std::string_view secret, std::string_view address) = 0;
  // What the gate observed since the last call.
  virtual std::vector<policy::Observation> observations() = 0;
};

// Makes the gate of a world that starts, or starts again. REQUIRES: slot and clock outlive what it returns.
using RequesterFactory = std::function<Result<std::unique_ptr<Requester>>(const snapshot::Slot&, const Clock&,
                                                                          policy::FingerprintKey)>;

// The gate's own code, called in this thread.
RequesterFactory direct_requester();

}  // namespace sallyport::scenario
