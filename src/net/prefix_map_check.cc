// The check of bytes that may be hostile. Records must stand one behind the other in the order in which
// entries refer to them, each referred to once; so one pass in that order meets them all, no walk can turn in
// a circle, and nobody can make the pass itself long.

#include <bit>
#include <deque>

#include "net/prefix_map_layout.h"

namespace sallyport::net::prefix_map {
namespace {

template <class Traits>
class SectionCheck {
 public:
  SectionCheck(const std::byte* bytes, const Section& section, std::uint32_t prefixes)
      : words_(bytes + section.at), section_(section), end_(section.words), prefixes_(prefixes) {}

  // REQUIRES: the section's words lie inside the bytes.
  bool passes() {
    const std::uint64_t direct = std::uint64_t{1} << section_.direct_bits;
    if (end_ < direct + kSlackWords) return false;
    end_ -= kSlackWords;
    next_ = direct;
    if (!entries_are_sound(0, direct, section_.skip + section_.direct_bits)) return false;
    while (!pending_.empty()) {
      const Record record = pending_.front();
      pending_.pop_front();
      if (record.place != next_ || !record_is_sound(record)) return false;
    }
    return rest_is_zero();
  }

 private:
  struct Record {
    std::uint32_t kind;
    std::uint64_t place;
    unsigned depth;
  };

  template <class T>
  T at(std::uint64_t word, std::size_t byte = 0) const {
    return load<T>(words_ + word * sizeof(std::uint32_t) + byte);
  }

  bool leaf_is_sound(std::uint32_t entry) const { return entry <= prefixes_; }

  // Entries of a node, or of the direct table: leaves, or records of `depth` that stand further behind.
  bool entries_are_sound(std::uint64_t word, std::uint64_t count, unsigned depth) {
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto entry = at<std::uint32_t>(word + i);
      if (is_leaf(entry)) {
        if (!leaf_is_sound(entry)) return false;
        continue;
      }
      if (depth >= Traits::kWidth) return false;
      pending_.push_back({entry & kKindMask, entry & kPlaceMask, depth});
    }
    return true;
  }

  // Takes the words of the record to check off those that are left.
  bool take(std::uint64_t words) {
    if (words > end_ - next_) return false;
    next_ += words;
    return true;
  }

  bool record_is_sound(const Record& record) {
    switch (record.kind) {
      case kSparse:
        return sparse_is_sound(record);
      case kDense:
        return dense_is_sound(record);
      case kTail:
        return take(sizeof(typename Traits::Tail) / 4) &&
               tail_is_sound(at<typename Traits::Tail>(record.place));
      case kWide:
        return wide_is_sound(record);
      default:
        return false;
    }
  }

  bool sparse_is_sound(const Record& record) {
    if (end_ - next_ < 3) return false;  // up to the number of runs
    const auto byte = [&](std::size_t i) { return at<std::uint8_t>(record.place, i); };
    const std::size_t runs = byte(kSparseCount);
    const std::uint64_t children_at = sparse_children_at(runs) / 4;
    if (runs < 1 || runs > kMaxSparseRuns || !take(children_at)) return false;
    if (!leaf_is_sound(at<std::uint32_t>(record.place)) || byte(kSparseKeys) != 0) return false;
    std::uint64_t children = 0;
    for (std::size_t i = 0; i < runs; ++i) {
      if (i > 0 && byte(kSparseKeys + i) <= byte(kSparseKeys + i - 1)) return false;
      const unsigned code = byte(kSparseKeys + runs + i);
      if (code < kFirstChildCode) {
        const std::uint64_t leaf = std::uint64_t{at<std::uint32_t>(record.place, kSparseFirst)} + code;
        if (code > 0 && leaf > prefixes_) return false;
      } else if (code != kFirstChildCode + children++) {
        return false;
      }
    }
    return take(children) && children_are_sound(record.place + children_at, children, record.depth + kStride);
  }

  // A child that is a leaf would have had a code.
  bool children_are_sound(std::uint64_t word, std::uint64_t count, unsigned depth) {
    const std::size_t before = pending_.size();
    return entries_are_sound(word, count, depth) && pending_.size() == before + count;
  }

  bool dense_is_sound(const Record& record) {
    constexpr std::uint64_t kHeadWords = sizeof(DenseHead) / 4;
    if (!take(kHeadWords)) return false;
    const auto head = at<DenseHead>(record.place);
    unsigned runs = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      if (head.ranks[i] != runs) return false;
      runs += static_cast<unsigned>(std::popcount(head.starts[i]));
    }
    if ((head.starts[0] & 1) == 0 || !take(runs)) return false;
    return entries_are_sound(record.place + kHeadWords, runs, record.depth + kStride);
  }

  bool wide_is_sound(const Record& record) {
    if (!Traits::kHasWide || record.depth != kWideDepth) return false;
    if (end_ - next_ < 3) return false;  // up to the number of runs
    const std::size_t runs = at<std::uint16_t>(record.place, kWideCount);
    if (runs < 1 || runs > kMaxWideRuns || !take(wide_size(runs) / 4)) return false;
    if (!leaf_is_sound(at<std::uint32_t>(record.place))) return false;
    const auto key = [&](std::size_t i) { return at<std::int16_t>(record.place, kWideKeys + 2 * i); };
    if (key(0) != wide_key(0)) return false;
    for (std::size_t i = 0; i < runs; ++i) {
      if (i > 0 && key(i) <= key(i - 1)) return false;
      const auto code = at<std::uint8_t>(record.place, kWideKeys + 2 * runs + i);
      const std::uint64_t leaf = std::uint64_t{at<std::uint32_t>(record.place, kWideFirst)} + code;
      if (code > 0 && leaf > prefixes_) return false;
    }
    return true;
  }

  bool tail_is_sound(const Tail4& tail) const {
    return leaf_is_sound(tail.inside) && leaf_is_sound(tail.outside);
  }
  bool tail_is_sound(const Tail6& tail) const {
    return leaf_is_sound(tail.inside) && leaf_is_sound(tail.outside) && tail.length >= 1 &&
           tail.length <= 128 && tail.zero == 0;
  }

  // Behind the records: the slack, and a word where their number is odd.
  bool rest_is_zero() const {
    if (end_ - next_ > 1) return false;
    for (std::uint64_t word = next_; word < end_ + kSlackWords; ++word) {
      if (at<std::uint32_t>(word) != 0) return false;
    }
    return true;
  }

  const std::byte* words_;
  const Section& section_;
  std::uint64_t end_;
  std::uint64_t next_ = 0;
  std::uint32_t prefixes_;
  std::deque<Record> pending_;
};

template <class Traits>
bool section_is_sound(const std::byte* bytes, const Section& section, std::uint32_t prefixes) {
  return section.skip < Traits::kWidth && section.direct_bits <= kMaxDirectBits &&
         section.skip + section.direct_bits < Traits::kWidth &&
         SectionCheck<Traits>(bytes, section, prefixes).passes();
}

// Whether the section stands at `at`; moves `at` to its end.
bool is_placed(const Section& section, std::uint64_t& at, std::uint64_t size) {
  if (section.at != at || section.words % 2 != 0 || section.words > (size - at) / 4) return false;
  at += section.words * 4;
  return true;
}

}  // namespace

const char* find_damage(const std::byte* bytes, std::size_t size) {
  const auto header = load<Header>(bytes);
  if (header.size != size || header.zero != 0) return "the size is not the one that the header states";
  if (!is_leaf(header.count)) return "too many prefixes";
  std::uint64_t at = sizeof(Header);
  if (!is_placed(header.sections[0], at, size) || !is_placed(header.sections[1], at, size) || at != size) {
    return "the sections do not fill the bytes";
  }
  if (!section_is_sound<Ipv4>(bytes, header.sections[0], header.count)) return "the IPv4 section";
  if (!section_is_sound<Ipv6>(bytes, header.sections[1], header.count)) return "the IPv6 section";
  return nullptr;
}

}  // namespace sallyport::net::prefix_map
