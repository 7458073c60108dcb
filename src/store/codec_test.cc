#include "store/sqlite_codec.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace sallyport::store {
namespace {

net::Prefix random_prefix(std::mt19937_64& random) {
  const auto address = random() % 2 == 0
                           ? net::Address::ipv4(static_cast<std::uint32_t>(random() & 0xff00'ff03))
                           : net::Address::ipv6(random() & 0xff03, random() & 0x8000'0000'0000'0003);
  return net::Prefix::enclosing(address, static_cast<unsigned>(random() % (address.is_ipv4() ? 33 : 129)));
}

TEST(CodecTest, ParsesBackAndSortsAsPrefixesDo) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 20'000; ++i) {
    const net::Prefix a = random_prefix(random);
    const net::Prefix b = random_prefix(random);
    const Blob one = encode(a);
    const Blob two = encode(b);
    ASSERT_EQ(decode_prefix(one.bytes()), a);
    ASSERT_EQ(decode_address(encode(a.address()).bytes()), a.address());
    ASSERT_EQ(a < b, std::ranges::lexicographical_compare(one.bytes(), two.bytes()))
        << a.to_string() << b.to_string();
    // What lies inside a prefix is one range.
    const Blob last = encode(net::Prefix(a.last()));
    const bool in_range = !std::ranges::lexicographical_compare(two.bytes(), one.bytes()) &&
                          !std::ranges::lexicographical_compare(last.bytes(), two.bytes());
    ASSERT_EQ(in_range, a.contains(b)) << a.to_string() << " " << b.to_string();
  }
}

TEST(CodecTest, RefusesOtherBytes) {
  const auto decodes = [](std::vector<int> numbers) {
    std::vector<std::byte> bytes;
    for (const int number : numbers) bytes.push_back(static_cast<std::byte>(number));
    return decode_prefix(bytes).has_value();
  };
  EXPECT_TRUE(decodes({4, 192, 0, 2, 0, 24}));
  EXPECT_FALSE(decodes({}));
  EXPECT_FALSE(decodes({4}));
  EXPECT_FALSE(decodes({4, 192, 0, 2, 0}));
  EXPECT_FALSE(decodes({4, 192, 0, 2, 1, 24}));  // host bits
  EXPECT_FALSE(decodes({4, 192, 0, 2, 0, 33}));
  EXPECT_FALSE(decodes({5, 192, 0, 2, 0, 24}));
  EXPECT_FALSE(decodes({6, 192, 0, 2, 0, 24}));
  EXPECT_FALSE(
      decodes({6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 192, 0, 2, 0, 120}));  // IPv4 in another form
}

}  // namespace
}  // namespace sallyport::store
