// HugePageAllocator: memory for large tables that are read at random. Blocks of 2 MiB and more start on a
// huge page's boundary, are whole huge pages, and ask the kernel for them: fewer address translations miss.
// Where the kernel has none, the advice is without effect. Smaller blocks come from operator new as ever.
//
// Thread safety: stateless.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <new>

namespace sallyport::net {

template <class T>
class HugePageAllocator {
 public:
  using value_type = T;

  HugePageAllocator() = default;
  template <class U>
  HugePageAllocator(const HugePageAllocator<U>&) noexcept {}

  T* allocate(std::size_t count) {
    const std::size_t size = count * sizeof(T);
    if (size < kHugePage) return static_cast<T*>(::operator new(size));
    const std::size_t whole = (size + kHugePage - 1) / kHugePage * kHugePage;
    void* const block = ::operator new(whole, std::align_val_t{kHugePage});
    (void)madvise(block, whole, MADV_HUGEPAGE);  // advice: nothing depends on its success
    return static_cast<T*>(block);
  }

  void deallocate(T* block, std::size_t count) noexcept {
    if (count * sizeof(T) < kHugePage) {
      ::operator delete(block);
    } else {
      ::operator delete(block, std::align_val_t{kHugePage});
    }
  }

  friend bool operator==(const HugePageAllocator&, const HugePageAllocator&) { return true; }

 private:
  static constexpr std::size_t kHugePage = std::size_t{2} << 20;
};

}  // namespace sallyport::net
