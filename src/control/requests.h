// Requests: what makes it safe to send a request twice (Idempotency-Key), and to change only what one has
// read (If-Match).
//
// A request that changes something writes its key down in that same transaction, and its answer right after.
// So a repetition never changes anything again, even where the daemon died between the two: it gets the same
// answer, or hears that the answer is gone; one that comes while the first is under way is sent away to come
// again. A request that changed nothing is not remembered.
//
// Part of control.h. Thread safety: as there.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "control/model.h"
#include "control/requests_in_flight.h"

namespace sallyport::control {

class Core;
class Transaction;

inline constexpr std::chrono::hours kRequestsKept{24};       // watched time
inline constexpr std::uint64_t kRequestsPerSender = 10'000;  // the oldest give way
inline constexpr std::size_t kAnswerBytes = 32 * 1024;       // larger ones are not kept

struct KeptAnswer {
  unsigned status = 0;
  std::string body;
};

class Requests {
 public:
  // The number of the organization's newest audit record: it grows with every change. 0 where there is no
  // such organization.
  Result<std::int64_t> version(const std::string& organization);

  // To be held from before answer() until after keep(). Errors: unavailable, where a request of that sender
  // and key is in flight: what comes of it is known in a moment.
  Result<RequestsInFlight::Flight> begin(const RequestClaim& claim);
  // The answer to the same request of that sender and key; empty where it was not made in the last 24 hours.
  // Errors: key_reused (another request was made under that key), answer_lost.
  Result<std::optional<KeptAnswer>> answer(const RequestClaim& claim);
  // REQUIRES: the claim was committed with a change; no secret is in the body, nor more than kAnswerBytes.
  Result<void> keep(const RequestClaim& claim, const KeptAnswer& answer);

 private:
  friend class Control;
  explicit Requests(Core& core) : core_(core) {}
  Core& core_;
};

// Errors: precondition_failed, where `version` is none of those that the request names.
Result<void> check_version(const RequestTerms& terms, std::int64_t version);

// For the change that the request makes. Errors: answer_lost, where the key was used meanwhile.
Result<void> write_claim(Transaction& rows, const RequestClaim& claim, Milliseconds watched);

}  // namespace sallyport::control
