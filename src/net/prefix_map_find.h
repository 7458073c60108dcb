// The implementations of a look-up in a PrefixMap's bytes, and what they share. Internal to net:
// prefix_map::find() is one of them, and tests compare them.
//
// Thread safety: functions without state.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "net/address.h"
#include "net/prefix_map_layout.h"

namespace sallyport::net::prefix_map {

// REQUIRES, of all: PrefixMapView::open() accepts the bytes from `map` on.
std::uint32_t find_portable(const std::byte* map, const Address& address) noexcept;

#ifdef __x86_64__
bool processor_has_avx2() noexcept;  // and what else find_avx2() needs
std::uint32_t find_avx2(const std::byte* map, const Address& address) noexcept;
#endif

inline constexpr std::size_t kIpv4Section = offsetof(Header, sections);
inline constexpr std::size_t kIpv6Section = kIpv4Section + sizeof(Section);

// Whether the IPv4 section skips nothing and has a full direct table. Large sets, where speed counts, all do,
// and every shift is a constant then. Both fields are read as one number.
inline bool is_full_ipv4(const std::byte* map) noexcept {
  static_assert(offsetof(Section, direct_bits) == offsetof(Section, skip) + 4);
  constexpr auto kFull = std::bit_cast<std::uint64_t>(std::array<std::uint32_t, 2>{0, kMaxDirectBits});
  return load<std::uint64_t>(map + kIpv4Section + offsetof(Section, skip)) == kFull;
}

inline const std::byte* record_of(const std::byte* words, std::uint32_t entry) noexcept {
  return words + (entry & kPlaceMask) * sizeof(std::uint32_t);
}

// What the run answers with that is the `begun`-th of a wide node, counted from 1. Code 0 is the outer leaf,
// others count from the first: chosen by index, as a branch could not be foreseen.
inline std::uint32_t answer_of_wide_run(const std::byte* node, unsigned runs, unsigned begun) noexcept {
  const auto code = std::to_integer<std::uint32_t>((node + kWideKeys - 1)[2 * runs + begun]);
  return load<std::uint32_t>(node + kWideFirst * std::size_t{code != 0}) + code - 1;
}

}  // namespace sallyport::net::prefix_map
