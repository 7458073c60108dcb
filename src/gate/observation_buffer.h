// ObservationBuffer: what one thread saw and has not told yet.
//
// The first use of a credential from an address, and the first with another reason, is told at once; repeats
// are counted and told together, by flush() once a second or when their place is needed. Where the queue
// refuses a first telling, the next use tries again: what was lost heals as long as it goes on.
//
// Thread safety: one thread at a time; the queue and the counters may be shared.
// Invariants: fixed memory, taken once; no call looks at more than kWindow places.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bounded_queue.h"
#include "base/metrics.h"
#include "policy/observation.h"

namespace sallyport::gate {

class ObservationBuffer {
 public:
  static constexpr std::size_t kPlaces = 16384;  // 2 MiB
  static constexpr std::size_t kWindow = 8;

  // `told` counts what the queue took, `dropped` what it refused. REQUIRES: all outlive the buffer; places is
  // a power of two, at least kWindow.
  ObservationBuffer(BoundedQueue<policy::Observation>& queue, Counter& told, Counter& dropped,
                    std::size_t places = kPlaces);

  // REQUIRES: the decision's credential is known.
  void note(const policy::Decision& decision, const net::Address& address, Timestamp now) noexcept;

  // Tells the repeats that were counted. What the queue refuses is kept for the next time.
  void flush() noexcept;

 private:
  struct alignas(64) Place {          // two cache lines
    policy::Observation observation;  // count is what was not told yet
    std::uint64_t used = 0;           // when, by uses_; 0: free
    bool told = false;                // whether the queue ever took it
    bool listed = false;              // in counted_
  };

  Place& find(const policy::Decision& decision, const net::Address& address, bool& found) noexcept;
  void tell(Place& place) noexcept;

  BoundedQueue<policy::Observation>& queue_;
  Counter& told_;
  Counter& dropped_;
  std::vector<Place> places_;
  std::vector<std::uint32_t> counted_;  // the places with repeats, for flush()
  std::uint64_t uses_ = 0;
};

}  // namespace sallyport::gate
