// Copies of what a snapshot reaches, for tests that compare or damage bytes.
//
// Thread safety: one thread at a time.
#pragma once

#include <algorithm>
#include <cstring>
#include <set>
#include <utility>
#include <vector>

#include "snapshot/snapshot.h"

namespace sallyport::snapshot::test {

// The numbers of all pages behind the root.
inline std::set<std::uint32_t> reached_pages(const Snapshot& snapshot) {
  const auto& root = *reinterpret_cast<const Root*>(snapshot.image().page(snapshot.root_page()));
  const auto* numbers = reinterpret_cast<const std::uint32_t*>(&root + 1);
  return {numbers, numbers + (std::size_t{1} << root.directory_depth) + root.scope_pages};
}

inline std::size_t pages_not_shared(const Snapshot& older, const Snapshot& newer) {
  const auto before = reached_pages(older);
  const auto after = reached_pages(newer);
  return static_cast<std::size_t>(
      std::ranges::count_if(after, [&](std::uint32_t page) { return !before.contains(page); }));
}

// All that one generation reaches, at the places where it lies, in an image that ends with the last of its
// pages.
class ImageCopy {
 public:
  explicit ImageCopy(const Snapshot& snapshot) : root_page_(snapshot.root_page()) {
    const Image& from = snapshot.image();
    const auto& root = *reinterpret_cast<const Root*>(from.page(root_page_));
    const std::size_t numbers = (std::size_t{1} << root.directory_depth) + root.scope_pages;
    ranges_.emplace_back(std::size_t{root_page_} * kPageBytes,
                         sizeof(Root) + numbers * sizeof(std::uint32_t));
    const auto* directory = reinterpret_cast<const std::uint32_t*>(&root + 1);
    for (const std::uint32_t page : reached_pages(snapshot)) {
      ranges_.emplace_back(std::size_t{page} * kPageBytes, kPageBytes);
    }
    for (std::uint32_t i = 0; i < root.scope_pages; ++i) {
      const auto* page = reinterpret_cast<const ScopePage*>(
          from.page(directory[(std::size_t{1} << root.directory_depth) + i]));
      for (const ScopeRecord& record : page->records) {
        if (record.list == 0) continue;
        const std::size_t at = std::size_t{record.list} * kGranuleBytes;
        const auto* header = reinterpret_cast<const ListHeader*>(from.base + at);
        ranges_.emplace_back(at, std::size_t{header->granules} * kGranuleBytes);
      }
    }
    for (const auto& [at, size] : ranges_) {
      pages_ = std::max(pages_, static_cast<std::uint32_t>((at + size + kPageBytes - 1) / kPageBytes));
    }
    storage_.resize(std::size_t{pages_} * kPageBytes / sizeof(Bucket));
    for (const auto& [at, size] : ranges_) std::memcpy(base() + at, from.base + at, size);
  }

  std::byte* base() { return reinterpret_cast<std::byte*>(storage_.data()); }
  Image image() { return {base(), pages_}; }
  std::uint32_t root_page() const { return root_page_; }
  std::size_t reached_bytes() const {
    std::size_t sum = 0;
    for (const auto& range : ranges_) sum += range.second;
    return sum;
  }
  // The place of the n-th byte that is reached. REQUIRES: n < reached_bytes()
  std::size_t place_of(std::size_t n) const {
    for (const auto& [at, size] : ranges_) {
      if (n < size) return at + n;
      n -= size;
    }
    return 0;
  }

  friend bool operator==(const ImageCopy& a, const ImageCopy& b) {
    return a.ranges_ == b.ranges_ && a.storage_.size() == b.storage_.size() &&
           std::memcmp(a.storage_.data(), b.storage_.data(), a.storage_.size() * sizeof(Bucket)) == 0;
  }

 private:
  std::uint32_t root_page_;
  std::uint32_t pages_ = 0;
  std::vector<std::pair<std::size_t, std::size_t>> ranges_;  // where, how many bytes
  std::vector<Bucket> storage_;                              // for their alignment
};

}  // namespace sallyport::snapshot::test
