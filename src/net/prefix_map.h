// PrefixMap: which of very many prefixes is the most specific one that contains an address.
//
// It answers with the index of the matching prefix in the sorted order it was built from, so that what
// belongs to a prefix can lie in an array beside it. Built once, then read only: a compressed multibit trie
// after H. Asai and Y. Ohara, "Poptrie: A Compressed Trie with Population Count for Fast and Scalable
// Software IP Routing Table Lookup", SIGCOMM 2015, with leaves that count instead of being stored, laid out
// as position-independent bytes, so that the same code reads it from memory and from a mapped file.
// net/PREFIX_MAP_FORMAT.md describes them, and says where they differ from the paper and why.
//
// Thread safety: immutable after construction; any number of readers.
// Invariants: the golden twin net/golden_prefix_map.h answers every question equally.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "net/huge_page_allocator.h"
#include "net/prefix.h"

namespace sallyport::net {

namespace prefix_map {
// PrefixMapView::find() for the bytes of a map; of its two implementations the one for this processor.
std::uint32_t find(const std::byte* map, const Address& address) noexcept;
}  // namespace prefix_map

// Reads a PrefixMap's bytes, wherever they lie.
class PrefixMapView {
 public:
  static constexpr std::uint32_t kNone = 0xffff'ffff;

  PrefixMapView() = default;  // contains nothing

  // Checks every offset and count, so that find() never reads outside `bytes`; O(size). REQUIRES: bytes are
  // aligned to 8 and outlive the view. Errors: corrupted.
  static Result<PrefixMapView> open(std::span<const std::byte> bytes);
  // For bytes that were checked before. REQUIRES: open() accepts them.
  static PrefixMapView trusted(std::span<const std::byte> bytes) noexcept;

  // The index of the longest prefix that contains the address, or kNone.
  std::uint32_t find(const Address& address) const noexcept {
    return bytes_ == nullptr ? kNone : prefix_map::find(bytes_, address);
  }

  std::size_t size() const noexcept;  // how many prefixes it was built from

 private:
  const std::byte* bytes_ = nullptr;
};

class PrefixMap {
 public:
  static constexpr std::size_t kMaxPrefixes = std::size_t{1} << 23;  // so that every place has a number

  // REQUIRES: sorted, without duplicates. Throws std::length_error, before any work, for more than
  // kMaxPrefixes. Cost: O(n) for each level of the trie, of which there are at most 16.
  static PrefixMap build(std::span<const Prefix> prefixes);

  PrefixMap() = default;
  std::uint32_t find(const Address& address) const noexcept { return view().find(address); }
  PrefixMapView view() const noexcept {
    return bytes_.empty() ? PrefixMapView() : PrefixMapView::trusted(bytes());
  }
  std::span<const std::byte> bytes() const noexcept { return std::as_bytes(std::span(bytes_)); }

 private:
  std::vector<std::uint64_t, HugePageAllocator<std::uint64_t>> bytes_;  // aligned storage
};

}  // namespace sallyport::net
