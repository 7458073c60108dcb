// The reader: how an address walks through the bytes, on any processor.

#include "net/prefix_map.h"

#include <bit>

#include "net/prefix_map_find.h"
#include "net/prefix_map_layout.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace sallyport::net {
namespace {

using namespace prefix_map;

// A bit for each of 32 ascending keys that is not above the slot; those behind the node's last are
// meaningless.
[[gnu::always_inline]] inline std::uint32_t keys_up_to(const std::byte* keys, unsigned slot) noexcept {
#ifdef __SSE2__
  const __m128i wanted = _mm_set1_epi8(static_cast<char>(slot));
  const auto half = [&](const std::byte* at) {
    const __m128i sixteen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i not_above = _mm_cmpeq_epi8(_mm_min_epu8(sixteen, wanted), sixteen);
    return static_cast<std::uint32_t>(_mm_movemask_epi8(not_above));
  };
  return half(keys) | half(keys + 16) << 16;
#else
  std::uint32_t result = 0;
  for (unsigned i = 0; i < kMaxSparseRuns; ++i) {
    result |= std::uint32_t{std::to_integer<unsigned>(keys[i]) <= slot} << i;
  }
  return result;
#endif
}

// Bits set in a word. The release runs on any x86-64, where std::popcount is a call; these lines are as fast
// as that.
[[gnu::always_inline]] inline unsigned count_bits(std::uint64_t bits) noexcept {
  bits -= bits >> 1 & 0x5555'5555'5555'5555ULL;
  bits = (bits & 0x3333'3333'3333'3333ULL) + (bits >> 2 & 0x3333'3333'3333'3333ULL);
  bits = (bits + (bits >> 4)) & 0x0f0f'0f0f'0f0f'0f0fULL;
  return static_cast<unsigned>(bits * 0x0101'0101'0101'0101ULL >> 56);
}

// A bit for each of 32 ascending keys of two bytes that is above the wanted; those behind the node's last are
// meaningless.
[[gnu::always_inline]] inline std::uint32_t wide_keys_above(const std::byte* keys,
                                                            std::int16_t wanted_key) noexcept {
#ifdef __SSE2__
  const __m128i wanted = _mm_set1_epi16(wanted_key);
  const auto eight = [&](const std::byte* at) {
    return _mm_cmpgt_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)), wanted);
  };
  const auto sixteen = [&](const std::byte* at) {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_packs_epi16(eight(at), eight(at + 16))));
  };
  return sixteen(keys) | sixteen(keys + 32) << 16;
#else
  std::uint32_t result = 0;
  for (unsigned i = 0; i < kMaxWideRuns; ++i) {
    result |= std::uint32_t{load<std::int16_t>(keys + 2 * i) > wanted_key} << i;
  }
  return result;
#endif
}

[[gnu::always_inline]] inline std::uint32_t answer_in_wide(const std::byte* node,
                                                           std::uint32_t address) noexcept {
  const unsigned runs = load<std::uint16_t>(node + kWideCount);
  const std::uint64_t above = wide_keys_above(node + kWideKeys, wide_key(address)) | ~std::uint64_t{0}
                                                                                         << runs;
  return answer_of_wide_run(node, runs, static_cast<unsigned>(std::countr_zero(above)));
}

[[gnu::always_inline]] inline std::uint32_t entry_in_sparse(const std::byte* node, unsigned slot) noexcept {
  const auto runs = std::to_integer<unsigned>(node[kSparseCount]);
  const std::uint32_t known = ~std::uint32_t{0} >> (kMaxSparseRuns - runs);
  const std::uint32_t begun = keys_up_to(node + kSparseKeys, slot) & known;
  // Ascending keys make a row of ones; its end is found from below, as bsr, for its top, is slow on many
  // processors.
  const auto run = static_cast<unsigned>(std::countr_zero(~std::uint64_t{begun})) - 1;
  const auto code = std::to_integer<unsigned>(node[kSparseKeys + runs + run]);
  if (code >= kFirstChildCode) [[unlikely]] {
    return load<std::uint32_t>(node + sparse_children_at(runs) +
                               (code - kFirstChildCode) * sizeof(std::uint32_t));
  }
  // Code 0 is the outer leaf, others count from the first: chosen by index, as a branch could not be
  // foreseen.
  return load<std::uint32_t>(node + kSparseFirst * std::size_t{code != 0}) + code;
}

[[gnu::always_inline]] inline std::uint32_t entry_in_dense(const std::byte* node, unsigned slot) noexcept {
  const std::size_t word = slot / 64;
  const auto starts = load<std::uint64_t>(node + offsetof(DenseHead, starts) + word * sizeof(std::uint64_t));
  const auto before = load<std::uint16_t>(node + offsetof(DenseHead, ranks) + word * sizeof(std::uint16_t));
  const std::size_t run = before + count_bits(starts << (63 - slot % 64)) - 1;
  return load<std::uint32_t>(node + sizeof(DenseHead) + run * sizeof(std::uint32_t));
}

template <class Traits>
[[gnu::always_inline]] inline std::uint32_t entry_in_node(std::uint32_t node, const std::byte* record,
                                                          typename Traits::Key key, unsigned depth) noexcept {
  const unsigned slot = slot_of<Traits>(key, depth);
  return node < kDense ? entry_in_sparse(record, slot) : entry_in_dense(record, slot);
}

// The rest of a walk. Apart, because most walks end before it, and are faster without its registers to save.
template <class Traits>
[[gnu::noinline]] std::uint32_t walk_on(const std::byte* words, std::uint32_t entry, typename Traits::Key key,
                                        unsigned depth) noexcept {
  for (; !is_leaf(entry); depth += kStride) {
    const std::byte* const record = record_of(words, entry);
    if constexpr (Traits::kHasWide) {
      if (entry >= kWide) return answer_in_wide(record, static_cast<std::uint32_t>(key >> 32));
    }
    entry = entry < kTail ? entry_in_node<Traits>(entry, record, key, depth) : Traits::answer(record, key);
  }
  return entry - 1;  // 0, for none, becomes kNone
}

// From the direct table's entry on. REQUIRES: depth is where that table ends.
template <class Traits>
[[gnu::always_inline]] inline std::uint32_t walk(const std::byte* words, std::size_t direct,
                                                 typename Traits::Key key, unsigned depth) noexcept {
  auto entry = load<std::uint32_t>(words + direct * sizeof(std::uint32_t));
  if (is_leaf(entry)) return entry - 1;
  if constexpr (Traits::kHasWide) {
    if (entry >= kWide) [[likely]]
      return answer_in_wide(record_of(words, entry), static_cast<std::uint32_t>(key >> 32));
  }
  if (entry >= kTail) [[unlikely]]
    return walk_on<Traits>(words, entry, key, depth);
  entry = entry_in_node<Traits>(entry, record_of(words, entry), key, depth);
  if (is_leaf(entry)) [[likely]]
    return entry - 1;
  return walk_on<Traits>(words, entry, key, depth + kStride);
}

// Section fields are read one by one: a copy of a section would go through the stack, on every call.
template <class Traits>
[[gnu::noinline]] std::uint32_t walk_shaped(const std::byte* words, const std::byte* section,
                                            typename Traits::Key key) noexcept {
  const auto skip = load<std::uint32_t>(section + offsetof(Section, skip));
  if (first_bits<Traits>(key ^ Traits::common(section), skip) != 0) return PrefixMapView::kNone;
  const auto direct_bits = load<std::uint32_t>(section + offsetof(Section, direct_bits));
  const auto direct = static_cast<std::size_t>(first_bits<Traits>(key << skip, direct_bits));
  return walk<Traits>(words, direct, key, skip + direct_bits);
}

}  // namespace

std::uint32_t prefix_map::find_portable(const std::byte* map, const Address& address) noexcept {
  if (!address.is_ipv4()) {
    const auto at = load<std::uint64_t>(map + kIpv6Section + offsetof(Section, at));
    return walk_shaped<Ipv6>(map + at, map + kIpv6Section, Ipv6::key(address));
  }
  const std::byte* const words = map + sizeof(Header);
  if (!is_full_ipv4(map)) return walk_shaped<Ipv4>(words, map + kIpv4Section, Ipv4::key(address));
  return walk<Ipv4>(words, address.ipv4_bits() >> (32 - kMaxDirectBits), Ipv4::key(address), kMaxDirectBits);
}

Result<PrefixMapView> PrefixMapView::open(std::span<const std::byte> bytes) {
  const auto refused = [](const char* why) {
    return fail(ErrorCode::corrupted, "the prefix map is damaged; build it again or restore it from a backup",
                why);
  };
  if (bytes.size() < sizeof(Header)) return refused("shorter than a header");
  const auto header = load<Header>(bytes.data());
  if (header.magic != kMagic || header.byte_order != kByteOrder)
    return refused("not a prefix map of this machine");
  if (header.version != kVersion) {
    return fail(ErrorCode::newer_version,
                "another version of Sallyport wrote the prefix map; build it again");
  }
  if (const char* const why = find_damage(bytes.data(), bytes.size())) return refused(why);
  return trusted(bytes);
}

PrefixMapView PrefixMapView::trusted(std::span<const std::byte> bytes) noexcept {
  PrefixMapView view;
  view.bytes_ = bytes.data();
  return view;
}

std::size_t PrefixMapView::size() const noexcept {
  return bytes_ == nullptr ? 0 : load<std::uint32_t>(bytes_ + offsetof(Header, count));
}

}  // namespace sallyport::net
