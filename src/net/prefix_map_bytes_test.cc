// PrefixMap's bytes when they come from elsewhere: moved, cut, damaged. Its look-ups stay inside them, which
// the address sanitizer sees: every case has its own allocation of exactly its size.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <random>
#include <vector>

#include "net/prefix_map.h"
#include "net/prefix_map_find_by_all.h"
#include "net/prefix_map_layout.h"
#include "net/test_addresses.h"

namespace sallyport::net {
namespace {

using test::prefix;

// A set with every kind of record: direct leaves, sparse, dense and wide nodes, children of the first two,
// tails of both families.
std::vector<Prefix> every_kind() {
  std::vector<Prefix> prefixes{
      prefix("10.0.0.0/8"),         prefix("10.1.2.0/24"),   prefix("10.1.2.3"),
      prefix("10.1.2.128/25"),      prefix("10.200.0.0/13"), prefix("192.0.2.0/24"),
      prefix("192.0.2.7"),          prefix("2001:db8::/32"), prefix("2001:db8:1::/48"),
      prefix("2001:db8:1::1"),      prefix("2001:db8:1::2"), prefix("fe80::/10"),
      prefix("2001:db8:8000::/33"), prefix("192.1.0.0/17"),  prefix("192.1.128.0/30"),
      prefix("192.1.255.255")};
  for (std::uint32_t i = 0; i < 40; ++i) prefixes.push_back(Prefix(Address::ipv4(0xc633'6400U + 3 * i)));
  prefixes.push_back(prefix("198.51.100.0/30"));
  std::ranges::sort(prefixes);
  return prefixes;
}

std::vector<Address> questions(const std::vector<Prefix>& prefixes) {
  std::vector<Address> result{Address(), Address::ipv4(0), Address::ipv4(0xffff'ffff),
                              Address::ipv6(~std::uint64_t{0}, ~std::uint64_t{0})};
  for (const Prefix& each : prefixes) {
    result.push_back(each.address());
    result.push_back(each.last());
  }
  std::mt19937_64 random(6);
  for (int i = 0; i < 64; ++i) {
    result.push_back(Address::ipv4(static_cast<std::uint32_t>(random())));
    result.push_back(Address::ipv6(random(), random()));
  }
  return result;
}

// A copy in an allocation of its own, aligned as open() requires.
class Copy {
 public:
  explicit Copy(std::span<const std::byte> from) : size_(from.size()), bytes_(new std::byte[from.size()]) {
    std::copy(from.begin(), from.end(), bytes_.get());
  }
  std::byte& operator[](std::size_t i) { return bytes_[i]; }
  std::span<const std::byte> bytes() const { return {bytes_.get(), size_}; }

 private:
  std::size_t size_;
  std::unique_ptr<std::byte[]> bytes_;
};

template <class T>
void put(Copy& copy, std::size_t at, T value) {
  std::memcpy(&copy[at], &value, sizeof value);
}

// Asks everything; what is answered does not matter, unless it is not the index of a prefix.
void ask_all(std::span<const std::byte> map, const std::vector<Address>& addresses) {
  const std::size_t size = PrefixMapView::trusted(map).size();
  for (const Address& address : addresses) {
    const std::uint32_t index = find_by_all(map, address);
    ASSERT_TRUE(index == PrefixMapView::kNone || index < size) << index;
  }
}

TEST(PrefixMapBytes, AnswerEquallyWhereverTheyLie) {
  const auto prefixes = every_kind();
  const PrefixMap map = PrefixMap::build(prefixes);
  const Copy copy(map.bytes());
  const auto view = PrefixMapView::open(copy.bytes());
  ASSERT_TRUE(view);
  EXPECT_EQ(view->size(), prefixes.size());
  for (const Address& address : questions(prefixes)) EXPECT_EQ(view->find(address), map.find(address));
}

TEST(PrefixMapBytes, AreTheSameForTheSameSet) {
  const PrefixMap first = PrefixMap::build(every_kind());
  const PrefixMap second = PrefixMap::build(every_kind());
  EXPECT_TRUE(std::ranges::equal(first.bytes(), second.bytes()));
}

TEST(PrefixMapBytes, AreRefusedCutAtAnyPlaceAndLengthened) {
  const PrefixMap map = PrefixMap::build(every_kind());
  for (std::size_t size = 0; size < map.bytes().size(); ++size) {
    EXPECT_FALSE(PrefixMapView::open(Copy(map.bytes().first(size)).bytes())) << size;
    if (size < sizeof(prefix_map::Header)) continue;
    Copy stated(map.bytes().first(size));  // with a header that agrees
    put(stated, offsetof(prefix_map::Header, size), std::uint64_t{size});
    EXPECT_FALSE(PrefixMapView::open(stated.bytes())) << size;
  }
  std::vector<std::byte> longer(map.bytes().begin(), map.bytes().end());
  longer.resize(longer.size() + 8);
  EXPECT_FALSE(PrefixMapView::open(Copy(longer).bytes()));
}

TEST(PrefixMapBytes, StayInBoundsUnderEveryFlippedBit) {
  const auto prefixes = every_kind();
  const auto addresses = questions(prefixes);
  const PrefixMap map = PrefixMap::build(prefixes);
  std::size_t accepted = 0;
  for (std::size_t bit = 0; bit < map.bytes().size() * 8; ++bit) {
    Copy copy(map.bytes());
    copy[bit / 8] ^= std::byte{1} << bit % 8;
    const auto view = PrefixMapView::open(copy.bytes());
    if (!view) continue;
    ++accepted;
    ASSERT_NO_FATAL_FAILURE(ask_all(copy.bytes(), addresses)) << "bit " << bit;
  }
  // A changed key or answer is sound; were none accepted, no look-up would have been tried.
  EXPECT_GT(accepted, 100U);
  EXPECT_LT(accepted, map.bytes().size() * 8);
}

// The walk of large IPv4 sets. Damaged are the header, what stands last, before the slack, and any other byte
// by chance.
TEST(PrefixMapBytes, StayInBoundsUnderFlippedBitsWhereTheDirectTableIsFull) {
  std::mt19937_64 random(8);
  std::vector<Prefix> prefixes;
  for (std::uint32_t i = 0; i < 17'000; ++i) {
    prefixes.push_back(Prefix::enclosing(Address::ipv4(static_cast<std::uint32_t>(random() % 0x1000'0000)),
                                         17 + random() % 16));
  }
  prefixes.push_back(prefix("255.255.0.0/17"));  // the last record is a wide node of few runs
  prefixes.push_back(prefix("255.255.255.255"));
  std::ranges::sort(prefixes);
  prefixes.erase(std::ranges::unique(prefixes).begin(), prefixes.end());
  const PrefixMap map = PrefixMap::build(prefixes);
  ASSERT_TRUE(prefix_map::is_full_ipv4(map.bytes().data()));
  const auto header = prefix_map::load<prefix_map::Header>(map.bytes().data());
  const std::size_t ipv4_end = header.sections[1].at;

  std::vector<std::size_t> bits;
  for (std::size_t bit = 0; bit < sizeof header * 8; ++bit) bits.push_back(bit);
  for (std::size_t bit = (ipv4_end - 100) * 8; bit < ipv4_end * 8; ++bit) bits.push_back(bit);
  for (int i = 0; i < 400; ++i) bits.push_back(random() % (ipv4_end * 8));
  std::vector<Address> addresses;
  for (std::uint32_t i = 0; i < 512; ++i) addresses.push_back(prefixes[random() % prefixes.size()].last());
  for (std::uint32_t i = 0; i < 512; ++i) addresses.push_back(Address::ipv4(0xffff'0000U + 129 * i));

  Copy copy(map.bytes());
  std::size_t accepted = 0;
  for (const std::size_t bit : bits) {
    copy[bit / 8] ^= std::byte{1} << bit % 8;
    if (PrefixMapView::open(copy.bytes())) {
      ++accepted;
      ASSERT_NO_FATAL_FAILURE(ask_all(copy.bytes(), addresses)) << "bit " << bit;
    }
    copy[bit / 8] ^= std::byte{1} << bit % 8;
  }
  EXPECT_GT(accepted, 50U);
  EXPECT_LT(accepted, bits.size());
}

TEST(PrefixMapBytes, StayInBoundsUnderEveryOverwrittenWord) {
  const auto prefixes = every_kind();
  const auto addresses = questions(prefixes);
  const PrefixMap map = PrefixMap::build(prefixes);
  for (std::size_t at = 0; at + 4 <= map.bytes().size(); at += 4) {
    const auto words = static_cast<std::uint32_t>(map.bytes().size() / 4);
    for (const std::uint32_t value :
         {0U, 1U, 0x7fff'ffffU, 0x8000'0000U, 0x8000'0001U, 0xa000'0000U, 0xc000'0000U, 0xdfff'ffffU,
          0xe000'0000U, 0xffff'ffffU, 0x8000'0000U + words, 0xa000'0000U + words - 4,
          0xc000'0000U + words - 2, 0xe000'0000U + words - 3}) {
      Copy copy(map.bytes());
      put(copy, at, value);
      const auto view = PrefixMapView::open(copy.bytes());
      if (!view) continue;
      ASSERT_NO_FATAL_FAILURE(ask_all(copy.bytes(), addresses)) << "word at " << at;
    }
  }
}

TEST(PrefixMapBytes, OfAnotherVersionOrByteOrderAreRefused) {
  const PrefixMap map = PrefixMap::build(every_kind());
  Copy version(map.bytes());
  put(version, offsetof(prefix_map::Header, version), std::uint32_t{2});
  EXPECT_EQ(PrefixMapView::open(version.bytes()).error().code, ErrorCode::newer_version);
  Copy order(map.bytes());
  put(order, offsetof(prefix_map::Header, byte_order), std::uint32_t{0x0403'0201});
  EXPECT_EQ(PrefixMapView::open(order.bytes()).error().code, ErrorCode::corrupted);
  EXPECT_EQ(PrefixMapView::open({}).error().code, ErrorCode::corrupted);
}

}  // namespace
}  // namespace sallyport::net
