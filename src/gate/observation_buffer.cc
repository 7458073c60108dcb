#include "gate/observation_buffer.h"

#include <limits>

namespace sallyport::gate {
namespace {

std::uint64_t mix(std::uint64_t value) {
  value ^= value >> 32;
  value *= 0x9fb2'1c65'1e98'df25ULL;
  return value ^ (value >> 29);
}

std::size_t hash(const policy::Decision& decision, const net::Address& address) {
  const auto what =
      static_cast<std::uint64_t>(decision.credential) << 8 | static_cast<std::uint64_t>(decision.reason);
  return static_cast<std::size_t>(mix(mix(address.high() + what) + address.low()));
}

bool is_same(const policy::Observation& known, const policy::Decision& decision,
             const net::Address& address) {
  return known.decision.credential == decision.credential && known.decision.reason == decision.reason &&
         known.decision.cause == decision.cause && known.address == address;
}

}  // namespace

ObservationBuffer::ObservationBuffer(BoundedQueue<policy::Observation>& queue, Counter& told,
                                     Counter& dropped, std::size_t places)
    : queue_(queue), told_(told), dropped_(dropped), places_(places) {
  counted_.reserve(places);
}

void ObservationBuffer::note(const policy::Decision& decision, const net::Address& address,
                             Timestamp now) noexcept {
  bool found = false;
  Place& place = find(decision, address, found);
  place.used = ++uses_;
  auto& observation = place.observation;
  if (!found) {
    if (observation.count > 0) tell(place);  // what the one before it had counted
    observation = {.first = now, .last = now, .count = 0, .address = address, .decision = decision};
    place.told = false;
  }
  if (observation.count == 0) observation.first = now;
  observation.last = now;
  if (observation.count < std::numeric_limits<std::uint32_t>::max()) ++observation.count;
  observation.decision = decision;  // it may be by another entry, or under another generation
  if (!place.told) tell(place);
  if (observation.count > 0 && !place.listed) {
    place.listed = true;
    counted_.push_back(static_cast<std::uint32_t>(&place - places_.data()));
  }
}

void ObservationBuffer::flush() noexcept {
  std::size_t kept = 0;
  bool full = false;
  for (const auto index : counted_) {
    Place& place = places_[index];
    if (place.observation.count > 0 && !full) {
      tell(place);
      full = place.observation.count > 0;
    }
    place.listed = place.observation.count > 0;
    if (place.listed) counted_[kept++] = index;
  }
  counted_.resize(kept);
}

ObservationBuffer::Place& ObservationBuffer::find(const policy::Decision& decision,
                                                  const net::Address& address, bool& found) noexcept {
  const std::size_t mask = places_.size() - 1;
  const std::size_t start = hash(decision, address);
  Place* oldest = nullptr;
  for (std::size_t i = 0; i < kWindow; ++i) {
    Place& place = places_[(start + i) & mask];
    if (place.used != 0 && is_same(place.observation, decision, address)) {
      found = true;
      return place;
    }
    if (oldest == nullptr || place.used < oldest->used) oldest = &place;
  }
  if (oldest->used == 0) oldest->observation.count = 0;  // free: nothing to tell about
  return *oldest;
}

void ObservationBuffer::tell(Place& place) noexcept {
  if (!queue_.push(place.observation)) {
    dropped_.add();
    return;
  }
  told_.add();
  place.told = true;
  place.observation.count = 0;
}

}  // namespace sallyport::gate
