// TokenUses: when tokens were used last, until the heartbeat writes it down: using one writes nothing.
//
// Thread safety: any thread. Invariants: at most kMost are remembered; the uses of others are lost.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "base/clock.h"

namespace sallyport::control {

class TokenUses {
 public:
  static constexpr std::size_t kMost = 100'000;

  void note(std::int64_t token, Timestamp when) {
    const std::lock_guard lock(mutex_);
    const auto known = uses_.find(token);
    if (known != uses_.end()) {
      known->second = std::max(known->second, when);
    } else if (uses_.size() < kMost) {
      uses_.emplace(token, when);
    }
  }
  std::optional<Timestamp> last(std::int64_t token) const {
    const std::lock_guard lock(mutex_);
    const auto known = uses_.find(token);
    return known == uses_.end() ? std::nullopt : std::optional(known->second);
  }
  std::map<std::int64_t, Timestamp> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(uses_, {});
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::int64_t, Timestamp> uses_;
};

}  // namespace sallyport::control
