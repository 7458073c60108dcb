// The reader once more, for the processors that most have, and for the walk that nearly every look-up in a
// large IPv4 set takes: from the full direct table to a wide node. Other walks are left to find_portable().
//
// The whole function is compiled for these processors: were only the comparison, it would be a call, as code
// for any processor cannot contain it, and a tenth of the speed would be lost.

#ifdef __x86_64__

#include <immintrin.h>

#include "net/prefix_map_find.h"

namespace sallyport::net::prefix_map {

bool processor_has_avx2() noexcept {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("popcnt");
}

[[gnu::target("avx2,bmi,bmi2,popcnt")]] std::uint32_t find_avx2(const std::byte* map,
                                                                const Address& address) noexcept {
  if (!address.is_ipv4() || !is_full_ipv4(map)) [[unlikely]]
    return find_portable(map, address);
  const std::byte* const words = map + sizeof(Header);
  const std::uint32_t bits = address.ipv4_bits();
  const auto entry = load<std::uint32_t>(words + (bits >> 16) * sizeof(std::uint32_t));
  if (entry < kWide) [[unlikely]]
    return is_leaf(entry) ? entry - 1 : find_portable(map, address);
  const std::byte* const node = record_of(words, entry);
  const __m256i wanted = _mm256_set1_epi16(wide_key(bits));
  const auto above = [&](const std::byte* keys) __attribute__((target("avx2"), always_inline)) {
    const __m256i sixteen = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(keys));
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpgt_epi16(sixteen, wanted)));
  };
  // Two bits for each key. Those behind the node's last are meaningless, and cut off.
  const std::uint64_t all = std::uint64_t{above(node + kWideKeys + 32)} << 32 | above(node + kWideKeys);
  const unsigned runs = load<std::uint16_t>(node + kWideCount);
  const auto begun = static_cast<unsigned>(_mm_popcnt_u64(_bzhi_u64(~all, 2 * runs))) / 2;
  return answer_of_wide_run(node, runs, begun);
}

}  // namespace sallyport::net::prefix_map

#endif
