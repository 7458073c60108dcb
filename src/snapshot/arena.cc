#include "snapshot/arena.h"

#include <sys/mman.h>

#include <algorithm>
#include <limits>

#include "snapshot/format.h"
#include "snapshot/poison.h"

namespace sallyport::snapshot {

namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;
constexpr std::size_t kSmallestReservation = std::size_t{64} << 20;
constexpr std::uint32_t kPagesPerHugePage = kHugePage / kPageBytes;

}  // namespace

Arena::Arena() {
  for (std::size_t bytes = kReservedBytes; bytes >= kSmallestReservation; bytes /= 2) {
    // One huge page more, so that the base can stand at a huge page's border.
    void* region =
        mmap(nullptr, bytes + kHugePage, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (region == MAP_FAILED) continue;
    reservation_ = region;
    reserved_bytes_ = bytes + kHugePage;
    const auto address = reinterpret_cast<std::uintptr_t>(region);
    base_ = static_cast<std::byte*>(region) + (kHugePage - address % kHugePage) % kHugePage;
    limit_pages_ = static_cast<std::uint32_t>(bytes / kPageBytes);
    static_cast<void>(madvise(base_, bytes, MADV_HUGEPAGE));  // a wish: without them it is only slower
    return;
  }
}

Arena::~Arena() {
  if (reservation_ == nullptr) return;
  unpoison(base_, std::size_t{committed_pages_} * kPageBytes);
  munmap(reservation_, reserved_bytes_);
}

bool Arena::grow(std::uint32_t pages) {
  if (pages <= committed_pages_) return true;
  if (pages > limit_pages_) return false;
  const std::uint32_t whole = (pages + kPagesPerHugePage - 1) / kPagesPerHugePage * kPagesPerHugePage;
  const std::uint32_t target = std::min(whole, limit_pages_);
  if (mprotect(base_ + std::size_t{committed_pages_} * kPageBytes,
               std::size_t{target - committed_pages_} * kPageBytes, PROT_READ | PROT_WRITE) != 0) {
    return false;
  }
  committed_pages_ = target;
  return true;
}

void Arena::enter(std::uint64_t generation) {
  const std::lock_guard lock(mutex_);
  living_.insert(generation);
}

void Arena::leave(std::uint64_t generation) noexcept {
  const std::lock_guard lock(mutex_);
  living_.erase(generation);
}

std::uint64_t Arena::oldest_living() const {
  const std::lock_guard lock(mutex_);
  return living_.empty() ? std::numeric_limits<std::uint64_t>::max() : *living_.begin();
}

}  // namespace sallyport::snapshot
