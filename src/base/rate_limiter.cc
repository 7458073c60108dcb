#include "base/rate_limiter.h"

#include <algorithm>
#include <cmath>

namespace sallyport {
namespace {

constexpr double kPassEvery = 1000;  // milliseconds

}  // namespace

RateLimiter::Answer RateLimiter::take(std::string_view caller, Milliseconds now) {
  if (!rate_.limited()) return {true, rate_.burst, {}, {}};
  const double each = 1000.0 / rate_.per_second;  // milliseconds that one costs
  const double whole = each * rate_.burst;
  const auto at = static_cast<Moment>(now.count());
  const auto up = [](double milliseconds) {
    return Milliseconds(static_cast<Milliseconds::rep>(std::ceil(std::max(milliseconds, 0.0))));
  };
  const std::lock_guard lock(mutex_);
  Moment& full_at = bucket_of(caller, at);
  const double missing = std::max(full_at - at, 0.0);
  Answer answer;
  answer.allowed = missing + each <= whole;
  const double after = answer.allowed ? missing + each : missing;
  if (answer.allowed) full_at = at + after;
  const double left = (whole - after) / each;
  answer.remaining = static_cast<std::uint32_t>(std::max(left + 1e-6, 0.0));
  if (answer.remaining == 0) answer.retry_after = up(after + each - whole);
  answer.full_after = up(after);
  return answer;
}

void RateLimiter::give_back(std::string_view caller, Milliseconds now) {
  if (!rate_.limited()) return;
  const std::lock_guard lock(mutex_);
  Moment& full_at = bucket_of(caller, static_cast<Moment>(now.count()));
  full_at -= 1000.0 / rate_.per_second;  // a bucket that is full before now is as good as full
}

void RateLimiter::forget(std::string_view caller) {
  const std::lock_guard lock(mutex_);
  if (const auto known = buckets_.find(caller); known != buckets_.end()) buckets_.erase(known);
}

void RateLimiter::forget_beginning(std::string_view beginning) {
  const std::lock_guard lock(mutex_);
  std::erase_if(buckets_, [beginning](const auto& bucket) { return bucket.first.starts_with(beginning); });
}

RateLimiter::Moment& RateLimiter::bucket_of(std::string_view caller, Moment now) {
  if (const auto known = buckets_.find(caller); known != buckets_.end()) return known->second;
  if (buckets_.size() >= most_) forget_full(now);
  if (buckets_.size() >= most_) return strangers_;
  return buckets_.emplace(std::string(caller), now).first->second;
}

void RateLimiter::forget_full(Moment now) {
  if (now - last_pass_ < kPassEvery) return;
  last_pass_ = now;
  std::erase_if(buckets_, [now](const auto& bucket) { return bucket.second <= now; });
}

}  // namespace sallyport
