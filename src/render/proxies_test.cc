// Proxies and servers that look at who connects: what is written is read back by small parsers.
#include <gtest/gtest.h>

#include <regex>

#include "net/test_addresses.h"
#include "render/prefixes.h"
#include "render/testing/same_list.h"

namespace sallyport::render {
namespace {

using net::test::prefix;
using testing::apart_from_ipv4_list;
using testing::lines_of;
using testing::list_of;
using testing::Parsed;
using testing::parsed_prefix;
using testing::random_list;
using testing::rendered;
using testing::same_list;
using testing::some_note_has;

// How a target writes a prefix: a line of it, and the lines that stand before and behind all of them.
struct Form {
  std::string_view target;
  std::string line;  // a pattern with one group
  std::vector<std::string> before, after;
  bool knows_families = false;
};

const std::vector<Form>& forms() {
  static const std::vector<Form> all{
      {"nginx", "allow (.*);", {}, {"deny all;"}, true},
      {"nginx-geo", "  (.*) 1;", {"geo $v_allowed {", "  default 0;"}, {"}"}, true},
      {"haproxy", "(.*)", {}, {}},
      {"caddy",
       "\t\tremote_ip (.*)",
       {"@v_others {", "\tnot {"},
       {"\t}", "}", "respond @v_others 403"},
       true},
      {"traefik",
       "          - \"(.*)\"",
       {"http:", "  middlewares:", "    v:", "      ipAllowList:", "        sourceRange:"},
       {},
       true},
      {"apache", "  Require ip (.*)", {"<RequireAny>"}, {"</RequireAny>"}, true},
      {"postfix", "(.*) OK", {}, {}, true},
  };
  return all;
}

Parsed parse_form(const Form& form, const std::string& text) {
  auto lines = lines_of(text);
  while (!lines.empty() && lines.front().starts_with("# ")) lines.erase(lines.begin());
  EXPECT_GE(lines.size(), form.before.size() + form.after.size());
  const auto first = lines.begin() + static_cast<std::ptrdiff_t>(form.before.size());
  const auto last = lines.end() - static_cast<std::ptrdiff_t>(form.after.size());
  EXPECT_EQ(std::vector(lines.begin(), first), form.before);
  EXPECT_EQ(std::vector(last, lines.end()), form.after);
  Parsed parsed;
  const std::regex pattern(form.line);
  for (auto line = first; line != last; ++line) {
    std::smatch match;
    EXPECT_TRUE(std::regex_match(*line, match, pattern)) << *line;
    parsed.prefixes.emplace_back(parsed_prefix(match[1].str()), std::nullopt);
  }
  return parsed;
}

TEST(Proxies, ParseBackToTheSameList) {
  std::mt19937_64 random(1);
  for (const Form& form : forms()) {
    for (int round = 0; round < 100; ++round) {
      const List list = random_list(random, {});
      const auto output = rendered(form.target, list, {.name = "v"});
      ASSERT_EQ(output.files.size(), 1U);
      EXPECT_TRUE(same_list(form.knows_families ? list : apart_from_ipv4_list(list),
                            parse_form(form, output.files[0].text)))
          << form.target << "\n"
          << output.files[0].text;
    }
  }
}

// These see an IPv4 client as ::ffff:a.b.c.d, or may.
TEST(Proxies, NoPrefixOfIpv6LetsIpv4In) {
  for (const std::string target : {"haproxy", "envoy", "squid"}) {
    const auto output = rendered(target, list_of("::/0"));
    EXPECT_EQ(output.files[0].text.find("::/0"), std::string::npos) << target;
    EXPECT_EQ(output.files[0].text.find("\"::\", prefix_len: 0"), std::string::npos) << target;
    EXPECT_NE(output.files[0].text.find("8000::"), std::string::npos) << target;
  }
}

TEST(Proxies, SayWhatBecomesOfTheRest) {
  for (const std::string_view target : {"nginx", "caddy", "apache", "envoy"}) {
    EXPECT_TRUE(some_note_has(rendered(target, list_of("10.0.0.0/8")), "the rest")) << target;
  }
  for (const std::string_view target : {"nginx-geo", "haproxy", "postfix"}) {
    EXPECT_TRUE(some_note_has(rendered(target, list_of("10.0.0.0/8")), "denies nobody")) << target;
  }
}

TEST(Nginx, TellsThatALongListIsSlow) {
  EXPECT_FALSE(
      some_note_has(rendered("nginx", testing::scattered_list(net::Family::ipv4, 1000)), "nginx-geo"));
  EXPECT_TRUE(
      some_note_has(rendered("nginx", testing::scattered_list(net::Family::ipv4, 1001)), "nginx-geo"));
}

// The policies of the filter: for each, its permissions and its principals.
Parsed parse_envoy(const std::string& text, const std::string& name) {
  Parsed parsed;
  std::vector<std::optional<net::Ports>> ports;
  bool permissions = false;
  const auto lines = lines_of(text);
  EXPECT_EQ(lines.at(1), "name: envoy.filters.http.rbac");
  EXPECT_EQ(lines.at(3), "  \"@type\": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC");
  EXPECT_EQ(lines.at(5), "    action: ALLOW");
  for (std::size_t i = 7; i < lines.size(); ++i) {
    std::smatch match;
    const std::string& line = lines[i];
    if (std::regex_match(line, std::regex("      " + name + "_[0-9]+:"))) {
      EXPECT_EQ(lines.at(++i), "        permissions:");
      ports.clear();
      permissions = true;
    } else if (line == "        principals:") {
      EXPECT_TRUE(permissions);
      EXPECT_FALSE(ports.empty()) << "no permission is none at all";
      permissions = false;
    } else if (permissions && line == "        - any: true") {
      ports.push_back(std::nullopt);
    } else if (permissions &&
               std::regex_match(line, match, std::regex("        - destination_port: ([0-9]+)"))) {
      ports.push_back(testing::parsed_ports(match[1].str(), "tcp"));
    } else if (permissions &&
               std::regex_match(
                   line, match,
                   std::regex("        - destination_port_range: \\{start: ([0-9]+), end: ([0-9]+)\\}"))) {
      const std::string last = std::to_string(std::stoi(match[2]) - 1);
      ports.push_back(testing::parsed_ports(match[1].str() + "-" + last, "tcp"));
    } else if (!permissions && std::regex_match(line, match,
                                                std::regex("        - direct_remote_ip: \\{address_prefix: "
                                                           "\"([^\"]+)\", prefix_len: ([0-9]+)\\}"))) {
      for (const auto& each : ports) {
        parsed.prefixes.emplace_back(parsed_prefix(match[1].str() + "/" + match[2].str()), each);
      }
    } else {
      ADD_FAILURE() << line;
    }
  }
  return parsed;
}

TEST(Envoy, ParsesBackToTheSameList) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 200; ++round) {
    List list = random_list(random, {.ports = round % 2 == 0});
    for (auto& destination : list.destinations) destination.ports->protocol = net::Protocol::tcp;
    const auto output = rendered("envoy", list, {.name = "v"});
    EXPECT_TRUE(same_list(apart_from_ipv4_list(list), parse_envoy(output.files[0].text, "v")))
        << output.files[0].text;
  }
}

TEST(Envoy, TheLastPortIsInTheRange) {
  const auto output = rendered("envoy", list_of("10.0.0.1 65000-65535/tcp"));
  EXPECT_NE(output.files[0].text.find("{start: 65000, end: 65536}"), std::string::npos);
}

}  // namespace
}  // namespace sallyport::render
