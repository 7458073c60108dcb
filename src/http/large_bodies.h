// LargeBodies: how many bodies of more than limits.body_bytes a server holds at once.
//
// Thread safety: any thread; a Place belongs to one connection.
// Invariants: there are never more places than `most`; a place that is gone is free at once.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>

namespace sallyport::http {

class LargeBodies {
 public:
  explicit LargeBodies(std::size_t most) : most_(most) {}
  LargeBodies(const LargeBodies&) = delete;
  LargeBodies& operator=(const LargeBodies&) = delete;

  struct Leave {
    void operator()(LargeBodies* bodies) const noexcept { bodies->held_.fetch_sub(1); }
  };
  using Place = std::unique_ptr<LargeBodies, Leave>;

  // Empty where all places are taken. REQUIRES: outlives the place.
  Place take() noexcept {
    if (held_.fetch_add(1) < most_) return Place(this);
    held_.fetch_sub(1);
    return nullptr;
  }

 private:
  const std::size_t most_;
  std::atomic<std::size_t> held_{0};
};

}  // namespace sallyport::http
