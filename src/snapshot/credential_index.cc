#include "snapshot/credential_index.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace sallyport::snapshot {

namespace {

std::uint64_t spread_of(const CredentialSlot& slot) { return spread({slot.high, slot.low}); }

void place(CredentialPage& page, const CredentialSlot& slot) {
  for (std::uint32_t i = home_bucket(spread_of(slot));; i = (i + 1) % kBuckets) {
    for (CredentialSlot& candidate : page.buckets[i].slots) {
      if (candidate.credential != 0) continue;
      candidate = slot;
      return;
    }
  }
}

}  // namespace

Result<CredentialIndex> CredentialIndex::create(Pool& pool) {
  CredentialIndex index(pool);
  const std::uint32_t first = index.allocate({});
  if (first == 0) return memory_full();
  index.directory_.assign(std::size_t{1} << kMinDepth, first);
  return index;
}

CredentialPage& CredentialIndex::page(std::uint32_t number) const {
  return *reinterpret_cast<CredentialPage*>(pool_->page(number));
}

const CredentialSlot* CredentialIndex::find(const policy::Fingerprint& fingerprint) const {
  const std::uint64_t bits = spread(fingerprint);
  const CredentialPage& candidates = page(page_number(bits));
  // It ends: a page is never full.
  for (std::uint32_t i = home_bucket(bits);; i = (i + 1) % kBuckets) {
    for (const CredentialSlot& slot : candidates.buckets[i].slots) {
      if (slot.credential == 0) return nullptr;
      if (slot.high == fingerprint.high && slot.low == fingerprint.low) return &slot;
    }
  }
}

const CredentialSlot* CredentialIndex::find(std::uint32_t top_bits_of_spread,
                                            std::uint32_t credential) const {
  for (const Bucket& bucket : page(page_number(std::uint64_t{top_bits_of_spread} << 32)).buckets) {
    for (const CredentialSlot& slot : bucket.slots) {
      if (slot.credential == credential) return &slot;
    }
  }
  return nullptr;
}

std::uint32_t CredentialIndex::allocate(PageInfo info) {
  const std::uint32_t number = pool_->allocate_pages(1);
  if (number == 0) return 0;
  if (info_.size() <= number) info_.resize(number + 1);
  info_[number] = info;
  changed_.push_back(number);
  return number;
}

// All of the directory that shares the spread's first `depth` bits.
void CredentialIndex::point_at(std::uint64_t spread, unsigned depth, std::uint32_t number) {
  const std::size_t count = std::size_t{1} << (depth_ - depth);
  const std::size_t first = directory_index(spread) & ~(count - 1);
  std::fill_n(directory_.begin() + static_cast<std::ptrdiff_t>(first), count, number);
}

Result<void> CredentialIndex::make_writable(std::uint64_t spread) {
  const std::uint32_t old = page_number(spread);
  if (pool_->fresh(old)) return {};
  const PageInfo info = info_[old];
  const std::uint32_t copy = allocate(info);
  if (copy == 0) return memory_full();
  std::memcpy(pool_->page(copy), pool_->page(old), kPageBytes);
  point_at(spread, info.depth, copy);
  pool_->retire_pages(old, 1);
  return {};
}

// Whether splitting the spread's page leads to room: at the greatest depth, fewer than kMaxFill share its
// bits.
bool CredentialIndex::splits_apart(std::uint64_t spread) const {
  std::uint32_t sharing = 0;
  for (const Bucket& bucket : page(page_number(spread)).buckets) {
    for (const CredentialSlot& slot : bucket.slots) {
      if (slot.credential == 0) continue;
      const auto alike = static_cast<unsigned>(std::countl_zero(spread_of(slot) ^ spread));
      sharing += alike >= kMaxDepth ? 1 : 0;
    }
  }
  return sharing < kMaxFill;
}

Result<void> CredentialIndex::room_for(std::uint64_t spread) {
  // Asked first, so that a directory does not double again and again for nothing.
  if (info_[page_number(spread)].fill >= kMaxFill && !splits_apart(spread)) {
    return fail(ErrorCode::too_many_entries,
                "too many fingerprints begin alike; make them with the installation's fingerprint key");
  }
  SALLYPORT_TRY(make_writable(spread));
  while (info_[page_number(spread)].fill >= kMaxFill) SALLYPORT_TRY(split(spread));
  return {};
}

// REQUIRES: splits_apart(), so that the page is less deep than the greatest depth.
Result<void> CredentialIndex::split(std::uint64_t spread) {
  const std::uint32_t number = page_number(spread);
  const unsigned depth = info_[number].depth;
  const std::uint8_t deeper = static_cast<std::uint8_t>(depth + 1);
  const std::uint32_t sibling = allocate({.fill = 0, .depth = deeper});
  if (sibling == 0) return memory_full();
  if (depth == depth_) {
    std::vector<std::uint32_t> doubled(directory_.size() * 2);
    for (std::size_t i = 0; i < doubled.size(); ++i) doubled[i] = directory_[i / 2];
    directory_ = std::move(doubled);
    ++depth_;
  }
  const CredentialPage before = page(number);
  page(number) = {};
  info_[number] = {.fill = 0, .depth = deeper};
  const std::uint64_t bit = std::uint64_t{1} << (63 - depth);
  for (const Bucket& bucket : before.buckets) {
    for (const CredentialSlot& slot : bucket.slots) {
      if (slot.credential == 0) continue;
      const std::uint32_t target = (spread_of(slot) & bit) != 0 ? sibling : number;
      place(page(target), slot);
      ++info_[target].fill;
    }
  }
  point_at(spread | bit, deeper, sibling);
  return {};
}

void CredentialIndex::insert(const CredentialSlot& slot) {
  const std::uint32_t number = page_number(spread_of(slot));
  place(page(number), slot);
  ++info_[number].fill;
}

CredentialSlot& CredentialIndex::writable(const policy::Fingerprint& fingerprint) {
  return *const_cast<CredentialSlot*>(find(fingerprint));  // in a page of the pool, which is not const
}

void CredentialIndex::erase(const policy::Fingerprint& fingerprint) {
  writable(fingerprint) = {};
  // What stood behind it may have to move up; placing the whole page again is the simplest way that is right.
  const std::uint32_t number = page_number(spread(fingerprint));
  const CredentialPage before = page(number);
  page(number) = {};
  --info_[number].fill;
  for (const Bucket& bucket : before.buckets) {
    for (const CredentialSlot& slot : bucket.slots) {
      if (slot.credential != 0) place(page(number), slot);
    }
  }
}

std::size_t CredentialIndex::side_bytes() const {
  return directory_.capacity() * sizeof(std::uint32_t) + info_.capacity() * sizeof(PageInfo) +
         changed_.capacity() * sizeof(std::uint32_t);
}

}  // namespace sallyport::snapshot
