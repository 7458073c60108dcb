// Groups by ports against a slow twin that looks at one port after the other.

#include "render/port_groups.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "net/test_addresses.h"
#include "render/testing/same_list.h"

namespace sallyport::render {
namespace {

using net::test::prefix;
using testing::Kinds;
using testing::Parsed;
using testing::random_list;
using testing::same_list;

net::HostPattern host(std::string_view text) { return net::HostPattern::parse(text).value(); }

Parsed of_groups(const std::vector<PrefixGroup>& prefixes, const std::vector<HostGroup>& hosts) {
  Parsed parsed;
  for (const auto& group : prefixes) {
    for (const auto& each : group.prefixes.prefixes()) {
      if (group.ports.empty()) parsed.prefixes.emplace_back(each, std::nullopt);
      for (const auto& ports : group.ports) parsed.prefixes.emplace_back(each, ports);
    }
  }
  for (const auto& group : hosts) {
    for (const auto& each : group.hosts) {
      if (group.ports.empty()) parsed.hosts.emplace_back(each.to_string(), std::nullopt);
      for (const auto& ports : group.ports) parsed.hosts.emplace_back(each.to_string(), ports);
    }
  }
  return parsed;
}

bool overlap(const net::Ports& a, const net::Ports& b) {
  return a.protocol == b.protocol && a.first <= b.last && b.first <= a.last;
}

// Sets of (address, protocol, port) are refused by the kernel where two elements overlap.
void expect_disjoint(const std::vector<PrefixGroup>& groups) {
  for (std::size_t i = 0; i < groups.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const bool ports_meet = std::ranges::any_of(groups[i].ports, [&](const auto& a) {
        return std::ranges::any_of(groups[j].ports, [&](const auto& b) { return overlap(a, b); });
      });
      if (!ports_meet) continue;
      EXPECT_TRUE(groups[i].prefixes.common(groups[j].prefixes).empty());
    }
    for (std::size_t a = 0; a < groups[i].ports.size(); ++a) {
      for (std::size_t b = 0; b < a; ++b) EXPECT_FALSE(overlap(groups[i].ports[a], groups[i].ports[b]));
    }
  }
}

TEST(PortGroups, AreTheSameListWithoutOverlaps) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 400; ++round) {
    const List list = random_list(random, {.ports = true, .hosts = true, .wildcards = true});
    const auto prefixes = prefix_groups(list, {});
    ASSERT_TRUE(prefixes) << prefixes.error().message;
    const auto hosts = host_groups(list);
    ASSERT_TRUE(same_list(list, of_groups(*prefixes, hosts))) << "round " << round;
    expect_disjoint(*prefixes);
    for (const auto& group : *prefixes) EXPECT_FALSE(group.prefixes.empty());
    for (const auto& group : hosts) EXPECT_FALSE(group.hosts.empty());
  }
}

TEST(PortGroups, OfManyRangesThatOverlapStayInBounds) {
  List list;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    net::Ports ports;
    ports.first = static_cast<std::uint16_t>(1 + i);
    ports.last = static_cast<std::uint16_t>(30'000 + i);
    list.destinations.push_back({net::Prefix(net::Address::ipv4(0x0a00'0000U + 2 * i)), ports});
  }
  const auto groups = prefix_groups(list, {});
  ASSERT_FALSE(groups);
  EXPECT_EQ(groups.error().code, ErrorCode::too_many_entries);
}

TEST(PortGroups, OfManyRangesThatDoNotAreFine) {
  List list;
  for (std::uint32_t i = 0; i < 60'000; ++i) {
    net::Ports ports;
    ports.first = ports.last = static_cast<std::uint16_t>(1 + i);
    list.destinations.push_back({net::Prefix(net::Address::ipv4(0x0a00'0000U + 2 * i)), ports});
  }
  const auto groups = prefix_groups(list, {});
  ASSERT_TRUE(groups) << groups.error().message;
  EXPECT_EQ(groups->size(), 60'000U);
}

TEST(PortGroups, WhatIsAllowedOnAllPortsIsNotListedAgain) {
  List list;
  list.prefixes = net::PrefixSet::of({prefix("10.0.0.0/8")});
  list.destinations = {{prefix("10.1.0.0/16"), net::Ports{}}, {host("a.example.com"), std::nullopt},
                       {host("a.example.com"), net::Ports{}}, {host("**.example.org"), std::nullopt},
                       {host("b.example.org"), net::Ports{}}, {host("example.org"), net::Ports{}}};
  EXPECT_EQ(prefix_groups(list, {}).value().size(), 1U);
  const auto hosts = host_groups(list);
  ASSERT_EQ(hosts.size(), 2U);
  EXPECT_TRUE(hosts[0].ports.empty());
  EXPECT_EQ(hosts[1].hosts, std::vector{host("example.org")}) << "the name itself is not under it";
}

TEST(PortGroups, MergeWhatTouches) {
  const auto ports = [](std::uint16_t first, std::uint16_t last, net::Protocol protocol) {
    return net::Ports{first, last, protocol};
  };
  constexpr auto kTcp = net::Protocol::tcp;
  EXPECT_EQ(merged({ports(5, 9, kTcp), ports(443, 443, net::Protocol::udp), ports(1, 4, kTcp),
                    ports(65535, 65535, kTcp), ports(11, 12, kTcp), ports(12, 65535, kTcp)}),
            (PortList{ports(1, 9, kTcp), ports(11, 65535, kTcp), ports(443, 443, net::Protocol::udp)}));
}

// The twin: asks every other pattern.
std::vector<net::HostPattern> slowly_without_contained(std::vector<net::HostPattern> hosts) {
  const std::set<net::HostPattern> all(hosts.begin(), hosts.end());
  std::vector<net::HostPattern> out;
  for (const auto& each : all) {
    if (std::ranges::none_of(all, [&](const auto& other) { return other != each && other.contains(each); })) {
      out.push_back(each);
    }
  }
  return out;
}

TEST(WithoutContained, EqualsItsTwin) {
  std::mt19937_64 random(11);
  const std::string_view names[] = {"x.example", "a.x.example", "b.a.x.example", "ax.example",
                                    "a.b.x.example"};
  const std::string_view fronts[] = {"", "*.", "**."};
  for (int round = 0; round < 3000; ++round) {
    std::vector<net::HostPattern> hosts;
    for (std::uint64_t i = random() % 6; i-- > 0;) {
      hosts.push_back(
          host(std::string(fronts[random() % 3]) + std::string(names[random() % std::size(names)])));
    }
    EXPECT_EQ(without_contained(hosts), slowly_without_contained(hosts));
  }
}

TEST(RangeText, IsTheTargetsOwn) {
  EXPECT_EQ(range_text({443, 443, net::Protocol::tcp}, ":"), "443");
  EXPECT_EQ(range_text({1, 65535, net::Protocol::udp}, ":"), "1:65535");
}

}  // namespace
}  // namespace sallyport::render
