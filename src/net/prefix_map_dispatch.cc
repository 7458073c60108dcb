// Which implementation of a look-up this process uses.

#include "net/prefix_map.h"
#include "net/prefix_map_find.h"

// The loader asks for the choice, once; from then on every call goes straight there, without a test.
// Sanitizers do not stand code that runs that early, and not every C library or compiler knows of it: there
// the portable implementation does.
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define SALLYPORT_CHOOSES_WHEN_LOADED 1
#endif

#ifdef SALLYPORT_CHOOSES_WHEN_LOADED

extern "C" {
using SallyportPrefixMapFind = std::uint32_t(const std::byte*, const sallyport::net::Address&);

[[gnu::used]] static SallyportPrefixMapFind* sallyport_choose_prefix_map_find() {
  using namespace sallyport::net::prefix_map;
  return processor_has_avx2() ? find_avx2 : find_portable;
}
}

namespace sallyport::net::prefix_map {
[[gnu::ifunc("sallyport_choose_prefix_map_find")]] std::uint32_t find(const std::byte* map,
                                                                      const Address& address) noexcept;
}  // namespace sallyport::net::prefix_map

#else

std::uint32_t sallyport::net::prefix_map::find(const std::byte* map, const Address& address) noexcept {
  return find_portable(map, address);
}

#endif
