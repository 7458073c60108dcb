// BoundedQueue: from many threads to one, never longer than its capacity, never waiting for room.
//
// Thread safety: every function may be called by any thread.
// Invariants: size <= capacity; what does not fit is refused and counted, not queued.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

namespace sallyport {

template <class T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  // False where it is full: the caller keeps the value and may try again.
  bool push(const T& value) {
    bool first = false;
    {
      const std::lock_guard lock(mutex_);
      if (items_.size() >= capacity_) {
        ++refused_;
        return false;
      }
      first = items_.empty();
      items_.push_back(value);
    }
    if (first) ready_.notify_one();  // take() empties it, so one call is enough for all that follow
    return true;
  }

  // All there is, oldest first; waits for something, or for wake(), at most `patience`.
  std::vector<T> take(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    ready_.wait_for(lock, patience, [this] { return !items_.empty() || woken_; });
    woken_ = false;
    return std::exchange(items_, {});
  }

  void wake() {
    {
      const std::lock_guard lock(mutex_);
      woken_ = true;
    }
    ready_.notify_one();
  }

  std::uint64_t refused() const {
    const std::lock_guard lock(mutex_);
    return refused_;
  }

 private:
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable ready_;
  std::vector<T> items_;
  std::uint64_t refused_ = 0;
  bool woken_ = false;
};

}  // namespace sallyport
