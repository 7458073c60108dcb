// The parser against inet_pton(3), on generated texts: both families, valid ones and near misses. How many
// texts is set by SALLYPORT_DIFFERENTIAL in the environment; a million by default.

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <random>
#include <string>

#include "net/prefix.h"

namespace sallyport::net {
namespace {

// Written apart from the parser, on inet_pton, as plainly as can be.
std::optional<Address> peer_address(const std::string& text) {
  if (text.find('\0') != std::string::npos) return std::nullopt;
  Address::Bytes bytes{};
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return Address::from_bytes(bytes);
  bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (inet_pton(AF_INET, text.c_str(), bytes.data() + 12) == 1) return Address::from_bytes(bytes);
  return std::nullopt;
}

struct PeerPrefix {
  Address address;
  unsigned length;
};

std::optional<PeerPrefix> peer_prefix(const std::string& text) {
  const std::size_t slash = text.find('/');
  const auto address = peer_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  if (slash == std::string::npos) return PeerPrefix{*address, address->is_ipv4() ? 32U : 128U};
  const std::string digits = text.substr(slash + 1);
  if (digits.empty() || digits.size() > 3 || (digits.size() > 1 && digits[0] == '0')) return std::nullopt;
  if (digits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  const bool ipv6_text = text.substr(0, slash).find(':') != std::string::npos;
  const int length = std::atoi(digits.c_str());
  if (length > (ipv6_text ? 128 : 32)) return std::nullopt;
  const int bits = ipv6_text ? length : length + 96;
  const Address::Bytes bytes = address->bytes();
  for (int bit = bits; bit < 128; ++bit) {
    if ((bytes[static_cast<std::size_t>(bit / 8)] >> (7 - bit % 8) & 1) != 0) return std::nullopt;
  }
  return PeerPrefix{*address, static_cast<unsigned>(address->is_ipv4() ? bits - 96 : bits)};
}

class Generator {
 public:
  std::string text() {
    std::string text = pick(3) == 0 ? ipv4() : ipv6();
    if (pick(2) == 0) text += '/' + std::to_string(pick(text.find(':') == std::string::npos ? 36 : 132));
    for (std::size_t changes = pick(4) == 0 ? 0 : pick(4); changes > 0; --changes) mutate(text);
    return text;
  }

 private:
  std::size_t pick(std::size_t below) { return static_cast<std::size_t>(random_()) % below; }

  std::string ipv4() {
    std::string text;
    for (std::size_t i = 0, octets = pick(16) == 0 ? 3 + pick(3) : 4; i < octets; ++i) {
      if (i > 0) text += '.';
      text += std::to_string(pick(3) == 0 ? 0 : pick(260));
    }
    return text;
  }

  std::string group() {
    static constexpr char kHex[] = "0123456789abcdefABCDEF";
    std::string text;
    for (std::size_t i = 0, digits = pick(64) == 0 ? 5 : 1 + pick(4); i < digits; ++i) text += kHex[pick(22)];
    return pick(4) == 0 ? "0" : text;
  }

  std::string ipv6() {
    if (pick(6) == 0) return (pick(2) == 0 ? "::ffff:" : "::") + ipv4();
    const std::size_t groups = pick(3) == 0 ? pick(10) : 8 - pick(2);
    const std::size_t gap = groups < 8 || pick(8) == 0 ? pick(groups + 1) : groups + 1;
    std::string text;
    for (std::size_t i = 0; i < groups; ++i) {
      if (i == gap) {
        text += "::";
      } else if (i > 0) {
        text += ':';
      }
      text += group();
    }
    if (gap == groups) text += "::";
    if (pick(6) == 0) text += (text.ends_with(':') ? "" : ":") + ipv4();
    return text;
  }

  void mutate(std::string& text) {
    static constexpr char kOften[] = "0123456789abcfx:::...//+-% \t\n*[]\0g";
    const char c = pick(32) == 0 ? static_cast<char>(pick(256)) : kOften[pick(sizeof kOften)];
    const std::size_t at = pick(text.size() + 1);
    switch (pick(4)) {
      case 0:
        text.insert(at, 1, c);
        break;
      case 1:
        if (at < text.size()) text[at] = c;
        break;
      case 2:
        if (at < text.size()) text.erase(at, 1 + pick(3));
        break;
      default:
        if (at < text.size()) text.insert(pick(text.size() + 1), text.substr(at, 1 + pick(4)));
    }
  }

  std::mt19937_64 random_{20'240'608};
};

std::uint64_t budget() {
  const char* const text = std::getenv("SALLYPORT_DIFFERENTIAL");
  return text == nullptr ? 1'000'000 : std::strtoull(text, nullptr, 10);
}

TEST(ParseDifferential, AgreesWithInetPton) {
  Generator generator;
  std::uint64_t accepted = 0;
  std::uint64_t refused = 0;
  for (std::uint64_t i = budget(); i > 0; --i) {
    const std::string text = generator.text();
    const auto address = Address::parse(text);
    const auto expected_address = peer_address(text);
    ASSERT_EQ(address.has_value(), expected_address.has_value()) << testing::PrintToString(text);
    const auto prefix = Prefix::parse(text);
    const auto expected_prefix = peer_prefix(text);
    ASSERT_EQ(prefix.has_value(), expected_prefix.has_value()) << testing::PrintToString(text);
    if (address) {
      ASSERT_EQ(*address, *expected_address) << text;
      ASSERT_EQ(Address::parse(address->to_string()), *address) << text;
    }
    if (prefix) {
      ASSERT_EQ(prefix->address(), expected_prefix->address) << text;
      ASSERT_EQ(prefix->length(), expected_prefix->length) << text;
      ASSERT_EQ(Prefix::parse(prefix->to_string()), *prefix) << text;
    }
    ++(prefix ? accepted : refused);
  }
  // A generator that has gone one-sided would prove nothing.
  EXPECT_GT(accepted, budget() / 20);
  EXPECT_GT(refused, budget() / 20);
  RecordProperty("accepted", std::to_string(accepted));
  RecordProperty("refused", std::to_string(refused));
}

// Our printing reads the same to inet_pton, over addresses spread evenly through all of IPv4.
TEST(ParseDifferential, PrintsWhatInetPtonReads) {
  const std::uint64_t step =
      std::max<std::uint64_t>(1, (std::uint64_t{1} << 32) / std::max<std::uint64_t>(budget(), 1));
  for (std::uint64_t bits = 0; bits < std::uint64_t{1} << 32; bits += step | 1) {
    const Address address = Address::ipv4(static_cast<std::uint32_t>(bits));
    in_addr peer{};
    const std::string text = address.to_string();
    ASSERT_EQ(inet_pton(AF_INET, text.c_str(), &peer), 1) << text;
    ASSERT_EQ(ntohl(peer.s_addr), bits);
    ASSERT_EQ(Address::parse(text), address);
  }
}

}  // namespace
}  // namespace sallyport::net
