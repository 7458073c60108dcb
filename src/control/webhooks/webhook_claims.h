// WebhookClaims: which webhooks are being served now. One thread serves a webhook at a time, so that its
// events keep their order. Few threads serve those that trouble (they fail, or answer slowly), and few those
// of one organization, so that receivers that hang leave the other threads to those that answer.
//
// Thread safety: any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "policy/types.h"

namespace sallyport::control {

class WebhookClaims {
 public:
  static constexpr unsigned kTroubledAtOnce = 2;
  static constexpr unsigned kTroubledOfOne = 1;  // of one organization
  static constexpr unsigned kOfOne = 2;          // of one organization, troubled or not

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

  std::optional<Claim> take(std::int64_t webhook, policy::OrganizationId organization, bool troubled) {
    const std::lock_guard lock(mutex_);
    if (served_.contains(webhook)) return std::nullopt;
    if (troubled && count(std::nullopt, true) >= kTroubledAtOnce) return std::nullopt;
    if (troubled && count(organization, true) >= kTroubledOfOne) return std::nullopt;
    if (count(organization, false) >= kOfOne) return std::nullopt;
    served_.emplace(webhook, Served{organization, troubled});
    return Claim(*this, webhook);
  }

  bool room_for_troubled() const {
    const std::lock_guard lock(mutex_);
    return count(std::nullopt, true) < kTroubledAtOnce;
  }

 private:
  struct Served {
    policy::OrganizationId organization{};
    bool troubled = false;
  };

  // REQUIRES: `mutex_` is held.
  std::size_t count(std::optional<policy::OrganizationId> organization, bool troubled_only) const {
    std::size_t found = 0;
    for (const auto& [webhook, served] : served_) {
      found += (!organization || served.organization == *organization) && (!troubled_only || served.troubled);
    }
    return found;
  }

  void give_back(std::int64_t webhook) {
    const std::lock_guard lock(mutex_);
    served_.erase(webhook);
  }

  mutable std::mutex mutex_;
  std::map<std::int64_t, Served> served_;  // as many as there are threads
};

}  // namespace sallyport::control
