// HashTurns: who may compute a password's hash now.
//
// Thread safety: any thread. Invariants: one has the turn, at most one waits for it, and that not for long;
// all others are sent away at once. So strangers who send passwords keep at most two threads busy.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "base/result.h"

namespace sallyport::control {

class HashTurns {
 public:
  static constexpr std::chrono::milliseconds kLongestWait{1000};

  explicit HashTurns(std::chrono::milliseconds longest_wait = kLongestWait) : longest_wait_(longest_wait) {}

  // Held as long as it lives.
  class Turn {
   public:
    Turn(Turn&& other) noexcept : turns_(other.turns_) { other.turns_ = nullptr; }
    Turn& operator=(Turn&&) = delete;
    ~Turn();

   private:
    friend class HashTurns;
    explicit Turn(HashTurns& turns) : turns_(&turns) {}
    HashTurns* turns_;
  };

  // Errors: unavailable (another one waits already, or the turn did not end in time).
  Result<Turn> take();
  bool somebody_waits() const;

 private:
  const std::chrono::milliseconds longest_wait_;
  mutable std::mutex mutex_;
  std::condition_variable ended_;
  bool taken_ = false;
  bool waiting_ = false;
};

}  // namespace sallyport::control
