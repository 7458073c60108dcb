// nftables, iptables with ipset, pf: what is written is read back by small parsers.
#include <gtest/gtest.h>

#include <map>
#include <regex>

#include "net/test_addresses.h"
#include "render/testing/same_list.h"

namespace sallyport::render {
namespace {

using net::test::prefix;
using testing::lines_of;
using testing::list_of;
using testing::Parsed;
using testing::parsed_ports;
using testing::parsed_prefix;
using testing::random_list;
using testing::refusal;
using testing::rendered;
using testing::same_list;

std::vector<std::string> split_at(const std::string& text, const std::string& between) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  for (std::size_t end; (end = text.find(between, at)) != std::string::npos; at = end + between.size()) {
    parts.push_back(text.substr(at, end - at));
  }
  parts.push_back(text.substr(at));
  return parts;
}

// The elements of each set. Every set is declared and emptied before it is filled.
std::map<std::string, std::vector<std::string>> nft_sets(const std::string& text, const std::string& name) {
  std::map<std::string, std::vector<std::string>> sets;
  std::map<std::string, bool> flushed;
  std::vector<std::string>* open = nullptr;
  for (const std::string& line : lines_of(text)) {
    const auto words = split_at(line, " ");
    if (line == "}") {
      EXPECT_FALSE(open == nullptr || open->empty()) << "nft takes no empty list of elements";
      open = nullptr;
    } else if (open != nullptr) {
      open->push_back(line.ends_with(',') ? line.substr(0, line.size() - 1) : line);
    } else if (line.starts_with("add set inet " + name + " ")) {
      EXPECT_TRUE(sets.try_emplace(words.at(4)).second);
    } else if (line.starts_with("flush set inet " + name + " ")) {
      EXPECT_TRUE(sets.contains(words.at(4)));
      flushed[words.at(4)] = true;
    } else if (line.starts_with("add element inet " + name + " ")) {
      EXPECT_TRUE(flushed[words.at(4)]) << line;
      EXPECT_EQ(words.at(5), "{");
      open = &sets.at(words.at(4));
    } else {
      EXPECT_TRUE(line.starts_with("# ") || line.starts_with("add table") || line.starts_with("add chain") ||
                  line.starts_with("flush chain") || line.starts_with("add rule"))
          << line;
    }
  }
  EXPECT_EQ(open, nullptr);
  return sets;
}

Parsed parse_nft(const std::string& text, const std::string& name) {
  Parsed parsed;
  for (const auto& [set, elements] : nft_sets(text, name)) {
    const net::Family family = set.find("_v4") != std::string::npos ? net::Family::ipv4 : net::Family::ipv6;
    for (const std::string& element : elements) {
      const auto fields = split_at(element, " . ");
      const auto at = parsed_prefix(fields.at(0));
      EXPECT_EQ(at.family(), family) << element << " in " << set;
      EXPECT_EQ(fields.size(), set.ends_with("_ports") ? 3U : 1U);
      parsed.prefixes.emplace_back(
          at, fields.size() == 3 ? std::optional(parsed_ports(fields[2], fields[1])) : std::nullopt);
    }
  }
  return parsed;
}

TEST(Nftables, ParsesBackToTheSameList) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 300; ++round) {
    const List list = random_list(random, {.ports = round % 2 == 0});
    const auto output = rendered("nftables", list, {.name = "v"});
    ASSERT_EQ(output.files.size(), 1U);
    EXPECT_TRUE(same_list(list, parse_nft(output.files[0].text, "v"))) << output.files[0].text;
  }
}

TEST(Nftables, AcceptsMembersAndNothingElse) {
  const auto output = rendered("nftables", list_of("10.0.0.0/8"));
  std::vector<std::string> rules;
  for (const auto& line : lines_of(output.files[0].text)) {
    if (line.starts_with("add rule")) rules.push_back(line);
  }
  std::vector<std::string> expected;
  for (const std::string family : {"v4", "v6"}) {
    const std::string match = family == "v4" ? "ip" : "ip6";
    for (const std::string chain : {"from", "to"}) {
      const std::string address = match + (chain == "from" ? " saddr" : " daddr");
      const std::string start = "add rule inet sallyport sallyport_" + chain + " " + address;
      expected.push_back(start + " @sallyport_" + family + " accept");
      expected.push_back(start + " . meta l4proto . th dport @sallyport_" + family + "_ports accept");
    }
  }
  EXPECT_EQ(rules, expected);
}

TEST(Nftables, DoesNotTouchWhatIsNotItsOwn) {
  const auto output = rendered("nftables", list_of("10.0.0.0/8\n::1 53/udp"));
  for (const auto& line : lines_of(output.files[0].text)) {
    EXPECT_EQ(line.find("delete"), std::string::npos) << line;
    EXPECT_EQ(line.find("hook"), std::string::npos) << line;
    if (!line.starts_with("flush")) continue;
    EXPECT_NE(line.find(" inet sallyport sallyport_"), std::string::npos) << line;
  }
}

// What the kernel has after the commands, from nothing.
std::map<std::string, std::vector<std::string>> ipset_restore(const std::string& text) {
  std::map<std::string, std::vector<std::string>> sets;
  for (const auto& line : lines_of(text)) {
    const auto words = split_at(line, " ");
    EXPECT_LE(words.at(1).size(), 31U);
    if (words[0] == "create") {
      EXPECT_TRUE(line.ends_with(" -exist"));
      sets.try_emplace(words[1]);
    } else if (words[0] == "flush") {
      sets.at(words[1]).clear();
    } else if (words[0] == "add") {
      sets.at(words[1]).push_back(words.at(2));
    } else if (words[0] == "swap") {
      std::swap(sets.at(words[1]), sets.at(words.at(2)));
    } else if (words[0] == "destroy") {
      EXPECT_EQ(sets.erase(words[1]), 1U);
    } else {
      ADD_FAILURE() << line;
    }
  }
  return sets;
}

Parsed parse_ipset(const std::string& text, const std::string& name) {
  Parsed parsed;
  const auto sets = ipset_restore(text);
  EXPECT_EQ(sets.size(), 4U) << "none of those that were filled is left";
  for (const std::string family : {"_v4", "_v6"}) {
    for (const auto& element : sets.at(name + family)) {
      EXPECT_FALSE(element.ends_with("/0")) << "hash:net takes none";
      parsed.prefixes.emplace_back(parsed_prefix(element), std::nullopt);
    }
    for (const auto& element : sets.at(name + family + "_ports")) {
      std::smatch match;
      EXPECT_TRUE(std::regex_match(element, match, std::regex("(.*),(tcp|udp):([0-9-]+)"))) << element;
      EXPECT_FALSE(match[1].str().ends_with("/0"));
      parsed.prefixes.emplace_back(parsed_prefix(match[1].str()),
                                   parsed_ports(match[3].str(), match[2].str()));
    }
  }
  return parsed;
}

TEST(Iptables, ParsesBackToTheSameList) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 300; ++round) {
    const List list = random_list(random, {.ports = round % 2 == 0});
    const auto output = rendered("iptables", list, {.name = "v"});
    ASSERT_EQ(output.files.size(), 3U);
    EXPECT_TRUE(same_list(list, parse_ipset(output.files[0].text, "v"))) << output.files[0].text;
  }
}

TEST(Iptables, RulesAreTheSameForEveryList) {
  const auto one = rendered("iptables", list_of("10.0.0.0/8"));
  const auto other = rendered("iptables", list_of("::1 53/udp"));
  EXPECT_EQ(one.files[1].text, other.files[1].text);
  EXPECT_EQ(one.files[2].text, other.files[2].text);
  const auto rules = [](const std::string& family) {
    return "*filter\n:sallyport_from - [0:0]\n:sallyport_to - [0:0]\n"
           "-A sallyport_from -m set --match-set sallyport_" +
           family +
           " src -j ACCEPT\n"
           "-A sallyport_from -m set --match-set sallyport_" +
           family +
           "_ports src,dst -j ACCEPT\n"
           "-A sallyport_to -m set --match-set sallyport_" +
           family +
           " dst -j ACCEPT\n"
           "-A sallyport_to -m set --match-set sallyport_" +
           family + "_ports dst,dst -j ACCEPT\nCOMMIT\n";
  };
  EXPECT_EQ(one.files[1].text, rules("v4"));
  EXPECT_EQ(one.files[2].text, rules("v6"));
}

TEST(Iptables, RefusesANameForWhichIpsetHasNoRoom) {
  EXPECT_EQ(refusal("iptables", list_of("10.0.0.0/8"), {.name = "abcdefghijklmnopqrs"}).code,
            ErrorCode::invalid_setting);
  EXPECT_EQ(rendered("iptables", list_of("10.0.0.0/8"), {.name = "abcdefghijklmnopqr"}).files.size(), 3U);
}

TEST(Iptables, RefusesWhatWouldBeTooManyElements) {
  std::string text;
  for (int i = 0; i < 129; ++i) text += "10.0." + std::to_string(i) + ".0/32 1-65535/tcp\n";
  EXPECT_EQ(refusal("iptables", list_of(text)).code, ErrorCode::too_many_entries);
}

// pf.conf(5) as far as it is written here: tables, then rules.
struct Pf {
  std::map<std::string, std::vector<net::Prefix>> tables;
  Parsed in, out;
};

Pf parse_pf(const std::string& text) {
  Pf pf;
  std::string table;
  for (const auto& line : lines_of(text)) {
    std::smatch match;
    if (line.starts_with('#')) continue;
    if (std::regex_match(line, match, std::regex("table <([a-z0-9_]+)> const \\{"))) {
      table = match[1];
      EXPECT_TRUE(pf.tables.try_emplace(table).second);
    } else if (line == "}") {
      table.clear();
    } else if (!table.empty()) {
      EXPECT_TRUE(line.starts_with("  ")) << line;
      pf.tables[table].push_back(parsed_prefix(line.substr(2)));
    } else if (std::regex_match(
                   line, match,
                   std::regex("pass (in quick|out quick)( proto (tcp|udp))? (from|to) <([a-z0-9_]+)>"
                              "( to any)?( port ([0-9]+)(:([0-9]+))?)?"))) {
      const bool in = match[1] == "in quick";
      EXPECT_EQ(match[4], in ? "from" : "to");
      EXPECT_EQ(match[2].matched, match[7].matched);
      EXPECT_EQ(match[6].matched, in && match[7].matched) << "the port is that of where it goes: " << line;
      std::optional<net::Ports> ports;
      if (match[7].matched) {
        const std::string range = match[8].str() + (match[9].matched ? "-" + match[10].str() : "");
        ports = parsed_ports(range, match[3].str());
      }
      for (const auto& each : pf.tables.at(match[5]))
        (in ? pf.in : pf.out).prefixes.emplace_back(each, ports);
    } else {
      ADD_FAILURE() << line;
    }
  }
  return pf;
}

TEST(Pf, ParsesBackToTheSameList) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 300; ++round) {
    const List list = random_list(random, {.ports = round % 2 == 0});
    const auto output = rendered("pf", list, {.name = "v"});
    const Pf pf = parse_pf(output.files.at(0).text);
    EXPECT_TRUE(same_list(list, pf.in)) << output.files[0].text;
    EXPECT_TRUE(same_list(list, pf.out)) << output.files[0].text;
    for (const auto& [table, prefixes] : pf.tables) EXPECT_FALSE(prefixes.empty());
  }
}

TEST(Pf, TellsWhatALongListNeeds) {
  EXPECT_FALSE(testing::some_note_has(rendered("pf", testing::scattered_list(net::Family::ipv4, 1000)),
                                      "table-entries"));
  EXPECT_TRUE(testing::some_note_has(rendered("pf", testing::scattered_list(net::Family::ipv4, 200'001)),
                                     "table-entries"));
}

}  // namespace
}  // namespace sallyport::render
