#include "control/people/hash_turns.h"

namespace sallyport::control {
namespace {

std::unexpected<Error> fail_busy() {
  return fail(ErrorCode::unavailable,
              "others are signing in, and one password is checked at a time: try again in a moment");
}

}  // namespace

Result<HashTurns::Turn> HashTurns::take() {
  std::unique_lock lock(mutex_);
  if (taken_) {
    if (waiting_) return fail_busy();
    waiting_ = true;
    const bool free = ended_.wait_for(lock, longest_wait_, [this] { return !taken_; });
    waiting_ = false;
    if (!free) return fail_busy();
  }
  taken_ = true;
  return Turn(*this);
}

bool HashTurns::somebody_waits() const {
  const std::lock_guard lock(mutex_);
  return waiting_;
}

HashTurns::Turn::~Turn() {
  if (turns_ == nullptr) return;
  const std::lock_guard lock(turns_->mutex_);
  turns_->taken_ = false;
  turns_->ended_.notify_one();
}

}  // namespace sallyport::control
