// Tells AddressSanitizer which memory of the arena nobody may touch, so that reading what was given back is
// seen as soon as it happens. Without the sanitizer this costs nothing.
//
// Thread safety: as safe as the memory.
#pragma once

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
#define SALLYPORT_POISON 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SALLYPORT_POISON 1
#endif
#endif

#ifdef SALLYPORT_POISON
#include <sanitizer/asan_interface.h>
#endif

namespace sallyport::snapshot {

inline void poison([[maybe_unused]] const void* memory, [[maybe_unused]] std::size_t bytes) {
#ifdef SALLYPORT_POISON
  ASAN_POISON_MEMORY_REGION(memory, bytes);
#endif
}

inline void unpoison([[maybe_unused]] const void* memory, [[maybe_unused]] std::size_t bytes) {
#ifdef SALLYPORT_POISON
  ASAN_UNPOISON_MEMORY_REGION(memory, bytes);
#endif
}

}  // namespace sallyport::snapshot
