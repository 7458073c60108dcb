// WatchedTime: how long a daemon has watched this data, in all its lives together.
//
// Quiet periods, mail intervals and retries count it instead of the wall's time: neither a clock that jumps
// nor a month in which no daemon ran makes anything due.
//
// Thread safety: none; Core's lock guards it.
// Invariants: never goes back. More than `longest_gap` between two looks counts as that much only: nobody
// looked.
#pragma once

#include <algorithm>

#include "base/clock.h"

namespace sallyport::control {

class WatchedTime {
 public:
  WatchedTime(const Clock& clock, Milliseconds longest_gap)
      : clock_(clock), longest_gap_(longest_gap), last_look_(clock.monotonic()) {}

  // What was written down in an earlier life.
  void resume(Milliseconds watched) { watched_ = watched; }

  Milliseconds look() {
    const Milliseconds now = clock_.monotonic();
    watched_ += std::clamp(now - last_look_, Milliseconds(0), longest_gap_);
    last_look_ = now;
    return watched_;
  }

 private:
  const Clock& clock_;
  Milliseconds longest_gap_;
  Milliseconds last_look_;
  Milliseconds watched_{0};
};

}  // namespace sallyport::control
