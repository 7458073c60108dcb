// Arena: one region of memory in which all generations' pages lie, and the book of which generations still
// live.
//
// The region is reserved at once and committed as it grows, so that a page never moves. Huge pages are asked
// for: a decision touches two random pages, and would otherwise pay for two more in translation.
//
// Thread safety: base(), enter(), leave() and oldest_living() by any thread; grow() by one at a time.
// Invariants: what is below pages() can be read and written until the arena goes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <set>

namespace sallyport::snapshot {

class Arena {
 public:
  static constexpr std::size_t kReservedBytes = std::size_t{1} << 36;  // of address space, not of memory

  // Reserves less where the system grants less; where it grants nothing, grow() fails.
  Arena();
  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  std::byte* base() const noexcept { return base_; }
  std::uint32_t pages() const noexcept { return committed_pages_; }

  // Makes at least `pages` usable. False where the reservation or the memory does not suffice.
  bool grow(std::uint32_t pages);

  // A generation begins and ceases to be read. What readers did before leave() happens before an
  // oldest_living() that no longer names it.
  void enter(std::uint64_t generation);
  void leave(std::uint64_t generation) noexcept;
  std::uint64_t oldest_living() const;  // the largest number where none lives

 private:
  void* reservation_ = nullptr;
  std::size_t reserved_bytes_ = 0;
  std::byte* base_ = nullptr;
  std::uint32_t committed_pages_ = 0;
  std::uint32_t limit_pages_ = 0;
  mutable std::mutex mutex_;
  std::set<std::uint64_t> living_;
};

}  // namespace sallyport::snapshot
