// ProxyWarnings: tells the operator of forwarding headers from somebody who is no trusted proxy: most often a
// proxy that nobody named, for whose clients no address is known.
//
// Thread safety: any thread.
// Invariants: of peers on this machine, and of all others, one line each in kEvery: strangers cannot fill the
// log.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <string>

#include "base/clock.h"
#include "http/message.h"

namespace sallyport::daemon {

class ProxyWarnings {
 public:
  enum class Listener { gate, api };
  static constexpr Milliseconds kEvery = std::chrono::minutes(10);

  // REQUIRES: the clock outlives it; `tell` may be called by any thread.
  ProxyWarnings(Listener listener, const Clock& clock, std::function<void(const std::string& line)> tell)
      : listener_(listener), clock_(clock), tell_(std::move(tell)) {}

  void saw(const http::Peer& peer) noexcept;

 private:
  const Listener listener_;
  const Clock& clock_;
  const std::function<void(const std::string&)> tell_;
  std::array<std::atomic<Milliseconds::rep>, 2> next_{};  // on this machine, elsewhere; monotonic
};

}  // namespace sallyport::daemon
