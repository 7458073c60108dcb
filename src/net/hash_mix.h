// hash_mix: the hash behind std::hash of Address and Prefix. Internal to net.
//
// Strangers choose addresses, so the hash is keyed with random words drawn once per process: nobody outside
// can prepare addresses that fall into one bucket. Its values must therefore never be stored or sent.
//
// Thread safety: any thread.
#pragma once

#include <cstddef>
#include <cstdint>

#include "net/bits128.h"

namespace sallyport::net {

struct HashSeed {
  std::uint64_t first;
  std::uint64_t second;
  std::uint64_t third;
};

const HashSeed& hash_seed() noexcept;

// Both halves of the 128-bit product: every bit of either factor reaches about half of the result's bits.
inline std::uint64_t fold_multiply(std::uint64_t a, std::uint64_t b) noexcept {
  const Bits128 product = static_cast<Bits128>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

inline std::size_t hash_mix(std::uint64_t high, std::uint64_t low, std::uint64_t extra) noexcept {
  const HashSeed& seed = hash_seed();
  const std::uint64_t both = fold_multiply(high ^ seed.first, low ^ seed.second);
  return fold_multiply(both ^ extra ^ seed.third, 0x9e37'79b9'7f4a'7c15ULL);
}

}  // namespace sallyport::net
