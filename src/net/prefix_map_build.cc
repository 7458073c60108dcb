// The builder: sorted prefixes in, a PrefixMap's bytes out. Records are made breadth first, so that they
// stand in the order in which entries refer to them, as the check demands.

#include <algorithm>
#include <bit>
#include <deque>
#include <stdexcept>

#include "net/prefix_map.h"
#include "net/prefix_map_layout.h"
#include "net/prefix_map_wide_build.h"

namespace sallyport::net {
namespace {

using namespace prefix_map;

// A record to be made of some prefixes: all of them longer than its depth and inside it.
struct Work {
  std::size_t first;
  std::size_t last;
  unsigned depth;
  std::uint32_t outside;  // the leaf of what none of them contains
  std::size_t patch = 0;  // the word that refers to it
};

// A run: neighbouring slots with one answer, a leaf or a record to be made.
struct Run {
  unsigned key;
  std::uint32_t leaf;
  const Work* child;
};

template <class Traits>
class SectionBuilder {
 public:
  using Key = typename Traits::Key;
  using Tail = typename Traits::Tail;

  // `index` is that of the first of the prefixes, which are all of one family.
  SectionBuilder(std::span<const Prefix> prefixes, std::uint32_t index) : prefixes_(prefixes), index_(index) {
    choose_shape();
    build_direct_table();
    for (; !queue_.empty(); queue_.pop_front()) build_record(queue_.front());
    words_.resize((words_.size() + kSlackWords + 1) / 2 * 2);
  }

  Section section(std::uint64_t at) const {
    return {common_high_, common_low_, skip_, direct_bits_, at, words_.size()};
  }
  const std::vector<std::uint32_t>& words() const { return words_; }

 private:
  Key key(std::size_t i) const { return Traits::key(prefixes_[i].address()); }
  unsigned length(std::size_t i) const { return prefixes_[i].length(); }
  std::uint32_t leaf(std::size_t i) const { return index_ + static_cast<std::uint32_t>(i) + 1; }
  unsigned direct_depth() const { return skip_ + direct_bits_; }
  std::size_t direct_slot(std::size_t i) const {
    return static_cast<std::size_t>(first_bits<Traits>(key(i) << skip_, direct_bits_));
  }

  // What all share is compared once. The direct table is kept small beside what the prefixes need anyway.
  void choose_shape() {
    if (prefixes_.empty()) return;
    skip_ = std::min(common_length(key(0), key(prefixes_.size() - 1)), Traits::kWidth - 1);
    for (const Prefix& prefix : prefixes_) skip_ = std::min(skip_, prefix.length());
    const Key common = Traits::key(Prefix::enclosing(prefixes_.front().address(), skip_).address());
    common_high_ = static_cast<std::uint64_t>(common >> (Traits::kBits - 64));
    common_low_ = Traits::kBits > 64 ? static_cast<std::uint64_t>(common) : 0;
    constexpr std::size_t kBytesPerPrefix = 16;
    direct_bits_ = kMaxDirectBits;
    while (direct_bits_ > 0 && (direct_depth() >= Traits::kWidth ||
                                sizeof(std::uint32_t) << direct_bits_ > kBytesPerPrefix * prefixes_.size())) {
      direct_bits_ -= kStride;
    }
  }

  static unsigned common_length(std::uint64_t a, std::uint64_t b) {
    return static_cast<unsigned>(std::countl_zero(a ^ b));
  }
  static unsigned common_length(Bits128 a, Bits128 b) {
    const unsigned high =
        common_length(static_cast<std::uint64_t>(a >> 64), static_cast<std::uint64_t>(b >> 64));
    return high < 64 ? high
                     : 64 + common_length(static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(b));
  }

  // Sorted prefixes come outer before inner, so painting them in order leaves the longest on top.
  void build_direct_table() {
    const std::size_t slots = std::size_t{1} << direct_bits_;
    words_.assign(slots, 0);
    for (std::size_t i = 0; i < prefixes_.size(); ++i) {
      if (length(i) > direct_depth()) continue;
      std::fill_n(words_.begin() + static_cast<std::ptrdiff_t>(direct_slot(i)),
                  std::size_t{1} << (direct_depth() - length(i)), leaf(i));
    }
    for (std::size_t i = 0; i < prefixes_.size();) {
      if (length(i) <= direct_depth()) {
        ++i;
        continue;
      }
      const std::size_t first = i;
      const std::size_t slot = direct_slot(first);
      while (i < prefixes_.size() && direct_slot(i) == slot) ++i;
      queue_.push_back({first, i, direct_depth(), words_[slot], slot});
    }
  }

  void build_record(const Work& work) {
    const auto place = static_cast<std::uint32_t>(words_.size());
    if (work.last - work.first == 1) {  // one prefix alone needs no chain of nodes down to its length
      append(tail(prefixes_[work.first], leaf(work.first), work.outside, Tail{}));
      words_[work.patch] = kTail | place;
      return;
    }
    if constexpr (Traits::kHasWide) {
      const auto inside = prefixes_.subspan(work.first, work.last - work.first);
      if (work.depth == kWideDepth && append_wide(inside, leaf(work.first), work.outside, words_)) {
        words_[work.patch] = kWide | place;
        return;
      }
    }
    children_.clear();
    find_runs(work);
    const bool sparse = fits_sparse(work);
    sparse ? append_sparse(work) : append_dense();
    words_[work.patch] = (sparse ? kSparse : kDense) | place;
  }

  void find_runs(const Work& work) {
    std::uint32_t leaves[kSlots];
    std::int32_t children[kSlots];  // of the work in children_, -1 for none
    std::fill_n(leaves, kSlots, work.outside);
    std::fill_n(children, kSlots, -1);
    const unsigned end = work.depth + kStride;
    for (std::size_t i = work.first; i < work.last;) {
      const unsigned slot = slot_of<Traits>(key(i), work.depth);
      if (length(i) <= end) {
        std::fill_n(leaves + slot, std::size_t{1} << (end - length(i)), leaf(i));
        ++i;
        continue;
      }
      const std::size_t first = i;
      while (i < work.last && slot_of<Traits>(key(i), work.depth) == slot) ++i;
      children[slot] = static_cast<std::int32_t>(children_.size());
      children_.push_back({first, i, end, leaves[slot]});
    }
    runs_.clear();
    for (unsigned slot = 0; slot < kSlots; ++slot) {
      const bool child = children[slot] >= 0;
      if (slot > 0 && !child && children[slot - 1] < 0 && leaves[slot] == leaves[slot - 1]) continue;
      runs_.push_back(
          {slot, leaves[slot], child ? &children_[static_cast<std::size_t>(children[slot])] : nullptr});
    }
  }

  std::uint32_t code_base(const Work& work) const { return leaf(work.first) - 1; }

  bool fits_sparse(const Work& work) const {
    return runs_.size() <= kMaxSparseRuns && std::ranges::all_of(runs_, [&](const Run& run) {
             return run.child != nullptr || run.leaf == work.outside ||
                    run.leaf - code_base(work) < kFirstChildCode;
           });
  }

  void append_sparse(const Work& work) {
    std::uint8_t bytes[sparse_children_at(kMaxSparseRuns)] = {};
    const std::uint32_t heads[2] = {work.outside, code_base(work)};
    std::memcpy(bytes, heads, sizeof heads);
    bytes[kSparseCount] = static_cast<std::uint8_t>(runs_.size());
    unsigned child_code = kFirstChildCode;
    for (std::size_t i = 0; i < runs_.size(); ++i) {
      const Run& run = runs_[i];
      const std::uint32_t code = run.child != nullptr       ? child_code++
                                 : run.leaf == work.outside ? 0
                                                            : run.leaf - code_base(work);
      bytes[kSparseKeys + i] = static_cast<std::uint8_t>(run.key);
      bytes[kSparseKeys + runs_.size() + i] = static_cast<std::uint8_t>(code);
    }
    append_bytes(bytes, sparse_children_at(runs_.size()));
    for (const Run& run : runs_) {
      if (run.child != nullptr) append_child(*run.child);
    }
  }

  void append_dense() {
    DenseHead head{};
    for (const Run& run : runs_) head.starts[run.key / 64] |= std::uint64_t{1} << run.key % 64;
    for (std::size_t i = 1; i < 4; ++i) {
      head.ranks[i] = static_cast<std::uint16_t>(head.ranks[i - 1] + std::popcount(head.starts[i - 1]));
    }
    append(head);
    for (const Run& run : runs_) {
      if (run.child != nullptr) {
        append_child(*run.child);
      } else {
        words_.push_back(run.leaf);
      }
    }
  }

  void append_child(Work work) {
    work.patch = words_.size();
    words_.push_back(0);
    queue_.push_back(work);
  }

  void append_bytes(const void* from, std::size_t size) {
    const std::size_t at = words_.size();
    words_.resize(at + size / sizeof(std::uint32_t));
    std::memcpy(words_.data() + at, from, size);
  }

  template <class T>
  void append(const T& record) {
    append_bytes(&record, sizeof record);
  }

  static Tail4 tail(const Prefix& prefix, std::uint32_t inside, std::uint32_t outside, Tail4) {
    const auto mask = static_cast<std::uint32_t>(~std::uint64_t{0} << (32 - prefix.length()));
    return {prefix.address().ipv4_bits(), mask, inside, outside};
  }
  static Tail6 tail(const Prefix& prefix, std::uint32_t inside, std::uint32_t outside, Tail6) {
    return {prefix.address().high(), prefix.address().low(), prefix.length(), inside, outside, 0};
  }

  std::span<const Prefix> prefixes_;
  std::uint32_t index_;
  std::uint64_t common_high_ = 0;
  std::uint64_t common_low_ = 0;
  unsigned skip_ = 0;
  unsigned direct_bits_ = 0;
  std::vector<std::uint32_t> words_;
  std::deque<Work> queue_;
  std::vector<Work> children_;  // of the node that is being built
  std::vector<Run> runs_;       // of that node; they point into children_
};

}  // namespace

PrefixMap PrefixMap::build(std::span<const Prefix> prefixes) {
  if (prefixes.size() > kMaxPrefixes) throw std::length_error("more prefixes than a PrefixMap can number");
  const auto ipv4_end = std::ranges::partition_point(
      prefixes, [](const Prefix& prefix) { return prefix.family() == Family::ipv4; });
  const auto ipv4_count = static_cast<std::size_t>(ipv4_end - prefixes.begin());
  const SectionBuilder<Ipv4> ipv4(prefixes.first(ipv4_count), 0);
  const SectionBuilder<Ipv6> ipv6(prefixes.subspan(ipv4_count), static_cast<std::uint32_t>(ipv4_count));
  const std::size_t ipv4_size = ipv4.words().size() * sizeof(std::uint32_t);
  const std::size_t ipv6_size = ipv6.words().size() * sizeof(std::uint32_t);

  Header header{};
  header.magic = kMagic;
  header.version = kVersion;
  header.byte_order = kByteOrder;
  header.count = static_cast<std::uint32_t>(prefixes.size());
  header.sections[0] = ipv4.section(sizeof header);
  header.sections[1] = ipv6.section(sizeof header + ipv4_size);
  header.size = sizeof header + ipv4_size + ipv6_size;

  PrefixMap map;
  map.bytes_.resize(header.size / sizeof(std::uint64_t));
  auto* const bytes = reinterpret_cast<std::byte*>(map.bytes_.data());
  std::memcpy(bytes, &header, sizeof header);
  std::memcpy(bytes + header.sections[0].at, ipv4.words().data(), ipv4_size);
  std::memcpy(bytes + header.sections[1].at, ipv6.words().data(), ipv6_size);
  return map;
}

}  // namespace sallyport::net
