#include "net/destination.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace sallyport::net {
namespace {

Destination to(std::string_view text) { return parse_destination(text).value(); }

TEST(Destination, PrintsWhatItReads) {
  for (const std::string_view text :
       {"192.0.2.0/24", "192.0.2.1", "2001:db8::/32", "192.0.2.0/24 443/tcp", "2001:db8::1 53/udp",
        "www.example.com", "www.example.com 443/tcp", "*.example.com 80/tcp", "**.example.com 6000-6010/udp",
        "www.example.com 1-65535/tcp"}) {
    const auto destination = parse_destination(text);
    ASSERT_TRUE(destination) << text << ": " << destination.error().message;
    EXPECT_EQ(to_string(*destination), text);
  }
  EXPECT_EQ(to_string(to("WWW.Example.com 80-80/tcp")), "www.example.com 80/tcp");
}

TEST(Destination, HasItsParts) {
  const Destination network = to("192.0.2.0/24");
  ASSERT_NE(network.prefix(), nullptr);
  EXPECT_EQ(network.prefix()->length(), 24U);
  EXPECT_EQ(network.host(), nullptr);
  EXPECT_FALSE(network.ports);
  const Destination host = to("*.example.com 6000-6010/udp");
  ASSERT_NE(host.host(), nullptr);
  EXPECT_EQ(host.host()->name(), "example.com");
  EXPECT_EQ(host.prefix(), nullptr);
  EXPECT_EQ(host.ports, (Ports{6000, 6010, Protocol::udp}));
}

TEST(Ports, ContainThoseBetweenThem) {
  const Ports ports{6000, 6010, Protocol::udp};
  EXPECT_TRUE(ports.contains(ports));
  EXPECT_TRUE(ports.contains({6001, 6009, Protocol::udp}));
  EXPECT_FALSE(ports.contains({6001, 6009, Protocol::tcp}));
  EXPECT_FALSE(ports.contains({5999, 6009, Protocol::udp}));
  EXPECT_FALSE(ports.contains({6001, 6011, Protocol::udp}));
}

struct RefusedText {
  std::string_view text;
  ErrorCode code;
  std::string_view why;
  std::string_view meant;
};

void expect_refused(const Error& error, const RefusedText& refused) {
  EXPECT_EQ(error.code, refused.code) << error.message;
  EXPECT_NE(error.message.find(refused.why), std::string::npos) << error.message;
  EXPECT_EQ(error.message.find("did you mean") != std::string::npos, !refused.meant.empty()) << error.message;
  if (refused.meant.empty()) return;
  EXPECT_TRUE(error.message.ends_with("; did you mean " + std::string(refused.meant) + "?")) << error.message;
}

constexpr auto kPorts = ErrorCode::malformed_request;
constexpr auto kHost = ErrorCode::malformed_host;
constexpr auto kAddress = ErrorCode::malformed_address;

class PortsRefused : public testing::TestWithParam<RefusedText> {};
TEST_P(PortsRefused, SaysWhyAndWhatWasMeant) {
  const auto ports = parse_ports(GetParam().text);
  ASSERT_FALSE(ports) << GetParam().text;
  expect_refused(ports.error(), GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    All, PortsRefused,
    testing::Values(
        RefusedText{"", kPorts, "as 443/tcp", ""}, RefusedText{"443", kPorts, "as 443/tcp", "443/tcp"},
        RefusedText{"443/", kPorts, "tcp or udp", "443/tcp"}, RefusedText{"/tcp", kPorts, "as 443/tcp", ""},
        RefusedText{"443/TCP", kPorts, "tcp or udp", "443/tcp"},
        RefusedText{"tcp/443", kPorts, "as 443/tcp", "443/tcp"},
        RefusedText{"UDP 53", kPorts, "as 443/tcp", "53/udp"},
        RefusedText{"443 (TCP)", kPorts, "as 443/tcp", "443/tcp"},
        RefusedText{"443/tcp ", kPorts, "tcp or udp", "443/tcp"},
        RefusedText{"443/sctp", kPorts, "tcp or udp", ""},
        RefusedText{"443/tcp/udp", kPorts, "tcp or udp", "443/tcp and 443/udp"},
        RefusedText{"80,443/tcp", kPorts, "as 443/tcp", "80/tcp and 443/tcp"},
        RefusedText{"https", kPorts, "as 443/tcp", ""}, RefusedText{"any", kPorts, "as 443/tcp", ""},
        RefusedText{"0/tcp", kPorts, "1 to 65535", ""}, RefusedText{"65536/tcp", kPorts, "1 to 65535", ""},
        RefusedText{"4294967739/tcp", kPorts, "1 to 65535", ""},
        RefusedText{"0443/tcp", kPorts, "without leading zeros", "443/tcp"},
        RefusedText{"+443/tcp", kPorts, "as 443/tcp", "443/tcp"},
        RefusedText{"-443/tcp", kPorts, "as 443/tcp", ""}, RefusedText{"80-/tcp", kPorts, "as 443/tcp", ""},
        RefusedText{"80-90-100/tcp", kPorts, "as 443/tcp", ""},
        RefusedText{"90-80/tcp", kPorts, "above the last", "80-90/tcp"}));

class DestinationRefused : public testing::TestWithParam<RefusedText> {};
TEST_P(DestinationRefused, SaysWhyAndWhatWasMeant) {
  const auto destination = parse_destination(GetParam().text);
  ASSERT_FALSE(destination) << GetParam().text;
  expect_refused(destination.error(), GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Ports, DestinationRefused,
    testing::Values(RefusedText{"x.example 443", kPorts, "with their protocol", "x.example 443/tcp"},
                    RefusedText{"x.example:443", kPorts, "behind a space", "x.example 443/tcp"},
                    RefusedText{"x.example:443/udp", kPorts, "behind a space", "x.example 443/udp"},
                    RefusedText{"*.x.example:80,443", kPorts, "behind a space",
                                "*.x.example 80/tcp and *.x.example 443/tcp"},
                    RefusedText{"x.example 443/TCP", kPorts, "tcp or udp", "x.example 443/tcp"},
                    RefusedText{"x.example  443/tcp", kPorts, "with their protocol", "x.example 443/tcp"},
                    RefusedText{"x.example 80/tcp 443/tcp", kPorts, "tcp or udp",
                                "x.example 80/tcp and x.example 443/tcp"},
                    RefusedText{"x.example 443/tcp 53/udp", kPorts, "tcp or udp", ""},
                    RefusedText{"x.example tcp,udp 53", kPorts, "with their protocol",
                                "x.example 53/tcp and x.example 53/udp"},
                    RefusedText{"192.0.2.1:443", kPorts, "behind a space", "192.0.2.1 443/tcp"},
                    RefusedText{"192.0.2.0/24:443", kPorts, "behind a space", "192.0.2.0/24 443/tcp"},
                    RefusedText{"[2001:db8::1]:443", kPorts, "behind a space", "2001:db8::1 443/tcp"},
                    RefusedText{"443/TCP", kPorts, "no host or prefix stands", ""},
                    RefusedText{"443/tcp", kPorts, "no host or prefix stands", ""}));

INSTANTIATE_TEST_SUITE_P(
    Heads, DestinationRefused,
    testing::Values(RefusedText{"", kPorts, "nothing is written", ""},
                    RefusedText{"  ", kPorts, "nothing is", ""},
                    RefusedText{" x.example", kPorts, "a space", "x.example"},
                    RefusedText{"x.example 443/tcp ", kPorts, "a space", "x.example 443/tcp"},
                    RefusedText{" x.example 443", kPorts, "a space", ""},
                    RefusedText{"https://x.example/", kHost, "a scheme", "x.example"},
                    RefusedText{".x.example", kHost, "a dot in front", "x.example and **.x.example"},
                    RefusedText{"*.co.uk 443/tcp", kHost, "anybody can have names under co.uk", ""},
                    RefusedText{"x.example\t443/tcp", kHost, "white space", ""},
                    RefusedText{"localhost", kHost, "one label", ""},
                    RefusedText{"192.168.0/16", kAddress, "four numbers", "192.168.0.0/16"},
                    RefusedText{"192.0.2.1/24", ErrorCode::host_bits_set, "bits behind", "192.0.2.0/24"},
                    RefusedText{"010.0.0.1 443/tcp", kAddress, "leading zeros", "10.0.0.1"},
                    RefusedText{"1.2.3.4.5", kAddress, "four numbers", ""},
                    RefusedText{"10.0.0.1-5 443", kAddress, "range", ""},
                    RefusedText{"192.168.1.x 443/tcp", kAddress, "", "192.168.1.0/24"},
                    RefusedText{"2001:db8:::1", kAddress, "", ""},
                    RefusedText{"10.0.0.0-10.0.0.255", kAddress, "range", "10.0.0.0/24"}));

TEST(Destination, WhatAVendorPublishedMayStandOnAPublicSuffix) {
  EXPECT_FALSE(parse_destination("*.github.io 443/tcp"));
  const auto published = parse_published_destination("*.github.io 443/tcp");
  ASSERT_TRUE(published);
  EXPECT_EQ(to_string(*published), "*.github.io 443/tcp");
}

TEST(Destination, SortsPrefixesBeforeHostsAndAllPortsBeforeSome) {
  const std::vector<Destination> sorted{
      to("192.0.2.0/24"),  to("192.0.2.0/24 80/tcp"), to("192.0.2.0/24 443/tcp"),
      to("192.0.2.0/25"),  to("2001:db8::/32"),       to("a.com"),
      to("a.com 443/tcp"), to("a.com 443/udp"),       to("a.com 443-444/tcp"),
      to("*.a.com"),       to("b.a.com 80/tcp"),      to("b.com")};
  auto shuffled = sorted;
  std::mt19937_64 random(5);
  for (int round = 0; round < 100; ++round) {
    std::ranges::shuffle(shuffled, random);
    std::ranges::sort(shuffled);
    ASSERT_EQ(shuffled, sorted);
  }
}

TEST(Ports, EveryRangeParsesBack) {
  std::mt19937_64 random(6);
  for (int round = 0; round < 10000; ++round) {
    const auto one = static_cast<std::uint16_t>(1 + random() % 65535);
    const auto other = static_cast<std::uint16_t>(1 + random() % 65535);
    const Ports ports{std::min(one, other), std::max(one, other),
                      round % 2 == 0 ? Protocol::tcp : Protocol::udp};
    const auto read = parse_ports(to_string(ports));
    ASSERT_TRUE(read) << to_string(ports);
    ASSERT_EQ(*read, ports);
  }
}

}  // namespace
}  // namespace sallyport::net
