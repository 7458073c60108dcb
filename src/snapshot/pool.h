// Pool: hands out the arena's pages and the pieces of them that lists take, and takes them back once no
// living generation can reach them.
//
// Thread safety: one thread at a time.
// Invariants: what a published generation reaches is not handed out again while that generation lives.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "base/result.h"
#include "snapshot/arena.h"
#include "snapshot/format.h"

namespace sallyport::snapshot {

class Pool {
 public:
  explicit Pool(Arena& arena) : arena_(arena) {}

  // Neighbouring pages, zeroed; the number of the first, or 0 where the memory is full.
  std::uint32_t allocate_pages(std::uint32_t count);
  // A piece for a list, not zeroed; its granule, or 0 where the memory is full. REQUIRES: granules > 0
  std::uint32_t allocate_list(std::uint32_t granules);

  // They are handed out again when no generation lives that could reach them; pages that were born in this
  // generation at once.
  void retire_pages(std::uint32_t first, std::uint32_t count);
  void retire_list(std::uint32_t granule, std::uint32_t granules);

  // Whether the page was handed out for the generation that is being built, so that nobody reads it yet.
  bool fresh(std::uint32_t page) const { return born_[page] == generation_; }

  // What is handed out from now on belongs to `generation`. REQUIRES: they only rise.
  void begin(std::uint64_t generation) { generation_ = generation; }
  void reclaim(std::uint64_t oldest_living);

  std::byte* page(std::uint32_t number) const { return arena_.base() + std::size_t{number} * kPageBytes; }
  std::byte* granule(std::uint32_t number) const {
    return arena_.base() + std::size_t{number} * kGranuleBytes;
  }

  std::uint32_t pages_in_use() const { return in_use_; }  // without those that wait for old generations
  std::size_t side_bytes() const;

 private:
  // Sizes of which a page is cut into equal pieces, in granules; what is larger takes pages of its own.
  static constexpr std::array<std::uint32_t, 16> kPieces = {2,  3,  4,  5,  6,  8,  10, 12,
                                                            16, 21, 28, 36, 51, 64, 85, 128};
  struct Retired {
    std::uint64_t generation;  // the first that does not reach it
    std::uint32_t start;       // page, or granule of a piece
    std::uint32_t count;       // pages, or granules of a piece
    bool piece;
  };

  static std::size_t piece_class(std::uint32_t granules);  // kPieces.size() where it is too large
  std::uint32_t take_extent(std::uint32_t count);
  void give_extent(std::uint32_t first, std::uint32_t count);

  Arena& arena_;
  std::uint64_t generation_ = 1;
  std::uint32_t next_page_ = 1;
  std::uint32_t in_use_ = 0;
  std::vector<std::uint64_t> born_;                                 // by page
  std::map<std::uint32_t, std::uint32_t> free_by_start_;            // first page -> how many
  std::set<std::pair<std::uint32_t, std::uint32_t>> free_by_size_;  // how many, first page
  std::array<std::vector<std::uint32_t>, kPieces.size()> free_pieces_;
  std::deque<Retired> retired_;
};

// The error of a change for which nothing was handed out. REQUIRES: it changed nothing.
std::unexpected<Error> memory_full();

}  // namespace sallyport::snapshot
