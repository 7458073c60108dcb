// The bytes of a PrefixMap: constants and what reader, builder and check share. Internal to net; the meaning
// of every field stands in PREFIX_MAP_FORMAT.md.
//
// Thread safety: plain data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "net/address.h"
#include "net/bits128.h"

namespace sallyport::net::prefix_map {

inline constexpr std::uint64_t kMagic =
    0x5041'4d58'4650'5053ULL;  // "SPPFXMAP" where the byte order is little-endian
inline constexpr std::uint32_t kVersion = 1;
inline constexpr std::uint32_t kByteOrder = 0x0102'0304;

inline constexpr unsigned kStride = 8;  // bits that one node decides
inline constexpr unsigned kSlots = 1U << kStride;
inline constexpr unsigned kMaxDirectBits = 16;
inline constexpr std::size_t kSlackWords = 16;  // nodes are read 32 keys at a time, past their end

// An entry: a prefix's index + 1, 0 for none; or, from kSparse on, where a record starts, in words from the
// section's start, with its kind in the three highest bits.
inline constexpr std::uint32_t kSparse = 0x8000'0000;
inline constexpr std::uint32_t kDense = 0xa000'0000;
inline constexpr std::uint32_t kTail = 0xc000'0000;
inline constexpr std::uint32_t kWide = 0xe000'0000;
inline constexpr std::uint32_t kKindMask = 0xe000'0000;
inline constexpr std::uint32_t kPlaceMask = 0x1fff'ffff;

constexpr bool is_leaf(std::uint32_t entry) { return entry < kSparse; }

struct Section {
  std::uint64_t common_high;
  std::uint64_t common_low;
  std::uint32_t skip;
  std::uint32_t direct_bits;
  std::uint64_t at;
  std::uint64_t words;
};
static_assert(sizeof(Section) == 40);

struct Header {
  std::uint64_t magic;
  std::uint32_t version;
  std::uint32_t byte_order;
  std::uint64_t size;
  std::uint32_t count;
  std::uint32_t zero;
  Section sections[2];  // IPv4, IPv6
};
static_assert(sizeof(Header) == 112);

// A sparse node: outer (4), first (4), runs (1), keys (1 each), codes (1 each), 0 to a full word, children (4
// each).
inline constexpr std::size_t kSparseFirst = 4;
inline constexpr std::size_t kSparseCount = 8;
inline constexpr std::size_t kSparseKeys = 9;
inline constexpr unsigned kMaxSparseRuns = 32;
inline constexpr unsigned kFirstChildCode = 192;
constexpr std::size_t sparse_children_at(std::size_t runs) { return (kSparseKeys + 2 * runs + 3) / 4 * 4; }

// A wide node, of IPv4 alone, decides the last 16 bits: outer (4), first (4), runs (2), keys (2 each), codes
// (1 each), 0 to a full word.
inline constexpr unsigned kWideDepth = 16;
inline constexpr std::size_t kWideFirst = 4;
inline constexpr std::size_t kWideCount = 8;
inline constexpr std::size_t kWideKeys = 10;
inline constexpr std::size_t kMaxWideRuns = 32;
constexpr std::size_t wide_size(std::size_t runs) { return (kWideKeys + 3 * runs + 3) / 4 * 4; }
// Keys are ordered as signed numbers, because those are what a processor compares many of at once.
constexpr std::int16_t wide_key(std::uint32_t slot) { return static_cast<std::int16_t>(slot ^ 0x8000); }

// What is read past the shortest node of each kind.
static_assert(kSparseKeys + kMaxSparseRuns <= sparse_children_at(1) + 4 * kSlackWords);
static_assert(kWideKeys + 2 * kMaxWideRuns <= wide_size(1) + 4 * kSlackWords);

// A dense node: ranks (2 each), starts (8 each), entries (4 each).
struct DenseHead {
  std::uint16_t ranks[4];
  std::uint64_t starts[4];
};
static_assert(sizeof(DenseHead) == 40);

struct Tail4 {
  std::uint32_t bits;
  std::uint32_t mask;
  std::uint32_t inside;
  std::uint32_t outside;
};
static_assert(sizeof(Tail4) == 16);

struct Tail6 {
  std::uint64_t high;
  std::uint64_t low;
  std::uint32_t length;
  std::uint32_t inside;
  std::uint32_t outside;
  std::uint32_t zero;
};
static_assert(sizeof(Tail6) == 32);

template <class T>
T load(const std::byte* at) noexcept {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

// The two families differ in how wide a key is: the address's bits, flush with the most significant end.
struct Ipv4 {
  using Key = std::uint64_t;
  using Tail = Tail4;
  static constexpr unsigned kBits = 64;   // of a key
  static constexpr unsigned kWidth = 32;  // of an address
  static constexpr bool kHasWide = true;  // nodes
  static Key key(const Address& address) noexcept { return address.low() << 32; }
  static Key common(const std::byte* section) noexcept {
    return load<std::uint64_t>(section + offsetof(Section, common_high));
  }
  static std::uint32_t answer(const std::byte* record, Key key) noexcept {
    const auto tail = load<Tail>(record);
    return (static_cast<std::uint32_t>(key >> 32) & tail.mask) == tail.bits ? tail.inside : tail.outside;
  }
};

struct Ipv6 {
  using Key = Bits128;
  using Tail = Tail6;
  static constexpr unsigned kBits = 128;
  static constexpr unsigned kWidth = 128;
  static constexpr bool kHasWide = false;
  static Key join(std::uint64_t high, std::uint64_t low) noexcept {
    return static_cast<Key>(high) << 64 | low;
  }
  static Key key(const Address& address) noexcept { return join(address.high(), address.low()); }
  static Key common(const std::byte* section) noexcept {
    return join(load<std::uint64_t>(section + offsetof(Section, common_high)),
                load<std::uint64_t>(section + offsetof(Section, common_low)));
  }
  static std::uint32_t answer(const std::byte* record, Key key) noexcept {
    const auto tail = load<Tail>(record);
    // REQUIRES: 1 <= length <= 128, as the check ensures.
    return (key ^ join(tail.high, tail.low)) >> (128 - tail.length) == 0 ? tail.inside : tail.outside;
  }
};

// The first `bits` bits of a key, as a number; shifts twice because a shift by the whole width is undefined.
// REQUIRES: bits < the width of Key.
template <class Traits>
constexpr typename Traits::Key first_bits(typename Traits::Key key, unsigned bits) noexcept {
  return (key >> 1) >> (Traits::kBits - 1 - bits);
}

template <class Traits>
constexpr unsigned slot_of(typename Traits::Key key, unsigned depth) noexcept {
  return static_cast<unsigned>((key << depth) >> (Traits::kBits - kStride));
}

// Whether every index and count in `bytes` keeps a walk inside them; says why not, or nullptr. REQUIRES:
// bytes hold a header of this version.
const char* find_damage(const std::byte* bytes, std::size_t size);

}  // namespace sallyport::net::prefix_map
