// A look-up by every implementation that this processor can run, each called by its name. For tests.
//
// Thread safety: functions without state.
#pragma once

#include <span>

#include "net/prefix_map.h"
#include "net/prefix_map_find.h"

namespace sallyport::net {

inline constexpr std::uint32_t kImplementationsDiffer = PrefixMapView::kNone - 1;  // the index of no prefix

// What all answer, the chosen one too, or kImplementationsDiffer. REQUIRES: PrefixMapView::open() accepts
// them.
inline std::uint32_t find_by_all(std::span<const std::byte> map, const Address& address) {
  const std::uint32_t answer = prefix_map::find(map.data(), address);
  if (prefix_map::find_portable(map.data(), address) != answer) return kImplementationsDiffer;
#ifdef __x86_64__
  static const bool has_avx2 = prefix_map::processor_has_avx2();
  if (has_avx2 && prefix_map::find_avx2(map.data(), address) != answer) return kImplementationsDiffer;
#endif
  return answer;
}

}  // namespace sallyport::net
