// In a file of its own, so that the compiler does not see through new and delete. The thread sanitizer has
// its own of them, and lets nobody replace it: there nothing is counted.

#include "gate/forward_auth/counting_new.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<std::size_t> count{0};
}  // namespace

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SALLYPORT_NEW_IS_TAKEN
#endif
#endif

#ifndef SALLYPORT_NEW_IS_TAKEN
void* operator new(std::size_t size) {
  ++count;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
#endif

namespace sallyport::gate {

std::size_t allocations() noexcept { return count; }

}  // namespace sallyport::gate
