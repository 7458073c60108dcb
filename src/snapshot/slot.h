// Slot: where control puts the newest snapshot and gates find it.
//
// Thread safety: publish() by any thread. A Reader belongs to one thread.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

#include "snapshot/snapshot.h"

namespace sallyport::snapshot {

class Slot {
 public:
  void publish(SnapshotPtr snapshot) {
    const std::lock_guard lock(mutex_);
    current_ = std::move(snapshot);
    version_.fetch_add(1, std::memory_order_release);
  }

  SnapshotPtr current() const {
    const std::lock_guard lock(mutex_);
    return current_;
  }

 private:
  friend class Reader;
  mutable std::mutex mutex_;
  SnapshotPtr current_;
  std::atomic<std::uint64_t> version_{0};
};

// One for each thread that decides: it takes the lock only when there is something new, so that a decision
// costs one load of a shared counter. What it returns stays valid until the next call.
class Reader {
 public:
  explicit Reader(const Slot& slot) : slot_(slot) {}

  // Null where nothing was ever published.
  const Snapshot* current() {
    const auto version = slot_.version_.load(std::memory_order_acquire);
    if (version != seen_) {
      held_ = slot_.current();
      seen_ = version;
    }
    return held_.get();
  }

 private:
  const Slot& slot_;
  SnapshotPtr held_;
  std::uint64_t seen_ = 0;
};

}  // namespace sallyport::snapshot
