// dnsmasq and Unbound: what is written is read back as they read it.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "render/testing/same_list.h"

namespace sallyport::render {
namespace {

using testing::lines_of;
using testing::list_of;
using testing::Parsed;
using testing::parsed_ports;
using testing::random_list;
using testing::refusal;
using testing::rendered;
using testing::same_list;
using testing::some_note_has;

// Every host with all names under it.
List made_whole(List list) {
  std::vector<net::Destination> all;
  for (const auto& destination : list.destinations) {
    const auto* const host = std::get_if<net::HostPattern>(&destination.what);
    if (host == nullptr) {
      all.push_back(destination);
      continue;
    }
    all.push_back({net::HostPattern::parse(host->name()).value(), destination.ports});
    all.push_back({net::HostPattern::parse("**." + host->name()).value(), destination.ports});
  }
  std::ranges::sort(all);
  all.erase(std::ranges::unique(all).begin(), all.end());
  return {list.prefixes, std::move(all)};
}

// Which ports the rules accept for each set that dnsmasq fills.
std::map<std::string, std::vector<std::optional<net::Ports>>> accepted(const std::string& nft) {
  std::map<std::string, std::vector<std::optional<net::Ports>>> sets;
  const std::regex rule(
      R"(add rule inet v v_to (ip6?) daddr @(v_hosts_[0-9]+_v[46])( (tcp|udp) dport \{ ([0-9, -]+) \})? accept)");
  for (const auto& line : lines_of(nft)) {
    std::smatch match;
    if (!std::regex_match(line, match, rule)) continue;
    auto& ports = sets[match[2]];
    if (!match[3].matched) {
      ports.push_back(std::nullopt);
      continue;
    }
    std::string ranges = match[5];
    for (std::smatch range; std::regex_search(ranges, range, std::regex("[0-9-]+"));
         ranges = range.suffix()) {
      ports.push_back(parsed_ports(range[0].str(), match[4].str()));
    }
  }
  return sets;
}

// The names, each with what dnsmasq makes of it: of the lines that match a name, the longest counts alone.
Parsed parse_dnsmasq(const Rendered& output) {
  EXPECT_EQ(output.files.at(1).name, "v.nft");
  const auto sets = accepted(output.files[1].text);
  Parsed parsed;
  std::map<std::string, std::string> lines;
  const std::regex nftset("nftset=/([^/]+)/4#inet#v#(v_hosts_[0-9]+)_v4,6#inet#v#(v_hosts_[0-9]+)_v6");
  for (const auto& line : lines_of(output.files[0].text)) {
    if (line.starts_with('#')) continue;
    std::smatch match;
    EXPECT_TRUE(std::regex_match(line, match, nftset)) << line;
    EXPECT_EQ(match[2], match[3]);
    EXPECT_LT(line.size(), 1024U);
    EXPECT_TRUE(lines.emplace(match[1], match[2]).second) << "one line for a name: " << line;
    EXPECT_EQ(sets.at(match[2].str() + "_v4"), sets.at(match[2].str() + "_v6"));
    EXPECT_NE(output.files[1].text.find("add set inet v " + match[2].str() + "_v4 { type ipv4_addr; }\n"),
              std::string::npos);
  }
  for (const auto& [name, set] : lines) {
    for (const auto& ports : sets.at(set + "_v4")) {
      parsed.hosts.emplace_back(name, ports);
      parsed.hosts.emplace_back("**." + name, ports);
    }
    // What stands in the line of a name above is not taken from this one: its ports must be there too.
    for (const auto& [above, its] : lines) {
      if (!name.ends_with("." + above)) continue;
      for (const auto& ports : sets.at(its + "_v4")) {
        const auto& own = sets.at(set + "_v4");
        const bool there = std::ranges::any_of(own, [&](const auto& each) {
          return !each || (ports && each->protocol == ports->protocol && each->first <= ports->first &&
                           ports->last <= each->last);
        });
        EXPECT_TRUE(there) << name << " has less than " << above;
      }
    }
  }
  return parsed;
}

TEST(Dnsmasq, ParsesBackToTheSameList) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 300; ++round) {
    const List list =
        made_whole(random_list(random, {.ports = round % 2 == 0, .hosts = true, .wildcards = true}));
    List hosts = list;
    hosts.prefixes = {};
    std::erase_if(hosts.destinations,
                  [](const auto& each) { return std::holds_alternative<net::Prefix>(each.what); });
    const auto output = render(*find_target("dnsmasq"), list, {.name = "v"});
    if (!output) {  // a name on other ports than all under it
      EXPECT_EQ(output.error().code, ErrorCode::cannot_say) << output.error().message;
      continue;
    }
    EXPECT_TRUE(same_list(hosts, parse_dnsmasq(*output))) << output->files[0].text << output->files[1].text;
  }
}

TEST(Dnsmasq, WhatItLetsInBesidesHasToBeAskedFor) {
  for (const char* text :
       {"example.com 443/tcp", "**.example.com", "*.example.com 443/tcp", "example.com\n*.example.com",
        "example.com 443/tcp\n**.example.com 80/tcp", "example.com\n**.example.com\nwww.example.org"}) {
    const List list = list_of(text);
    EXPECT_EQ(refusal("dnsmasq", list).code, ErrorCode::cannot_say) << text;
    const auto summary = rendered("dnsmasq", list, {.name = "v", .summarise = true});
    EXPECT_TRUE(some_note_has(summary, "let in besides")) << text;
    EXPECT_TRUE(same_list(made_whole(list), parse_dnsmasq(summary))) << text;
  }
  EXPECT_FALSE(some_note_has(rendered("dnsmasq", list_of("example.com\n**.example.com"), {.summarise = true}),
                             "besides"));
}

TEST(Dnsmasq, TheFileForNftablesHasThePrefixesToo) {
  const auto output = rendered("dnsmasq", list_of("10.0.0.0/8\n::1 443/tcp"), {.name = "v"});
  EXPECT_EQ(output.files[1].text,
            rendered("nftables", list_of("10.0.0.0/8\n::1 443/tcp"), {.name = "v"}).files[0].text);
}

// A response policy zone, asked as RFC 4592 says: the name, or `*` below the closest name above it that
// exists.
class Zone {
 public:
  explicit Zone(const std::string& text) {
    const std::regex rule(R"((\S+) CNAME (\.|rpz-passthru\.))");
    for (const auto& line : lines_of(text)) {
      std::smatch match;
      if (line.starts_with(';') || line.starts_with('$') || line.starts_with('@')) continue;
      EXPECT_TRUE(std::regex_match(line, match, rule)) << line;
      EXPECT_TRUE(rules_.emplace(match[1], match[2] != ".").second) << line;
    }
  }

  bool passes(std::string name) const {
    if (const auto rule = rules_.find(name); rule != rules_.end()) return rule->second;
    while (!name.empty() && !exists(name)) name = above(name);
    const auto rule = rules_.find(name.empty() ? "*" : "*." + name);
    return rule == rules_.end() || rule->second;  // without a rule, Unbound answers as ever
  }

  const std::map<std::string, bool>& rules() const { return rules_; }

 private:
  static std::string above(const std::string& name) {
    const auto dot = name.find('.');
    return dot == std::string::npos ? "" : name.substr(dot + 1);
  }
  bool exists(const std::string& name) const {
    return std::ranges::any_of(
        rules_, [&](const auto& rule) { return rule.first == name || rule.first.ends_with("." + name); });
  }
  std::map<std::string, bool> rules_;
};

std::vector<std::string> questions(const Zone& zone) {
  std::vector<std::string> names{"test", "other.test", "a.other.test"};
  for (const auto& [rule, passes] : zone.rules()) {
    const std::string name = rule == "*" ? "x" : rule.starts_with("*.") ? rule.substr(2) : rule;
    for (const char* const front : {"", "y.", "z.y.", "w.z.y.", "a."}) names.push_back(front + name);
    names.push_back("y" + name);
  }
  return names;
}

bool some_contains(const List& list, const std::string& name) {
  return std::ranges::any_of(list.destinations, [&](const auto& each) {
    const auto* const host = std::get_if<net::HostPattern>(&each.what);
    return host != nullptr && host->contains(name);
  });
}

TEST(Unbound, LetsPassWhatIsOnTheListAndNothingElse) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 200; ++round) {
    List list = random_list(random, {.hosts = true, .wildcards = true});
    list.prefixes = {};
    std::erase_if(list.destinations, [](const auto& each) {
      const auto* const host = std::get_if<net::HostPattern>(&each.what);
      return host == nullptr || host->depth() == net::Depth::one;
    });
    if (list.destinations.empty()) continue;
    const Zone zone(rendered("unbound", list).files.at(0).text);
    for (const auto& name : questions(zone)) EXPECT_EQ(zone.passes(name), some_contains(list, name)) << name;
  }
}

TEST(Unbound, OneLabelIsWidenedOnlyWhereThatIsAskedFor) {
  const List list = list_of("*.example.com\nexample.org");
  EXPECT_EQ(refusal("unbound", list).code, ErrorCode::cannot_say);
  const auto summary = rendered("unbound", list, {.summarise = true});
  EXPECT_TRUE(some_note_has(summary, "besides"));
  EXPECT_EQ(summary.files[0].text, rendered("unbound", list_of("**.example.com\nexample.org")).files[0].text);
}

TEST(Unbound, RefusesANameForWhichTheZoneHasNoRoom) {
  const std::string label(63, 'a');
  const std::string longest =
      label + "." + label + "." + label + "." + std::string(40, 'b') + ".example.com";  // 244
  EXPECT_EQ(refusal("unbound", list_of(longest)).code, ErrorCode::cannot_say);
  EXPECT_EQ(rendered("unbound", list_of(longest), {.name = "v"}).files.size(), 2U);
}

}  // namespace
}  // namespace sallyport::render
