// Time: what the wall says, and how much of it passed.
//
// Rules and control never read a clock of their own: they are given one, so that a test can let a month pass
// in a microsecond. Wall time may jump by years in either direction; monotonic time only advances.
//
// Thread safety: SystemClock may be used by any thread. SimulatedClock may be read by any thread; one thread
// moves it.
#pragma once

#include <atomic>
#include <chrono>
#include <string>

#include "base/result.h"

namespace sallyport {

using Milliseconds = std::chrono::milliseconds;
using Timestamp = std::chrono::sys_time<Milliseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;           // wall time
  virtual Milliseconds monotonic() const = 0;  // since an arbitrary moment; never goes back
};

class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
  Milliseconds monotonic() const override;
};

class SimulatedClock final : public Clock {
 public:
  explicit SimulatedClock(Timestamp start) : now_(start.time_since_epoch().count()) {}
  Timestamp now() const override { return Timestamp(Milliseconds(now_.load())); }
  Milliseconds monotonic() const override { return Milliseconds(monotonic_.load()); }

  // Both times pass, as a running process sees it. REQUIRES: duration >= 0
  void advance(Milliseconds duration);
  // Only the wall's time changes, as when an administrator or NTP sets it.
  void set_wall(Timestamp wall) { now_.store(wall.time_since_epoch().count()); }

 private:
  std::atomic<Milliseconds::rep> now_;
  std::atomic<Milliseconds::rep> monotonic_{0};
};

// RFC 3339 in UTC with milliseconds only where there are any: "2026-01-01T00:00:00Z".
std::string to_string(Timestamp time);
// Accepts RFC 3339 with a zone offset or Z. Errors: malformed_request.
Result<Timestamp> parse_timestamp(std::string_view text);

}  // namespace sallyport
