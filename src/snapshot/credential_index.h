// CredentialIndex: the builder's side of the credentials' pages, by extendible hashing after R. Fagin, J.
// Nievergelt, N. Pippenger and H. R. Strong, "Extendible Hashing: A Fast Access Method for Dynamic Files",
// ACM TODS 4(3), 1979.
//
// The top bits of a fingerprint's spread() index a directory of page numbers. A page that is full is split by
// its next bit; only when it was as deep as the directory does that double. So growth never moves more than
// one page.
//
// Thread safety: one thread at a time.
// Invariants: at most kMaxFill slots of a page are taken; a page that was published is copied before it
// changes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "snapshot/format.h"
#include "snapshot/pool.h"

namespace sallyport::snapshot {

class CredentialIndex {
 public:
  // Five eighths of a page: fuller, searches would often go on to the next bucket.
  static constexpr std::uint32_t kMaxFill = kBuckets * kSlotsPerBucket * 5 / 8;

  // Errors: storage_full.
  static Result<CredentialIndex> create(Pool& pool);

  // Null where there is none. What they return is good until the next change.
  const CredentialSlot* find(const policy::Fingerprint& fingerprint) const;
  const CredentialSlot* find(std::uint32_t top_bits_of_spread, std::uint32_t credential) const;

  // Makes the page of this spread one that may be changed; room_for() also gives it an empty slot. The
  // contents stay as they were, and so they do after an error. Errors: storage_full; too_many_entries, where
  // too many fingerprints spread alike.
  Result<void> make_writable(std::uint64_t spread);
  Result<void> room_for(std::uint64_t spread);

  void insert(const CredentialSlot& slot);  // REQUIRES: room_for() it, and it is not in
  CredentialSlot& writable(
      const policy::Fingerprint& fingerprint);         // REQUIRES: make_writable(), and it is in
  void erase(const policy::Fingerprint& fingerprint);  // REQUIRES: the same

  unsigned depth() const { return depth_; }
  std::span<const std::uint32_t> directory() const { return directory_; }
  // The pages that changed since the last call of forget_changes().
  std::span<const std::uint32_t> changed() const { return changed_; }
  void forget_changes() { changed_.clear(); }
  std::size_t side_bytes() const;

 private:
  struct PageInfo {
    std::uint16_t fill = 0;
    std::uint8_t depth = 0;
  };

  explicit CredentialIndex(Pool& pool) : pool_(&pool) {}

  std::size_t directory_index(std::uint64_t spread) const { return spread >> (64 - depth_); }
  std::uint32_t page_number(std::uint64_t spread) const { return directory_[directory_index(spread)]; }
  CredentialPage& page(std::uint32_t number) const;
  std::uint32_t allocate(PageInfo info);  // 0 where the memory is full
  void point_at(std::uint64_t spread, unsigned depth, std::uint32_t number);
  bool splits_apart(std::uint64_t spread) const;
  Result<void> split(std::uint64_t spread);

  Pool* pool_;
  unsigned depth_ = kMinDepth;
  std::vector<std::uint32_t> directory_;
  std::vector<PageInfo> info_;  // by page number
  std::vector<std::uint32_t> changed_;
};

}  // namespace sallyport::snapshot
