// Windows, MikroTik, Cisco, Juniper. Their lines are read by small parsers of our own; those of RouterOS and
// Junos are carried out on lists that have something in them already.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <map>
#include <set>
#include <sstream>

#include "render/testing/same_list.h"

namespace sallyport::render {
namespace {

using testing::lines_of;
using testing::Parsed;
using testing::parsed_ports;
using testing::parsed_prefix;
using testing::random_list;
using testing::refusal;
using testing::rendered;
using testing::same_list;
using testing::scattered_list;

std::string device_text(std::string_view target, const List& list, const Options& options = {}) {
  const Rendered output = rendered(target, list, options);
  EXPECT_EQ(output.files.size(), 1U);
  return output.files.front().text;
}

std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::istringstream in(line);
  for (std::string word; in >> word;) words.push_back(std::move(word));
  return words;
}

// What stands in single quotes in the line, one after the other.
std::vector<std::string> quoted_in(const std::string& line) {
  std::vector<std::string> quoted;
  std::size_t at = 0;
  while ((at = line.find('\'', at)) != std::string::npos) {
    const std::size_t end = line.find('\'', at + 1);
    quoted.push_back(line.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return quoted;
}

// Between `start` and the next parenthesis that closes; "" where there is none.
std::string argument(const std::string& line, const std::string& start) {
  const std::size_t at = line.find(start);
  if (at == std::string::npos) return {};
  return line.substr(at + start.size(), line.find(')', at) - at - start.size());
}

Parsed parse_powershell(const std::string& text, bool in) {
  Parsed parsed;
  std::vector<std::optional<net::Ports>> scopes;
  std::set<std::string> names;
  std::size_t addresses = 0;
  for (const auto& line : lines_of(text)) {
    if (line.starts_with("  $new += New-NetFirewallRule ")) {
      EXPECT_TRUE(names.insert(quoted_in(line).at(0)).second) << line;
      EXPECT_EQ(quoted_in(line).at(1), in ? "sallyport-in" : "sallyport-out");
      EXPECT_NE(line.find(in ? " -Direction Inbound -Action Allow" : " -Direction Outbound -Action Allow"),
                std::string::npos);
      EXPECT_TRUE(line.ends_with(" -RemoteAddress @(")) << line;
      scopes.clear();
      const std::string ports = argument(line, in ? " -LocalPort @(" : " -RemotePort @(");
      const std::string protocol = line.find(" -Protocol TCP") != std::string::npos ? "tcp" : "udp";
      for (const auto& range : quoted_in(ports)) scopes.emplace_back(parsed_ports(range, protocol));
      EXPECT_EQ(scopes.empty(), line.find(" -Protocol ") == std::string::npos) << line;
      if (scopes.empty()) scopes.emplace_back(std::nullopt);
      addresses = 0;
    } else if (line.starts_with("    '")) {
      const net::Prefix prefix = parsed_prefix(quoted_in(line).at(0));
      EXPECT_GT(prefix.length(), 0U);
      EXPECT_LE(++addresses, 1000U);
      for (const auto& scope : scopes) parsed.prefixes.emplace_back(prefix, scope);
    } else if (line == "  )") {
      EXPECT_GE(addresses, 1U);
    }
  }
  return parsed;
}

TEST(WindowsPowershell, ReadsBackToTheSameList) {
  std::mt19937_64 random(41);
  for (int i = 0; i < 300; ++i) {
    const List list = random_list(random, {.ports = true});
    ASSERT_TRUE(same_list(list, parse_powershell(device_text("windows-powershell", list), true))) << i;
    const Options out{.direction = Direction::out};
    ASSERT_TRUE(same_list(list, parse_powershell(device_text("windows-powershell", list, out), false))) << i;
  }
}

TEST(WindowsPowershell, TheOldRulesGoLast) {
  const std::string text = device_text("windows-powershell", parse_list("192.0.2.1\n192.0.2.3").value());
  EXPECT_EQ(text, R"($ErrorActionPreference = 'Stop'
$old = @(Get-NetFirewallRule -Group 'sallyport-in' -ErrorAction SilentlyContinue)
$new = @()
try {
  $new += New-NetFirewallRule -DisplayName 'sallyport-in-1' -Group 'sallyport-in' -Direction Inbound -Action Allow -RemoteAddress @(
    '192.0.2.1/32',
    '192.0.2.3/32'
  )
} catch {
  foreach ($rule in $new) { $rule | Remove-NetFirewallRule }
  throw
}
foreach ($rule in $old) { $rule | Remove-NetFirewallRule }
)");
}

TEST(WindowsPowershell, IsSplitAtAThousandAddresses) {
  const auto rules_of = [](std::size_t count) {
    const auto lines = lines_of(device_text("windows-powershell", scattered_list(net::Family::ipv4, count)));
    return std::ranges::count_if(lines,
                                 [](const auto& line) { return line.find("New-") != std::string::npos; });
  };
  EXPECT_EQ(rules_of(1000), 1);
  EXPECT_EQ(rules_of(1001), 2);
}

// A router with the lists of both families, which carries out a script as /import does.
struct Router {
  using Entries = std::map<std::string, std::set<std::string>>;  // of each list
  Entries entries[2];                                            // IPv4, IPv6

  void run(const std::string& script) {
    Entries* menu = nullptr;
    for (const auto& line : lines_of(script)) {
      const auto words = words_of(line);
      if (line == "/ip firewall address-list") {
        menu = &entries[0];
      } else if (line == "/ipv6 firewall address-list") {
        menu = &entries[1];
      } else if (words.at(0) == "add") {
        const std::string list = after(words.at(1), "list=");
        EXPECT_TRUE((*menu)[list].insert(after(words.at(2), "address=")).second) << line;
      } else if (words.at(0) == "remove") {
        menu->erase(after(words.at(3), "list="));
        EXPECT_EQ(words.at(5), "dynamic=no]");
      } else if (words.at(0) == "set") {
        auto moved = std::move((*menu)[after(words.at(3), "list=")]);
        menu->erase(after(words.at(3), "list="));
        if (!moved.empty()) (*menu)[after(words.at(6), "list=")].merge(moved);
      } else {
        ADD_FAILURE() << line;
      }
    }
  }
  static std::string after(const std::string& word, const std::string& start) {
    EXPECT_TRUE(word.starts_with(start)) << word;
    return word.substr(start.size());
  }
};

Parsed parsed_router(const Router& router) {
  Parsed parsed;
  std::set<std::string> hosts[2];
  for (const std::size_t family : {0U, 1U}) {
    for (const auto& [name, entries] : router.entries[family]) {
      if (name != "sallyport") {
        EXPECT_EQ(name, "other");
        continue;
      }
      for (const auto& entry : entries) {
        if (const auto prefix = net::Prefix::parse(entry)) {
          EXPECT_EQ(prefix->family() == net::Family::ipv6, family == 1U) << entry;
          parsed.prefixes.emplace_back(*prefix, std::nullopt);
        } else {
          hosts[family].insert(entry);
        }
      }
    }
  }
  EXPECT_EQ(hosts[0], hosts[1]);
  for (const auto& host : hosts[0]) parsed.hosts.emplace_back(host, std::nullopt);
  return parsed;
}

TEST(Mikrotik, TheListTakesThePlaceOfTheOldOne) {
  std::mt19937_64 random(42);
  for (int i = 0; i < 300; ++i) {
    const List list = random_list(random, {.hosts = true});
    Router router;
    for (auto& entries : router.entries) {
      entries = {{"sallyport", {"203.0.113.1", "2001:db8:ffff::1"}},
                 {"sallyport_next", {"203.0.113.2"}},
                 {"other", {"x"}}};
    }
    router.run(device_text("mikrotik", list));
    ASSERT_TRUE(same_list(list, parsed_router(router))) << i;
    router.run(device_text("mikrotik", list));  // again
    ASSERT_TRUE(same_list(list, parsed_router(router))) << i;
    EXPECT_EQ(router.entries[0].at("other").size(), 1U);
  }
}

TEST(Mikrotik, RefusesWildcardsByName) {
  const Error error = refusal("mikrotik", parse_list("a.example.com\n**.example.com").value());
  EXPECT_EQ(error.code, ErrorCode::cannot_say);
  EXPECT_NE(error.message.find("**.example.com"), std::string::npos) << error.message;
}

unsigned length_of_netmask(const std::string& text) {
  const std::uint32_t bits = net::Address::parse(text).value().ipv4_bits();
  const auto length = static_cast<unsigned>(std::countl_one(bits));
  EXPECT_EQ(length == 0 ? 0 : bits << length, 0U) << text;
  return length;
}

Parsed parse_cisco(const std::string& text, const std::string& name) {
  Parsed parsed;
  std::string group;
  std::size_t objects = 0;
  for (const auto& line : lines_of(text)) {
    const auto words = words_of(line);
    if (!line.starts_with(' ')) {
      EXPECT_EQ(words.at(0), "object-group");
      group = words.at(1);
      EXPECT_EQ(words.at(2), name + (group == "network" ? "_ipv4" : "_ipv6"));
      objects = 0;
      continue;
    }
    if (line == " exit") {
      EXPECT_GE(objects, 1U);
      continue;
    }
    ++objects;
    net::Prefix prefix;
    if (words.at(0) == "any") {
      prefix = parsed_prefix(group == "network" ? "0.0.0.0/0" : "::/0");
    } else if (words.at(0) == "host") {
      prefix = net::Prefix(net::Address::parse(words.at(1)).value());
    } else if (group == "network") {
      prefix = parsed_prefix(words.at(0) + '/' + std::to_string(length_of_netmask(words.at(1))));
    } else {
      prefix = parsed_prefix(words.at(0));
    }
    EXPECT_EQ(prefix.family() == net::Family::ipv4, group == "network") << line;
    parsed.prefixes.emplace_back(prefix, std::nullopt);
  }
  return parsed;
}

TEST(Cisco, ReadsBackToTheSameList) {
  std::mt19937_64 random(43);
  for (int i = 0; i < 300; ++i) {
    const List list = random_list(random, {});
    ASSERT_TRUE(same_list(list, parse_cisco(device_text("cisco", list, {.name = "v_1"}), "v_1"))) << i;
  }
  for (unsigned length = 0; length <= 32; ++length) {
    const List list{net::PrefixSet::of({net::Prefix::enclosing(net::Address::ipv4(0xc0a80101), length)}), {}};
    ASSERT_TRUE(same_list(list, parse_cisco(device_text("cisco", list), "sallyport"))) << length;
  }
}

TEST(Cisco, AFamilyWithoutPrefixesHasNoGroup) {
  EXPECT_EQ(device_text("cisco", parse_list("192.0.2.0/24").value()),
            "object-group network sallyport_ipv4\n 192.0.2.0 255.255.255.0\n exit\n");
  EXPECT_EQ(device_text("cisco", parse_list("2001:db8::1").value()),
            "object-group v6-network sallyport_ipv6\n host 2001:db8::1\n exit\n");
}

using JunosLists = std::map<std::string, std::set<std::string>>;

void run_junos(JunosLists& lists, const std::string& text) {
  for (const auto& line : lines_of(text)) {
    const auto words = words_of(line);
    EXPECT_EQ(words.at(1), "policy-options");
    EXPECT_EQ(words.at(2), "prefix-list");
    if (words.at(0) == "delete") {
      EXPECT_EQ(words.size(), 4U);
      lists.erase(words.at(3));
    } else {
      EXPECT_EQ(words.at(0), "set");
      EXPECT_TRUE(lists[words.at(3)].insert(words.at(4)).second) << line;
    }
  }
}

Parsed parsed_router(const JunosLists& lists) {
  Parsed parsed;
  for (const auto& [name, entries] : lists) {
    EXPECT_LE(entries.size(), 85'325U);
    for (const auto& entry : entries) {
      EXPECT_NE(entry.find('/'), std::string::npos);
      parsed.prefixes.emplace_back(parsed_prefix(entry), std::nullopt);
      const bool ipv4 = parsed.prefixes.back().first.family() == net::Family::ipv4;
      EXPECT_TRUE(name.starts_with(ipv4 ? "sallyport_ipv4_" : "sallyport_ipv6_")) << name;
    }
  }
  return parsed;
}

TEST(Juniper, TheListsTakeThePlaceOfTheOldOnes) {
  std::mt19937_64 random(44);
  for (int i = 0; i < 300; ++i) {
    const List list = random_list(random, {});
    JunosLists lists;
    run_junos(lists, device_text("juniper", list));
    ASSERT_TRUE(same_list(list, parsed_router(lists))) << i;
    for (auto& [name, entries] : lists) entries.insert("203.0.113.1/32");
    run_junos(lists, device_text("juniper", list));
    ASSERT_TRUE(same_list(list, parsed_router(lists))) << i;
  }
}

TEST(Juniper, IsSplitAtWhatAListTakes) {
  for (const auto& [count, expected] : {std::pair{85'325U, 1U}, {85'326U, 2U}}) {
    JunosLists lists;
    const List list = scattered_list(net::Family::ipv4, count);
    run_junos(lists, device_text("juniper", list));
    EXPECT_EQ(lists.size(), expected);
    EXPECT_TRUE(same_list(list, parsed_router(lists)));
  }
}

// What these have no words for.
TEST(Devices, RefuseWhatTheyCannotSay) {
  const List host = parse_list("192.0.2.1\nb.example.com\na.example.com").value();
  for (const char* target :
       {"windows-powershell", "cisco", "juniper", "calico", "cloudflare-list", "aws-prefix-list",
        "aws-waf-ip-set", "aws-security-group", "google-cloud-firewall", "azure-firewall"}) {
    const Error error = refusal(target, host);
    EXPECT_EQ(error.code, ErrorCode::cannot_say) << target;
    EXPECT_NE(error.message.find("'a.example.com' and 1 line more"), std::string::npos)
        << target << ": " << error.message;
  }
  const List ports = parse_list("192.0.2.1\n192.0.2.2 443/tcp").value();
  for (const char* target :
       {"mikrotik", "cisco", "juniper", "calico", "cloudflare-list", "aws-prefix-list", "aws-waf-ip-set"}) {
    const Error error = refusal(target, ports);
    EXPECT_EQ(error.code, ErrorCode::cannot_say) << target;
    EXPECT_NE(error.message.find("192.0.2.2 443/tcp"), std::string::npos) << target << ": " << error.message;
  }
}

}  // namespace
}  // namespace sallyport::render
