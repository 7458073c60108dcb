#include "snapshot/pool.h"

#include <algorithm>
#include <cstring>

#include "snapshot/poison.h"

namespace sallyport::snapshot {

namespace {

std::uint32_t pages_for(std::uint32_t granules) {
  return (granules + kGranulesPerPage - 1) / kGranulesPerPage;
}

}  // namespace

std::uint32_t Pool::allocate_pages(std::uint32_t count) {
  std::uint32_t first = take_extent(count);
  if (first == 0) {
    if (!arena_.grow(next_page_ + count)) return 0;
    first = next_page_;
    next_page_ += count;
    born_.resize(next_page_);
  }
  in_use_ += count;
  std::fill_n(born_.begin() + first, count, generation_);
  unpoison(page(first), std::size_t{count} * kPageBytes);
  std::memset(page(first), 0, std::size_t{count} * kPageBytes);
  return first;
}

std::uint32_t Pool::allocate_list(std::uint32_t granules) {
  const std::size_t size_class = piece_class(granules);
  if (size_class == kPieces.size()) return allocate_pages(pages_for(granules)) * kGranulesPerPage;
  auto& pieces = free_pieces_[size_class];
  if (pieces.empty()) {
    const std::uint32_t size = kPieces[size_class];
    const std::uint32_t start = allocate_pages(1) * kGranulesPerPage;
    if (start == 0) return 0;
    poison(granule(start), kPageBytes);
    // From the back, so that they are taken in rising order.
    for (std::uint32_t i = kGranulesPerPage / size; i > 0; --i) pieces.push_back(start + (i - 1) * size);
  }
  const std::uint32_t piece = pieces.back();
  pieces.pop_back();
  unpoison(granule(piece), std::size_t{granules} * kGranuleBytes);
  return piece;
}

void Pool::retire_pages(std::uint32_t first, std::uint32_t count) {
  in_use_ -= count;
  if (fresh(first)) {
    give_extent(first, count);
  } else {
    retired_.push_back({generation_, first, count, false});
  }
}

void Pool::retire_list(std::uint32_t granule, std::uint32_t granules) {
  if (piece_class(granules) < kPieces.size()) {
    retired_.push_back({generation_, granule, granules, true});
    return;
  }
  // Not at once, even where it is fresh: publish() checks all lists that were written, replaced or not.
  in_use_ -= pages_for(granules);
  retired_.push_back({generation_, granule / kGranulesPerPage, pages_for(granules), false});
}

void Pool::reclaim(std::uint64_t oldest_living) {
  while (!retired_.empty() && retired_.front().generation <= oldest_living &&
         retired_.front().generation < generation_) {
    const Retired retired = retired_.front();
    retired_.pop_front();
    if (retired.piece) {
      poison(granule(retired.start), std::size_t{retired.count} * kGranuleBytes);
      free_pieces_[piece_class(retired.count)].push_back(retired.start);
    } else {
      give_extent(retired.start, retired.count);
    }
  }
}

std::size_t Pool::piece_class(std::uint32_t granules) {
  return static_cast<std::size_t>(std::ranges::lower_bound(kPieces, granules) - kPieces.begin());
}

// The smallest extent that suffices; its rest stays free.
std::uint32_t Pool::take_extent(std::uint32_t count) {
  const auto found = free_by_size_.lower_bound({count, 0});
  if (found == free_by_size_.end()) return 0;
  const auto [size, first] = *found;
  free_by_size_.erase(found);
  free_by_start_.erase(first);
  if (size > count) {
    free_by_start_.emplace(first + count, size - count);
    free_by_size_.emplace(size - count, first + count);
  }
  return first;
}

// Joined with free neighbours, so that long runs come back.
void Pool::give_extent(std::uint32_t first, std::uint32_t count) {
  poison(page(first), std::size_t{count} * kPageBytes);
  auto next = free_by_start_.lower_bound(first);
  if (next != free_by_start_.end() && next->first == first + count) {
    count += next->second;
    free_by_size_.erase({next->second, next->first});
    next = free_by_start_.erase(next);
  }
  if (next != free_by_start_.begin()) {
    const auto previous = std::prev(next);
    if (previous->first + previous->second == first) {
      first = previous->first;
      count += previous->second;
      free_by_size_.erase({previous->second, previous->first});
      free_by_start_.erase(previous);
    }
  }
  free_by_start_.emplace(first, count);
  free_by_size_.emplace(count, first);
}

std::size_t Pool::side_bytes() const {
  constexpr std::size_t kNode = 48;  // of a tree, about
  std::size_t bytes = born_.capacity() * sizeof(born_[0]) + retired_.size() * sizeof(Retired) +
                      free_by_start_.size() * 2 * kNode;
  for (const auto& pieces : free_pieces_) bytes += pieces.capacity() * sizeof(std::uint32_t);
  return bytes;
}

std::unexpected<Error> memory_full() {
  return fail(ErrorCode::storage_full, "there is no memory for more policy; nothing was changed");
}

}  // namespace sallyport::snapshot
