// RateLimiter: how often each of many callers may do something (token buckets).
//
// A caller may do `burst` things at once, and gets `per_second` back. Memory is bounded: callers whose bucket
// is full again are forgotten, and where the table is full of others, strangers share one bucket.
//
// Thread safety: any thread.
// Invariants: never more than `callers` buckets; time that goes back gives nothing.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"

namespace sallyport {

struct Rate {
  double per_second = 0;    // 0: no limit
  std::uint32_t burst = 1;  // REQUIRES: at least 1

  bool limited() const { return per_second > 0; }
};

class RateLimiter {
 public:
  struct Answer {
    bool allowed = false;
    std::uint32_t remaining = 0;  // of the burst, after this
    Milliseconds retry_after{0};  // until there is one again; 0 where there is
    Milliseconds full_after{0};   // until the bucket is full
  };

  explicit RateLimiter(Rate rate, std::size_t callers = 100'000) : rate_(rate), most_(callers) {}

  const Rate& rate() const { return rate_; }

  // Takes one. `now` is monotonic. Cost: constant, but for a pass over the table at most every second where
  // it is full.
  Answer take(std::string_view caller, Milliseconds now);
  // As if the caller's last take() had not been.
  void give_back(std::string_view caller, Milliseconds now);
  // As if the caller had never come.
  void forget(std::string_view caller);
  // The same for all whose name begins so. Cost: a pass over the table.
  void forget_beginning(std::string_view beginning);

 private:
  // Milliseconds at which the bucket is full again; fractions count, since many fit into one.
  using Moment = double;

  Moment& bucket_of(std::string_view caller, Moment now);
  void forget_full(Moment now);

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  const Rate rate_;
  const std::size_t most_;
  std::mutex mutex_;
  std::unordered_map<std::string, Moment, Hash, std::equal_to<>> buckets_;
  Moment strangers_ = 0;
  Moment last_pass_ = -1e9;
};

}  // namespace sallyport
