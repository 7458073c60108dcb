// Squid: the acls that are written are read back as Squid reads them.
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "render/prefixes.h"
#include "render/testing/same_list.h"

namespace sallyport::render {
namespace {

using testing::apart_from_ipv4_list;
using testing::lines_of;
using testing::list_of;
using testing::Parsed;
using testing::parsed_ports;
using testing::parsed_prefix;
using testing::random_list;
using testing::refusal;
using testing::rendered;
using testing::same_list;

struct Acl {
  std::string type;
  std::vector<std::vector<std::string>> lines;  // the values of each
};
struct Conf {
  std::map<std::string, Acl> acls;
  std::vector<std::string> access;
};

Conf parse_conf(const std::string& text) {
  Conf conf;
  for (const auto& line : lines_of(text)) {
    if (line.starts_with('#')) continue;
    std::istringstream in(line);
    std::vector<std::string> words(std::istream_iterator<std::string>(in), {});
    if (words.at(0) == "http_access") {
      conf.access.push_back(line);
      continue;
    }
    EXPECT_EQ(words[0], "acl") << line;
    EXPECT_LE(words.at(1).size(), 63U);
    Acl& acl = conf.acls[words[1]];
    EXPECT_TRUE(acl.type.empty() || acl.type == words.at(2)) << "one name, two types: " << line;
    acl.type = words.at(2);
    acl.lines.emplace_back(words.begin() + 3, words.end());
    for (const auto& value : acl.lines.back()) {
      const bool names_acls = acl.type == "any-of" || acl.type == "all-of";
      EXPECT_TRUE(!names_acls || conf.acls.contains(value)) << value << " stands before it is made";
    }
  }
  return conf;
}

// The host pattern behind what stands in dstdom_regex; tried, not only read.
std::string pattern_behind(const std::string& expression) {
  std::smatch match;
  EXPECT_TRUE(std::regex_match(expression, match,
                               std::regex(R"(\^(\.\+|\[\^\.\]\+)\\\.((?:[a-z0-9-]+(?:\\\.)?)+)\$)")))
      << expression;
  const std::string name = std::regex_replace(match[2].str(), std::regex(R"(\\\.)"), ".");
  const std::string text = (match[1] == ".+" ? "**." : "*.") + name;
  const auto pattern = net::HostPattern::parse(text).value();
  const std::regex tried(expression, std::regex::extended);
  for (const std::string& host :
       {name, "a." + name, "a.b." + name, "a" + name, name + ".a", "a." + name + "x"}) {
    EXPECT_EQ(std::regex_search(host, tried), pattern.contains(host)) << host << " and " << expression;
  }
  return text;
}

void append_hosts(Parsed& parsed, const Acl& acl, const std::vector<std::optional<net::Ports>>& ports) {
  std::vector<std::string> hosts;
  for (const auto& values : acl.lines) {
    EXPECT_EQ(values.at(0), "-n") << "a request for an address must not be looked up backwards";
    EXPECT_EQ(values.size(), 2U);
    if (acl.type == "dstdom_regex") {
      hosts.push_back(pattern_behind(values[1]));
    } else if (values[1].starts_with('.')) {
      hosts.push_back(values[1].substr(1));
      hosts.push_back("**" + values[1]);
    } else {
      hosts.push_back(values[1]);
    }
  }
  for (const auto& host : hosts) {
    for (const auto& each : ports) parsed.hosts.emplace_back(host, each);
  }
}

void append_acl(Parsed& parsed, const Acl& acl, const std::vector<std::optional<net::Ports>>& ports) {
  if (acl.type != "dst") return append_hosts(parsed, acl, ports);
  for (const auto& values : acl.lines) {
    for (const auto& each : ports) parsed.prefixes.emplace_back(parsed_prefix(values.at(0)), each);
  }
}

Parsed parse_squid(const std::string& text, const std::string& name) {
  const Conf conf = parse_conf(text);
  EXPECT_EQ(conf.access, std::vector{"http_access deny !" + name + "_allowed"});
  Parsed parsed;
  const Acl& allowed = conf.acls.at(name + "_allowed");
  EXPECT_EQ(allowed.type, "any-of");
  for (const auto& values : allowed.lines) {
    EXPECT_EQ(values.size(), 1U);
    const Acl& member = conf.acls.at(values[0]);
    if (member.type != "all-of") {
      append_acl(parsed, member, {std::nullopt});
      continue;
    }
    EXPECT_EQ(member.lines.at(0).size(), 2U);
    std::vector<std::optional<net::Ports>> ports;
    const Acl& port = conf.acls.at(member.lines[0].at(1));
    EXPECT_EQ(port.type, "port");
    for (const auto& each : port.lines) ports.push_back(parsed_ports(each.at(0), "tcp"));
    append_acl(parsed, conf.acls.at(member.lines[0][0]), ports);
  }
  return parsed;
}

// Squid refuses an acl of dstdomain in which one value contains another.
void expect_no_parent_beside_child(const Conf& conf) {
  for (const auto& [name, acl] : conf.acls) {
    if (acl.type != "dstdomain") continue;
    for (const auto& parent : acl.lines) {
      for (const auto& child : acl.lines) {
        if (parent == child || !parent.at(1).starts_with('.')) continue;
        EXPECT_FALSE(("." + child.at(1)).ends_with(parent[1])) << child[1] << " is in " << parent[1];
      }
    }
  }
}

TEST(Squid, ParsesBackToTheSameList) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 300; ++round) {
    List list = random_list(random, {.ports = round % 2 == 0, .hosts = true, .wildcards = true});
    for (auto& destination : list.destinations) {
      if (destination.ports) destination.ports->protocol = net::Protocol::tcp;
    }
    const auto output = rendered("squid", list, {.name = "v"});
    EXPECT_TRUE(same_list(apart_from_ipv4_list(list), parse_squid(output.files.at(0).text, "v")))
        << output.files[0].text;
    expect_no_parent_beside_child(parse_conf(output.files[0].text));
  }
}

TEST(Squid, SaysNamesAsTheyAreMeant) {
  const auto values = [](std::string_view list) {
    std::vector<std::string> found;
    for (const auto& line : lines_of(rendered("squid", list_of(list)).files[0].text)) {
      if (line.find(" dstdom") != std::string::npos) found.push_back(line.substr(line.find(" dstdom") + 1));
    }
    return found;
  };
  EXPECT_EQ(values("example.com"), std::vector<std::string>{"dstdomain -n example.com"});
  EXPECT_EQ(values("example.com\n**.example.com"), std::vector<std::string>{"dstdomain -n .example.com"});
  EXPECT_EQ(values("**.example.com"), std::vector<std::string>{R"(dstdom_regex -n ^.+\.example\.com$)"});
  EXPECT_EQ(values("*.example.com"), std::vector<std::string>{R"(dstdom_regex -n ^[^.]+\.example\.com$)"});
  EXPECT_EQ(values("example.com\n**.example.com\na.example.com\n**.b.example.com"),
            std::vector<std::string>{"dstdomain -n .example.com"})
      << "a child beside its parent is an error for Squid";
}

TEST(Squid, CarriesNoUdp) {
  EXPECT_EQ(refusal("squid", list_of("example.com 443/udp")).code, ErrorCode::cannot_say);
}

}  // namespace
}  // namespace sallyport::render
