// WebhookClaims: which webhooks are being served now. One thread serves a webhook at a time, so that its
// events keep their order; and few threads serve those that fail, so that receivers that hang leave the other
// threads to those that answer.
//
// Thread safety: any thread.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace sallyport::control {

class WebhookClaims {
 public:
  static constexpr unsigned kFailingAtOnce = 2;

  // Given back with its scope.
  class Claim {
   public:
    Claim(WebhookClaims& claims, std::int64_t webhook) : claims_(&claims), webhook_(webhook) {}
    Claim(Claim&& other) noexcept
        : claims_(std::exchange(other.claims_, nullptr)), webhook_(other.webhook_) {}
    Claim& operator=(Claim&&) = delete;
    ~Claim() {
      if (claims_ != nullptr) claims_->give_back(webhook_);
    }
    std::int64_t webhook() const { return webhook_; }

   private:
    WebhookClaims* claims_;
    std::int64_t webhook_;
  };

  std::optional<Claim> take(std::int64_t webhook, bool failing) {
    const std::lock_guard lock(mutex_);
    if (failing && failing_ >= kFailingAtOnce) return std::nullopt;
    if (!served_.emplace(webhook, failing).second) return std::nullopt;
    if (failing) ++failing_;
    return Claim(*this, webhook);
  }

  bool room_for_failing() const {
    const std::lock_guard lock(mutex_);
    return failing_ < kFailingAtOnce;
  }

 private:
  void give_back(std::int64_t webhook) {
    const std::lock_guard lock(mutex_);
    const auto place = served_.find(webhook);
    if (place->second) --failing_;
    served_.erase(place);
  }

  mutable std::mutex mutex_;
  std::map<std::int64_t, bool> served_;  // whether it is failing
  unsigned failing_ = 0;
};

}  // namespace sallyport::control
