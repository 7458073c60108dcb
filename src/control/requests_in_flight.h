// RequestsInFlight: which requests with an Idempotency-Key are being answered at this moment.
//
// Between a change's commit and the keeping of its answer the store cannot tell "not yet" from "never": this
// can.
//
// Thread safety: any thread. Invariants: as many as there are threads that answer.
#pragma once

#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "control/model.h"

namespace sallyport::control {

class RequestsInFlight {
 public:
  // The request is in flight as long as it lives.
  class Flight {
   public:
    Flight(Flight&& other) noexcept : all_(std::exchange(other.all_, nullptr)), key_(std::move(other.key_)) {}
    Flight& operator=(Flight&&) = delete;
    ~Flight() {
      if (all_ == nullptr) return;
      const std::lock_guard lock(all_->mutex_);
      all_->keys_.erase(key_);
    }

   private:
    friend class RequestsInFlight;
    using Key = std::pair<std::string, std::string>;
    Flight(RequestsInFlight& all, Key key) : all_(&all), key_(std::move(key)) {}
    RequestsInFlight* all_;
    Key key_;
  };

  // Empty where one of that sender and key is in flight.
  std::optional<Flight> begin(const RequestClaim& claim) {
    Flight::Key key{claim.sender, claim.key};
    const std::lock_guard lock(mutex_);
    if (!keys_.insert(key).second) return std::nullopt;
    return Flight(*this, std::move(key));
  }

 private:
  std::mutex mutex_;
  std::set<Flight::Key> keys_;
};

}  // namespace sallyport::control
