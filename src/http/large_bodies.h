// LargeBodies: how many bodies of more than limits.body_bytes a server holds at once, and of whom.
//
// Thread safety: any thread; a Place belongs to one connection.
// Invariants: there are never more places than `most`, nor two of one sender; a place that is gone is free at
// once.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sallyport::http {

class LargeBodies {
 public:
  explicit LargeBodies(std::size_t most) : senders_(most) {}
  LargeBodies(const LargeBodies&) = delete;
  LargeBodies& operator=(const LargeBodies&) = delete;

  using Sender = std::optional<std::string>;
  struct Leave {
    LargeBodies* bodies = nullptr;
    void operator()(Sender* sender) const noexcept {
      const std::lock_guard lock(bodies->mutex_);
      sender->reset();
    }
  };
  using Place = std::unique_ptr<Sender, Leave>;

  // Empty where all places are taken, or one is this sender's. REQUIRES: outlives the place.
  Place take(std::string sender) noexcept {
    const std::lock_guard lock(mutex_);
    Sender* place = nullptr;
    for (Sender& each : senders_) {
      if (each == sender) return {};
      if (!each) place = &each;
    }
    if (place != nullptr) *place = std::move(sender);
    return {place, Leave{this}};
  }

 private:
  std::mutex mutex_;
  std::vector<Sender> senders_;  // one of each place: empty where it is free; guarded by mutex_
};

}  // namespace sallyport::http
