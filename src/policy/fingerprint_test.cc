#include "policy/fingerprint.h"

#include <gtest/gtest.h>

namespace sallyport::policy {
namespace {

FingerprintKey counting_key() {
  std::array<std::byte, FingerprintKey::kSize> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i);
  return FingerprintKey(bytes);
}

// The expected values are those of Python's hashlib.blake2b(secret, key=bytes(range(32)), digest_size=16).
TEST(Fingerprint, IsKeyedBlake2b128) {
  EXPECT_EQ(counting_key().of("xkeysib-example").to_string(), "2e98bb067c687cd894fa979b00abb670");
  EXPECT_EQ(counting_key().of("").to_string(), "3daf97bce7888fd59773c66bf647459c");
}

TEST(Fingerprint, DependsOnTheKey) {
  const FingerprintKey zero(std::array<std::byte, FingerprintKey::kSize>{});
  EXPECT_NE(zero.of("xkeysib-example"), counting_key().of("xkeysib-example"));
}

TEST(Fingerprint, ParsesWhatItPrints) {
  const Fingerprint fingerprint{0x0123456789abcdefULL, 0x00000000000000ffULL};
  EXPECT_EQ(fingerprint.to_string(), "0123456789abcdef00000000000000ff");
  EXPECT_EQ(Fingerprint::parse(fingerprint.to_string()).value(), fingerprint);
}

TEST(Fingerprint, RefusesAnythingElseWithoutQuotingIt) {
  for (const std::string_view text :
       {"", "2e98bb067c687cd894fa979b00abb67", "2e98bb067c687cd894fa979b00abb6700",
        "2E98bb067c687cd894fa979b00abb670", "ge98bb067c687cd894fa979b00abb670",
        " e98bb067c687cd894fa979b00abb670", "0x98bb067c687cd894fa979b00abb670"}) {
    const auto parsed = Fingerprint::parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::malformed_request);
    if (!text.empty()) {
      EXPECT_EQ(parsed.error().message.find(text), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace sallyport::policy
