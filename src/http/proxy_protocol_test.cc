#include "http/proxy_protocol.h"

#include <gtest/gtest.h>

#include <string>

#include "net/test_addresses.h"

namespace sallyport::http {
namespace {

using namespace std::string_literals;
using net::test::address;

const std::string kSignature = "\r\n\r\n\0\r\nQUIT\n"s;
const std::string kIpv4Block = "\xc0\x00\x02\x07\x0a\x00\x00\x01\x9c\x40\x01\xbb"s;  // 192.0.2.7 -> 10.0.0.1

std::string header(char command, char family, const std::string& rest) {
  return kSignature + command + family + static_cast<char>(rest.size() >> 8) +
         static_cast<char>(rest.size()) + rest;
}

std::string tlv(char type, const std::string& value) {
  return type + std::string{static_cast<char>(value.size() >> 8), static_cast<char>(value.size())} + value;
}

ProxyFault fault(const std::string& bytes) {
  const auto parsed = parse_proxy_header(bytes);
  EXPECT_FALSE(parsed);
  return parsed ? ProxyFault{-1} : parsed.error();
}

TEST(ProxyProtocol, TcpOverIpv4NamesTheSource) {
  const auto bytes = header('\x21', '\x11', kIpv4Block);
  const auto parsed = parse_proxy_header(bytes + "GET / HTTP/1.1\r\n");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->source, address("192.0.2.7"));
  EXPECT_EQ(parsed->size, bytes.size());
}

TEST(ProxyProtocol, TcpOverIpv6NamesTheSource) {
  std::string block(36, '\0');
  block.replace(0, 4, "\x20\x01\x0d\xb8"s);
  block[15] = 9;
  EXPECT_EQ(parse_proxy_header(header('\x21', '\x21', block)).value().source, address("2001:db8::9"));
}

TEST(ProxyProtocol, AMappedIpv4SourceIsIpv4) {
  std::string block(36, '\0');
  block.replace(10, 6, "\xff\xff\xc0\x00\x02\x07"s);
  EXPECT_EQ(parse_proxy_header(header('\x21', '\x21', block)).value().source, address("192.0.2.7"));
}

TEST(ProxyProtocol, LocalNamesNobodyAndItsBlockIsSkipped) {
  for (const auto& rest : {""s, kIpv4Block, "anything"s}) {
    const auto parsed = parse_proxy_header(header('\x20', '\0', rest));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->source, std::nullopt);
    EXPECT_EQ(parsed->size, 16 + rest.size());
  }
}

TEST(ProxyProtocol, EveryPrefixOfAHeaderIsIncomplete) {
  const auto bytes = header('\x21', '\x11', kIpv4Block + tlv('\x04', "noop"));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_EQ(fault(bytes.substr(0, size)), ProxyFault::incomplete) << size;
  }
}

TEST(ProxyProtocol, EveryWrongByteOfTheSignatureIsRefusedAtOnce) {
  for (std::size_t i = 0; i < kSignature.size(); ++i) {
    auto bytes = kSignature.substr(0, i + 1);
    bytes[i] = static_cast<char>(bytes[i] ^ 1);
    EXPECT_EQ(fault(bytes), ProxyFault::malformed) << i;
  }
}

TEST(ProxyProtocol, OtherVersionsCommandsAndFamiliesAreRefused) {
  for (int command = 0; command < 256; ++command) {
    if (command == 0x20 || command == 0x21) continue;
    EXPECT_EQ(fault(header(static_cast<char>(command), '\x11', kIpv4Block)), ProxyFault::malformed)
        << command;
  }
  for (int family = 0; family < 256; ++family) {
    if (family == 0x11 || family == 0x21) continue;
    EXPECT_EQ(fault(header('\x21', static_cast<char>(family), std::string(216, 'x'))), ProxyFault::malformed)
        << family;
  }
}

TEST(ProxyProtocol, Version1IsRefused) {
  EXPECT_EQ(fault("PROXY TCP4 192.0.2.7 10.0.0.1 40000 443\r\n"), ProxyFault::malformed);
}

TEST(ProxyProtocol, ABlockTooShortForItsAddressesIsRefused) {
  EXPECT_EQ(fault(header('\x21', '\x11', kIpv4Block.substr(1))), ProxyFault::malformed);
  EXPECT_EQ(fault(header('\x21', '\x21', std::string(35, '\0'))), ProxyFault::malformed);
}

TEST(ProxyProtocol, TheLongestHeaderIsBounded) {
  const std::size_t room = kLongestProxyHeader - 16 - kIpv4Block.size() - 3;
  EXPECT_TRUE(parse_proxy_header(header('\x21', '\x11', kIpv4Block + tlv('\x04', std::string(room, 'x')))));
  EXPECT_EQ(fault(header('\x21', '\x11', kIpv4Block + tlv('\x04', std::string(room + 1, 'x')))),
            ProxyFault::malformed);
}

TEST(ProxyProtocol, TlvsMustFillTheBlockExactly) {
  EXPECT_TRUE(parse_proxy_header(header('\x21', '\x11', kIpv4Block + tlv('\x01', "h2") + tlv('\x04', ""))));
  EXPECT_EQ(fault(header('\x21', '\x11', kIpv4Block + "\x04"s)), ProxyFault::malformed);
  EXPECT_EQ(fault(header('\x21', '\x11', kIpv4Block + "\x04\x00\x05"s + "1234")), ProxyFault::malformed);
}

// The checksum bit by bit, as RFC 3720 appendix B.4 defines it, to compare the parser's table with.
std::string with_checksum(const std::string& bytes) {
  std::uint32_t crc = 0xffff'ffff;
  for (const char c : bytes) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82f6'3b78U : 0U);
  }
  crc = ~crc;
  auto checked = bytes;
  for (std::size_t i = 0; i < 4; ++i) {
    checked[bytes.size() - 4 + i] = static_cast<char>(crc >> (24 - 8 * i));
  }
  return checked;
}

TEST(ProxyProtocol, AChecksumIsVerified) {
  const auto bytes = with_checksum(header('\x21', '\x11', kIpv4Block + tlv('\x03', std::string(4, '\0'))));
  ASSERT_TRUE(parse_proxy_header(bytes));
  for (std::size_t i = 16; i < 28; ++i) {
    auto changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 0x10);
    EXPECT_EQ(fault(changed), ProxyFault::malformed) << i;
  }
}

TEST(ProxyProtocol, AChecksumOfAnotherLengthOrASecondOneIsRefused) {
  EXPECT_EQ(fault(header('\x21', '\x11', kIpv4Block + tlv('\x03', std::string(3, '\0')))),
            ProxyFault::malformed);
  const auto bytes = with_checksum(header('\x21', '\x11', kIpv4Block + tlv('\x03', std::string(4, '\0'))));
  const auto checksum = bytes.substr(bytes.size() - 7);
  EXPECT_EQ(fault(header('\x21', '\x11', kIpv4Block + checksum + checksum)), ProxyFault::malformed);
}

}  // namespace
}  // namespace sallyport::http
